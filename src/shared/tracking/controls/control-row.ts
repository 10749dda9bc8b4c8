import { z } from 'zod';
import { BODY_PARTS, type BodyPart } from '#shared/tracking/body-parts.ts';
import { PART_OF_CHANNEL } from '#shared/tracking/channel-parts.ts';
import { FACE_AT, FACE_CHANNELS, HEAD_CHANNELS } from '#shared/tracking/face-channels.ts';
import { HAND_CHANNELS, HAND_SIDES } from '#shared/tracking/hand-channels.ts';
import { MACRO_NAMES } from './macro-names.ts';

/**
 * Controls as a source of motion: rows that say which control of which device moves what. Left and right are those of the avatar's own body, so that a
 * stick to the right moves her to the right of the picture's viewer whatever the mirror setting says (a source that is `mirrored`).
 */
export const CONTROL_DEVICES = ['keyboard', 'mouse', 'gamepad', 'midi', 'remote'] as const;
export type ControlDevice = (typeof CONTROL_DEVICES)[number];

/** What the phone's page has under these names: `padX` to the right and `padY` downwards, like a stick; `brows` from frown to raised. */
export const REMOTE_CONTROLS = ['padX', 'padY', 'mouth', 'smile', 'brows', 'blink'] as const;
export type RemoteControl = (typeof REMOTE_CONTROLS)[number];

/** One word for what takes several of a tracker's channels together. `brows`: −1 frown … 1 raised; `lean` in degrees to the avatar's own left. */
export const COMBINED_TARGETS = ['mouth', 'smile', 'brows', 'blink', 'gazeYaw', 'gazePitch', 'lean'] as const;
export type CombinedTarget = (typeof COMBINED_TARGETS)[number];

export const FACE_TARGETS = [...COMBINED_TARGETS, ...FACE_CHANNELS] as const;
export type FaceTarget = (typeof FACE_TARGETS)[number];

export const controlTargetSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('face'), channel: z.enum(FACE_TARGETS) }),
  z.object({ type: z.literal('hand'), hand: z.enum(HAND_SIDES), channel: z.enum(HAND_CHANNELS) }),
  /** An input of the model's mapping, as VTube Studio names them; not from the phone, which may only move face and hands. */
  z.object({ type: z.literal('input'), name: z.string().min(1).max(64) }),
  /** A short authored movement, begun by the press. */
  z.object({ type: z.literal('macro'), macro: z.enum(MACRO_NAMES) }),
]);
export type ControlTarget = z.infer<typeof controlTargetSchema>;
/** What a tracker tells of: all but inputs and macros. */
export type BodyTarget = Extract<ControlTarget, { type: 'face' | 'hand' }>;

export const controlRowSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  device: z.enum(CONTROL_DEVICES),
  /**
   * keyboard: `KeyboardEvent.code`; mouse: `x`, `y` (place in the window); gamepad: `axis 0`, `button 7` (standard layout); midi: `control 1`, `note 60`;
   * remote: one of `REMOTE_CONTROLS`. '' while nothing is chosen yet.
   */
  control: z.string().max(40),
  target: controlTargetSchema,
  /** The target's value at the control's one end and at the other: let go and pressed, left and right, up and down. */
  from: z.number().min(-1000).max(1000),
  to: z.number().min(-1000).max(1000),
  /** Share of the way in which nothing happens yet. */
  deadZone: z.number().min(0).max(0.9),
  /** Exponent: 1 straight, above it finer near rest. */
  curve: z.number().min(0.2).max(5),
  /** Seconds from let go back to rest. */
  springSeconds: z.number().min(0).max(10),
  /** hold: as long and as far as it is pressed; toggle: one press on, the next off. */
  mode: z.enum(['hold', 'toggle']),
  invert: z.boolean(),
});
export type ControlRow = z.infer<typeof controlRowSchema>;

/** Something that one control does now: −1…1 for sticks and places, 0…1 for the rest. */
export interface ControlReading {
  readonly device: ControlDevice;
  readonly control: string;
  readonly value: number;
}

/** Whether a control rests in the middle of its way. */
export function isTwoSided({ device, control }: Pick<ControlReading, 'device' | 'control'>): boolean {
  switch (device) {
    case 'mouse':
      return true;
    case 'gamepad':
      return control.startsWith('axis');
    case 'remote':
      return control === 'padX' || control === 'padY' || control === 'brows';
    default:
      return false;
  }
}

const HEAD: readonly string[] = HEAD_CHANNELS;

const PART_OF_COMBINED: Readonly<Record<CombinedTarget, BodyPart>> = {
  mouth: 'mouth',
  smile: 'expression',
  brows: 'expression',
  blink: 'eyes',
  gazeYaw: 'eyes',
  gazePitch: 'eyes',
  lean: 'upperBody',
};
export const isCombined = (channel: FaceTarget): channel is CombinedTarget => Object.hasOwn(PART_OF_COMBINED, channel);

/** The part of the body that a target belongs to: parts are let go as a whole. */
export function partOfTarget(target: BodyTarget): BodyPart {
  if (target.type === 'hand') return 'hands';
  if (isCombined(target.channel)) return PART_OF_COMBINED[target.channel];
  return BODY_PARTS[PART_OF_CHANNEL[FACE_AT[target.channel]] ?? 0] ?? 'head';
}

/** The most that a target can be, both ways: shapes 0…1, the rest in their units. */
export function limitsOfTarget(target: BodyTarget): readonly [number, number] {
  const { channel } = target;
  if (target.type === 'hand') {
    if (channel === 'x' || channel === 'y' || channel === 'z') return [-10, 10];
    return channel === 'angleX' || channel === 'angleZ' ? [-180, 180] : [0, 1];
  }
  if (channel === 'brows') return [-1, 1];
  if (channel === 'lean') return [-30, 30];
  if (channel.startsWith('gaze')) return [-45, 45];
  if (channel === 'headX' || channel === 'headY' || channel === 'headZ') return [-30, 30];
  return HEAD.includes(channel) ? [-60, 60] : [0, 1];
}

/** Where a row's target is when the control stands at `value`. */
export function valueOfRow(row: ControlRow, value: number): number {
  const twoSided = isTwoSided(row);
  const bounded = Math.min(1, Math.max(twoSided ? -1 : 0, value));
  const turned = row.invert ? (twoSided ? -bounded : 1 - bounded) : bounded;
  const past = Math.max(0, Math.abs(turned) - row.deadZone) / (1 - row.deadZone);
  const bent = Math.sign(turned) * past ** row.curve;
  return row.from + (row.to - row.from) * (twoSided ? (bent + 1) / 2 : bent);
}
