import type { Action, Binding, Trigger } from '#shared/avatar/bindings.ts';
import type { BindingConflict } from '#shared/contract/bindings.ts';
import { keysOfAccelerator } from '../../hotkeys/accelerator.ts';
import { fill, lookUp, type Strings } from '../../i18n/strings.ts';
import { showActionText } from './describe-show.ts';

const MICROS = 1_000_000;
const SAID_LENGTH = 18;

/** A trigger in a few words, as on its chip. */
export function triggerText(strings: Strings, trigger: Trigger, mac: boolean): string {
  const { described, intents, parts } = strings.bindings;
  switch (trigger.type) {
    case 'key':
      return keysOfAccelerator(trigger.accelerator, mac).join(mac ? '' : '+');
    case 'mouse':
      return described.mouse[trigger.button];
    case 'gamepad':
      return fill(described.gamepad, { n: trigger.button + 1 });
    case 'midi':
      return fill(described[trigger.kind], { n: trigger.number });
    case 'button':
      return fill(described.button, { n: trigger.slot });
    case 'chat':
      return fill(described.chat, { word: trigger.word });
    case 'voice':
      return fill(described.voice, { phrase: trigger.phrase });
    case 'gift':
      return giftText(strings, trigger);
    case 'viewer':
      return trigger.deed === 'reward' && trigger.name !== ''
        ? fill(described.rewardNamed, { name: trigger.name })
        : described.deeds[trigger.deed];
    case 'emotion':
      return fill(described.emotion, { name: strings.emotions[trigger.emotion] });
    case 'intent':
      return intents[trigger.intent];
    case 'touch':
      return fill(described.touch, { name: parts[trigger.part] });
    case 'gesture':
      return fill(described.gesture, { hand: described.hands[trigger.hand], name: described.gestures[trigger.gesture] });
    case 'api':
      return described.api;
  }
}

function giftText({ bindings: { described } }: Strings, { minimumMicros, name }: Extract<Trigger, { type: 'gift' }>): string {
  if (name !== '') return fill(described.giftNamed, { name });
  return minimumMicros === 0 ? described.giftAny : fill(described.gift, { amount: minimumMicros / MICROS });
}

/** The kinds of actions by name. */
export const actionNames = ({ bindings, showActions }: Strings): Readonly<Record<Action['type'], string>> => ({
  ...bindings.actions,
  ...showActions.names,
});

/** An action in a few words. `models`: names by id. */
export function actionText(strings: Strings, action: Action, models: ReadonlyMap<string, string>): string {
  const { described, actions, unknownModel } = strings.bindings;
  switch (action.type) {
    case 'expression':
      return fill(described[action.mode], { name: action.name, n: action.seconds });
    case 'motion':
    case 'idle-motion':
      return fill(described[action.type], { name: action.name });
    case 'emotion':
      return fill(described.emotion, { name: strings.emotions[action.emotion] });
    case 'item':
    case 'sound':
      return fill(described[action.type], { name: action.fileName });
    case 'throw':
      return fill(described.throw, { n: action.count, name: action.fileName });
    case 'model':
      return fill(described.model, { name: models.get(action.modelId) ?? unknownModel });
    case 'say':
      return fill(described.say, {
        text: action.text.length > SAID_LENGTH ? `${action.text.slice(0, SAID_LENGTH)}…` : action.text,
      });
    case 'drive':
      return strings.bindings.editor.drives[action.mode];
    case 'clear-expressions':
    case 'clear-items':
    case 'placement':
    case 'look-straight':
    case 'stop':
      return actions[action.type];
    default:
      return showActionText(strings, action);
  }
}

export function conflictText(
  strings: Strings,
  conflict: BindingConflict,
  names: ReadonlyMap<string, string>,
  mac: boolean,
): string {
  const { bindings, emotions, moderation } = strings;
  const keys = keysOfAccelerator(conflict.accelerator, mac).join(mac ? '' : '+');
  switch (conflict.type) {
    case 'shared':
      return fill(bindings.conflictShared, { keys, name: names.get(conflict.otherId) ?? bindings.unnamed });
    case 'settings': {
      const own = { stop: bindings.stopName, panic: moderation.panicCard, clickThrough: bindings.clickThroughName, ...emotions };
      return fill(bindings.conflictSettings, { keys, name: lookUp(own, conflict.action) ?? conflict.action });
    }
    case 'program':
      return fill(bindings.conflictProgram, { keys });
    case 'refused':
      return fill(bindings.conflictRefused, { keys });
  }
}

export interface BindingGroup {
  readonly kind: 'model' | 'all' | 'other';
  readonly modelId: string | null;
  readonly bindings: readonly Binding[];
}

/** The model in use first, then those for all, then other models', each in the list's order. `matches` filters. */
export function groupsOf(
  bindings: readonly Binding[],
  modelId: string | undefined,
  matches: (binding: Binding) => boolean,
): readonly BindingGroup[] {
  const shown = bindings.filter(matches);
  const others = [...new Set(shown.map((one) => one.modelId))].filter((id) => id !== null && id !== modelId);
  const groupOf = (kind: BindingGroup['kind'], id: string | null): BindingGroup => ({
    kind,
    modelId: id,
    bindings: shown.filter((one) => one.modelId === id),
  });
  const groups = [
    ...(modelId === undefined ? [] : [groupOf('model', modelId)]),
    groupOf('all', null),
    ...others.map((id) => groupOf('other', id)),
  ];
  return groups.filter((group) => group.bindings.length > 0);
}
