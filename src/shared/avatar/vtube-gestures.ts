import type { Trigger } from '#shared/avatar/bindings.ts';
import type { VtubeHotkey } from './vtube-json.ts';

type GestureTrigger = Extract<Trigger, { type: 'gesture' }>;

/** By parts of their names, which the file format's authors never listed. Two names of one sign are both known. */
const SIGNS: readonly (readonly [RegExp, GestureTrigger['gesture']])[] = [
  [/peace|victory/, 'victory'],
  [/thumb.*down/, 'thumb-down'],
  [/thumb/, 'thumb-up'],
  [/heart/, 'finger-heart'],
  [/rock|horn/, 'horns'],
  [/call|phone|shaka/, 'call'],
  [/point/, 'point'],
  [/fist|rockhand/, 'fist'],
  [/open|palm|flat/, 'open'],
  [/^ok/, 'ok'],
];

const isNone = (name: string): boolean => name === '' || /^(none|unset)$/i.test(name);
const signOf = (name: string): GestureTrigger['gesture'] | undefined =>
  SIGNS.find(([pattern]) => pattern.test(name.toLowerCase().replaceAll(/[^a-z]/g, '')))?.[1];

/** A hotkey's signs as triggers, and those that we cannot tell: unknown ones, and two different ones at once. */
export function gestureTriggersFrom({ HandGestureSettings: from }: VtubeHotkey): {
  readonly triggers: readonly GestureTrigger[];
  readonly left: readonly string[];
} {
  const names = { left: from.GestureLeft, right: from.GestureRight };
  const given = (['left', 'right'] as const).filter((hand) => !isNone(names[hand]));
  const unknown = given.filter((hand) => signOf(names[hand]) === undefined).map((hand) => names[hand]);
  const holdSeconds = Math.min(10, Math.max(0, from.SecondsUntilDetection));
  const triggers = given.flatMap((hand): GestureTrigger[] => {
    const gesture = signOf(names[hand]);
    const either = from.AllowMirroredGesture && given.length === 1;
    return gesture === undefined ? [] : [{ type: 'gesture', hand: either ? 'either' : hand, gesture, holdSeconds }];
  });
  const [first, second] = triggers;
  if (given.length < 2 || /^or$/i.test(from.GestureCombinator)) return { triggers, left: unknown };
  if (first !== undefined && first.gesture === second?.gesture) return { triggers: [{ ...first, hand: 'both' }], left: [] };
  return { triggers: [], left: [`${names.left} + ${names.right}`] };
}
