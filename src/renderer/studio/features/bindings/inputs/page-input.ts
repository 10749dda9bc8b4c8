import type { Binding, Trigger } from '#shared/avatar/bindings.ts';
import { type KeyPress, matchesAccelerator } from '../../../hotkeys/accelerator.ts';

/** Something pressed on a device that this page hears. `code`: the physical key. */
export type PageInput =
  | { readonly type: 'key'; readonly press: KeyPress }
  | { readonly type: 'mouse'; readonly button: 'middle' | 'back' | 'forward' }
  | { readonly type: 'gamepad'; readonly button: number }
  | { readonly type: 'midi'; readonly kind: 'note' | 'control'; readonly number: number; readonly channel: number };

export function matchesInput(trigger: Trigger, input: PageInput, mac: boolean): boolean {
  switch (input.type) {
    case 'key':
      return trigger.type === 'key' && matchesAccelerator(input.press, trigger.accelerator, mac);
    case 'mouse':
      return trigger.type === 'mouse' && trigger.button === input.button;
    case 'gamepad':
      return trigger.type === 'gamepad' && trigger.button === input.button;
    case 'midi':
      return (
        trigger.type === 'midi' &&
        trigger.kind === input.kind &&
        trigger.number === input.number &&
        (trigger.channel === null || trigger.channel === input.channel)
      );
  }
}

/** Bindings in force that this input fires. */
export function bindingsFor(
  bindings: readonly Binding[],
  modelId: string | undefined,
  input: PageInput,
  mac: boolean,
): readonly Binding[] {
  return bindings.filter(
    (binding) =>
      binding.enabled &&
      (binding.modelId === null || binding.modelId === modelId) &&
      binding.triggers.some((trigger) => matchesInput(trigger, input, mac)),
  );
}

/** One name for the same press and its release; a key's modifiers may be let go first. */
export function inputKey(input: PageInput): string {
  switch (input.type) {
    case 'key':
      return `key ${input.press.code}`;
    case 'mouse':
    case 'gamepad':
      return `${input.type} ${input.button}`;
    case 'midi':
      return `midi ${input.kind} ${input.number} ${input.channel}`;
  }
}

/** The trigger that this input would be. */
export function triggerFromInput(input: Exclude<PageInput, { type: 'key' }>): Trigger {
  return input.type === 'midi' ? { ...input, channel: null } : input;
}
