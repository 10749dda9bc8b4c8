import { STANDARD_INPUTS } from '#shared/avatar/input-parameters.ts';
import {
  COMBINED_TARGETS,
  type ControlRow,
  type ControlTarget,
  controlTargetSchema,
  FACE_TARGETS,
  REMOTE_CONTROLS,
} from '#shared/tracking/controls/control-row.ts';
import { MACRO_NAMES } from '#shared/tracking/controls/macro-names.ts';
import { ARKIT_SHAPES, HEAD_CHANNELS } from '#shared/tracking/face-channels.ts';
import { HAND_CHANNELS, HAND_SIDES } from '#shared/tracking/hand-channels.ts';
import { fill, lookUp, type Strings } from '../../i18n/strings.ts';

type Words = Strings['controls'];

/** A control by the name that is on it. */
export function controlName(words: Words, { device, control }: Pick<ControlRow, 'device' | 'control'>): string {
  if (control === '') return words.unset;
  const number = control.split(' ')[1] ?? '';
  switch (device) {
    case 'keyboard':
      return keyName(control);
    case 'mouse':
      return lookUp(words.places, control) ?? control;
    case 'gamepad':
      return control.startsWith('axis')
        ? (lookUp(words.axes, `a${number}`) ?? fill(words.axis, { n: number }))
        : (lookUp(words.buttons, `b${number}`) ?? fill(words.button, { n: number }));
    case 'midi':
      return fill(control.startsWith('note') ? words.midiNote : words.midiControl, { n: number });
    case 'remote':
      return lookUp(words.remotes, control) ?? control;
  }
}

/** As printed on most keyboards. */
const keyName = (code: string): string =>
  code
    .replace(/^(Key|Digit)(.)$/u, '$2')
    .replace(/^Numpad/u, 'Num ')
    .replace(/^Arrow(Up|Down|Left|Right)$/u, (_, way: string) => ({ Up: '↑', Down: '↓', Left: '←', Right: '→' })[way] ?? way);

export function targetName(words: Words, target: ControlTarget): string {
  switch (target.type) {
    case 'face':
      return lookUp(words.targets, target.channel) ?? target.channel;
    case 'hand':
      return `${words.hands[target.hand]} · ${words.handChannels[target.channel]}`;
    case 'input':
      return target.name;
    case 'macro':
      return words.macroNames[target.macro];
  }
}

/** A target as one word for a list of choices, and back. */
export const keyOfTarget = (target: ControlTarget): string => JSON.stringify(target);
export function targetOfKey(key: string): ControlTarget | undefined {
  try {
    return controlTargetSchema.safeParse(JSON.parse(key)).data;
  } catch {
    return undefined;
  }
}

/** Everything that a control can move, in groups. The phone moves face and hands only. */
export function targetChoices(words: Words, device: ControlRow['device']) {
  const choice = (target: ControlTarget) => ({ value: keyOfTarget(target), label: targetName(words, target) });
  const shapes: readonly string[] = ARKIT_SHAPES;
  const group = (name: string, targets: readonly ControlTarget[]) => ({ group: name, items: targets.map(choice) });
  const common = [...COMBINED_TARGETS, ...HEAD_CHANNELS];
  return [
    group(
      words.groups.common,
      common.map((channel) => ({ type: 'face', channel })),
    ),
    group(
      words.groups.gestures,
      MACRO_NAMES.map((macro) => ({ type: 'macro', macro })),
    ),
    group(
      words.groups.hands,
      HAND_SIDES.flatMap((hand) => HAND_CHANNELS.map((channel) => ({ type: 'hand', hand, channel }) as const)),
    ),
    group(
      words.groups.shapes,
      FACE_TARGETS.filter((name) => shapes.includes(name)).map((channel) => ({ type: 'face', channel })),
    ),
    ...(device === 'remote'
      ? []
      : [
          group(
            words.groups.inputs,
            STANDARD_INPUTS.map(({ name }) => ({ type: 'input', name })),
          ),
        ]),
  ];
}

/** What the phone's page has, for a choice: a phone is not at hand while the map is edited. */
export const remoteChoices = (words: Words) => REMOTE_CONTROLS.map((value) => ({ value, label: words.remotes[value] }));
