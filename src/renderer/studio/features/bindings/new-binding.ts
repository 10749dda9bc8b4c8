import { type Action, actionSchema, type Trigger, triggerSchema } from '#shared/avatar/bindings.ts';
import type { ActionChoices, BindingDraft } from '#shared/contract/bindings.ts';
import { isShowAction } from '#shared/show/show-actions.ts';
import { isWholeAction } from '#shared/show/whole-action.ts';
import { newShowAction } from './new-show-action.ts';

/** The kinds in the order of the menus. */
export const TRIGGER_TYPES = triggerSchema.options.map((option) => option.shape.type.value);
export const ACTION_TYPES = actionSchema.options.map((option) => option.shape.type.value);
/** Hers before the show's, as in the menus. */
export const ACTION_GROUPS = {
  her: ACTION_TYPES.filter((type) => !isShowAction({ type })),
  show: ACTION_TYPES.filter((type) => isShowAction({ type })),
} as const;

export const emptyDraft = (modelId: string | null): BindingDraft => ({
  name: '',
  modelId,
  enabled: true,
  triggers: [],
  actions: [],
  cooldown: 0,
});

/** A trigger to begin with. `freeSlot`: an on-screen place that nothing has. */
export function newTrigger(type: Trigger['type'], freeSlot: number): Trigger {
  switch (type) {
    case 'key':
      return { type, accelerator: '', global: true };
    case 'mouse':
      return { type, button: 'middle' };
    case 'gamepad':
      return { type, button: 0 };
    case 'midi':
      return { type, kind: 'note', number: 60, channel: null };
    case 'button':
      return { type, slot: freeSlot };
    case 'chat':
      return { type, word: '!', match: 'starts', who: 'everyone' };
    case 'voice':
      return { type, phrase: '' };
    case 'gift':
      return { type, minimumMicros: 1_000_000, name: '' };
    case 'viewer':
      return { type, deed: 'follow', name: '' };
    case 'emotion':
      return { type, emotion: 'happy' };
    case 'intent':
      return { type, intent: 'greeting' };
    case 'touch':
      return { type, part: 'head' };
    case 'gesture':
      return { type, hand: 'either', gesture: 'victory', holdSeconds: 0.5 };
    case 'api':
      return { type };
  }
}

/** An action to begin with, with the first that there is to choose. */
export function newAction(type: Action['type'], choices: ActionChoices): Action {
  switch (type) {
    case 'expression':
      return { type, name: choices.expressions[0] ?? '', mode: 'toggle', seconds: 3, fade: null, group: '' };
    case 'motion':
      return { type, name: choices.motions[0] ?? '', loop: false };
    case 'idle-motion':
      return { type, name: choices.motions[0] ?? '' };
    case 'emotion':
      return { type, emotion: 'happy', intensity: 1, seconds: 5 };
    case 'item':
      return { type, fileName: choices.items[0] ?? '', mode: 'toggle', pinTo: 'head' };
    case 'throw':
      return { type, fileName: choices.items[0] ?? '', count: 3, from: 'either' };
    case 'model':
      return { type, modelId: choices.models[0]?.id ?? '0'.repeat(32) };
    case 'placement':
      return { type, placement: { x: 0, y: 0, rotation: 0, size: 0 }, seconds: 0.5 };
    case 'sound':
      return { type, fileName: choices.sounds[0] ?? '', volume: 0.8 };
    case 'say':
      return { type, text: '' };
    case 'drive':
      return { type, mode: 'toggle', fader: null };
    case 'clear-expressions':
    case 'clear-items':
    case 'look-straight':
    case 'stop':
      return { type };
    default:
      return newShowAction(type, choices.show);
  }
}

/** The first on-screen place from 1 on that no binding in force at the same time has. */
export function freeSlotFor(
  bindings: readonly { readonly modelId: string | null; readonly triggers: readonly Trigger[] }[],
  modelId: string | null,
): number {
  const rivals = bindings.filter((one) => one.modelId === modelId || one.modelId === null || modelId === null);
  const taken = new Set(
    rivals.flatMap(({ triggers }) => triggers.flatMap((trigger) => (trigger.type === 'button' ? [trigger.slot] : []))),
  );
  for (let slot = 1; slot < 32; slot += 1) if (!taken.has(slot)) return slot;
  return 32;
}

/** What is missing before it can be saved. */
export function isComplete({ actions, triggers }: BindingDraft): boolean {
  return (
    actions.length > 0 &&
    actions.every(({ action }) => isWholeAction(action)) &&
    triggers.every(
      (trigger) =>
        (trigger.type !== 'chat' || trigger.word.trim() !== '') &&
        (trigger.type !== 'voice' || trigger.phrase.trim() !== '') &&
        (trigger.type !== 'key' || trigger.accelerator !== ''),
    )
  );
}
