import { randomBytes } from 'node:crypto';
import { BINDING_LIMIT, type Binding, bindingSchema } from '#shared/avatar/bindings.ts';
import type { BindingChange } from '#shared/contract/bindings.ts';
import { StudioError } from '#shared/errors.ts';
import { globalKeyProblem } from '#shared/hotkeys/accelerator.ts';

/** The list and how it was before, as data. Each verb answers a new list; what cannot be done throws `invalid-input` or `not-found`. */
export type BindingList = readonly Binding[];

export const newBindingId = (): string => randomBytes(16).toString('hex');

export function withAdded(list: BindingList, binding: Binding, afterId: string | undefined): BindingList {
  if (list.length >= BINDING_LIMIT)
    throw new StudioError('invalid-input', `There are ${BINDING_LIMIT} hotkeys and reactions already. Remove some first.`);
  const at = list.findIndex(({ id }) => id === afterId);
  return at < 0 ? [...list, binding] : list.toSpliced(at + 1, 0, binding);
}

export function withChanged(list: BindingList, id: string, change: BindingChange): BindingList {
  const at = indexOf(list, id);
  const parsed = bindingSchema.safeParse({ ...list[at], ...withoutUndefined(change), id });
  if (!parsed.success)
    throw new StudioError('invalid-input', `The hotkey cannot be changed like this: ${parsed.error.issues[0]?.message}`);
  return list.toSpliced(at, 1, parsed.data);
}

export function withoutIds(list: BindingList, ids: readonly string[]): BindingList {
  for (const id of ids) indexOf(list, id);
  const gone = new Set(ids);
  return list.filter(({ id }) => !gone.has(id));
}

export function withMoved(list: BindingList, id: string, beforeId: string | null): BindingList {
  const moved = list[indexOf(list, id)];
  if (moved === undefined || id === beforeId) return list;
  const others = list.filter((binding) => binding !== moved);
  return others.toSpliced(beforeId === null ? others.length : indexOf(others, beforeId), 0, moved);
}

export function indexOf(list: BindingList, id: string): number {
  const at = list.findIndex((binding) => binding.id === id);
  if (at < 0)
    throw new StudioError('not-found', `There is no hotkey or reaction ${id}; it may have been removed. Reload the list.`);
  return at;
}

/** Throws for keys that may not be taken from every program. */
export function checkKeys(draft: BindingChange, mac: boolean): void {
  for (const trigger of draft.triggers ?? []) {
    if (trigger.type !== 'key' || !trigger.global) continue;
    const problem = globalKeyProblem(trigger.accelerator, mac);
    if (problem !== undefined)
      throw new StudioError(
        'invalid-input',
        `${trigger.accelerator} cannot work while a game has the focus: ${KEY_PROBLEMS[problem]}`,
      );
  }
}
const KEY_PROBLEMS = {
  'needs-modifier': 'a single key would be taken from every program. Hold Ctrl or Alt with it, or use F13–F24 or a media key.',
  'game-key': 'games are played with it. Add Shift or Alt, or choose another key.',
  'system-key': 'every program needs it. Choose another key.',
  'unknown-key': 'this key is not known. Record it again.',
} as const;

/** For lists from elsewhere: keys that may not be global work in the studio window instead of being lost. */
export function withSafeKeys(binding: Binding, mac: boolean): Binding {
  const triggers = binding.triggers.map((trigger) =>
    trigger.type === 'key' && trigger.global && globalKeyProblem(trigger.accelerator, mac) !== undefined
      ? { ...trigger, global: false }
      : trigger,
  );
  return { ...binding, triggers };
}

function withoutUndefined(change: BindingChange): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
