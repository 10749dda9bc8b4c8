import type { ControlDevice, ControlRow, ControlTarget, FaceTarget } from './control-row.ts';
import type { MacroName } from './macro-names.ts';

interface Shape {
  readonly deadZone?: number;
  readonly curve?: number;
  readonly springSeconds?: number;
}

type ShippedTarget = Exclude<ControlTarget, { type: 'input' }>;
const row = (
  device: ControlDevice,
  control: string,
  target: ShippedTarget,
  from: number,
  to: number,
  shape: Shape,
): ControlRow => ({
  id: `${device}-${control}-${target.type === 'macro' ? target.macro : target.channel}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-'),
  device,
  control,
  target,
  from,
  to,
  deadZone: shape.deadZone ?? 0,
  curve: shape.curve ?? 1,
  springSeconds: shape.springSeconds ?? 0.25,
  mode: 'hold',
  invert: false,
});
const face = (device: ControlDevice, control: string, channel: FaceTarget, from: number, to: number, shape: Shape = {}) =>
  row(device, control, { type: 'face', channel }, from, to, shape);
const macro = (device: ControlDevice, control: string, name: MacroName) =>
  row(device, control, { type: 'macro', macro: name }, 0, 1, {});

const STICK: Shape = { deadZone: 0.12, curve: 1.4, springSeconds: 0.35 };
const LID: Shape = { springSeconds: 0.12 };
const PLACE: Shape = { deadZone: 0.03, springSeconds: 0.6 };

/** Yaw, roll and lean are positive to the avatar's own left, which is the right of the picture; axes are positive to the right and downwards. */
export const DEFAULT_CONTROL_ROWS: readonly ControlRow[] = [
  face('gamepad', 'axis 0', 'headYaw', -35, 35, STICK),
  face('gamepad', 'axis 1', 'headPitch', 25, -25, STICK),
  face('gamepad', 'axis 2', 'gazeYaw', -30, 30, STICK),
  face('gamepad', 'axis 3', 'gazePitch', 25, -25, STICK),
  face('gamepad', 'button 7', 'mouth', 0, 1, { deadZone: 0.03, springSeconds: 0.15 }),
  face('gamepad', 'button 6', 'smile', 0, 1, { deadZone: 0.03 }),
  face('gamepad', 'button 4', 'lean', 0, -12, { springSeconds: 0.5 }),
  face('gamepad', 'button 5', 'lean', 0, 12, { springSeconds: 0.5 }),
  face('gamepad', 'button 12', 'brows', 0, 1),
  face('gamepad', 'button 13', 'brows', 0, -1),
  face('gamepad', 'button 0', 'blink', 0, 1, LID),
  macro('gamepad', 'button 3', 'nod'),
  macro('gamepad', 'button 1', 'shake'),
  macro('gamepad', 'button 2', 'laugh'),

  face('mouse', 'x', 'headYaw', -25, 25, PLACE),
  face('mouse', 'y', 'headPitch', 18, -18, PLACE),
  face('mouse', 'x', 'gazeYaw', -22, 22, PLACE),
  face('mouse', 'y', 'gazePitch', 18, -18, PLACE),

  face('keyboard', 'KeyA', 'headYaw', 0, -28, { springSeconds: 0.5 }),
  face('keyboard', 'KeyD', 'headYaw', 0, 28, { springSeconds: 0.5 }),
  face('keyboard', 'KeyW', 'headPitch', 0, 20, { springSeconds: 0.5 }),
  face('keyboard', 'KeyS', 'headPitch', 0, -20, { springSeconds: 0.5 }),
  face('keyboard', 'KeyQ', 'lean', 0, -12, { springSeconds: 0.5 }),
  face('keyboard', 'KeyE', 'lean', 0, 12, { springSeconds: 0.5 }),
  face('keyboard', 'KeyF', 'mouth', 0, 1, { springSeconds: 0.15 }),
  face('keyboard', 'KeyG', 'smile', 0, 1),
  face('keyboard', 'KeyB', 'blink', 0, 1, LID),
  macro('keyboard', 'KeyN', 'nod'),
  macro('keyboard', 'KeyM', 'shake'),
  macro('keyboard', 'KeyK', 'wink'),
  macro('keyboard', 'KeyL', 'laugh'),
  macro('keyboard', 'KeyU', 'shrug'),

  face('midi', 'control 1', 'mouth', 0, 1),
  face('midi', 'control 2', 'smile', 0, 1),
  face('midi', 'control 3', 'brows', -1, 1),
  face('midi', 'control 4', 'blink', 0, 1, LID),
  face('midi', 'control 5', 'headYaw', -35, 35),
  face('midi', 'control 6', 'headPitch', -25, 25),
  face('midi', 'control 7', 'gazeYaw', -30, 30),
  face('midi', 'control 8', 'gazePitch', -25, 25),

  face('remote', 'padX', 'headYaw', -35, 35, { curve: 1.2, springSeconds: 0.5 }),
  face('remote', 'padY', 'headPitch', 25, -25, { curve: 1.2, springSeconds: 0.5 }),
  face('remote', 'padX', 'gazeYaw', -15, 15, { springSeconds: 0.5 }),
  face('remote', 'padY', 'gazePitch', 12, -12, { springSeconds: 0.5 }),
  face('remote', 'mouth', 'mouth', 0, 1, { springSeconds: 0.15 }),
  face('remote', 'smile', 'smile', 0, 1),
  face('remote', 'brows', 'brows', -1, 1),
  face('remote', 'blink', 'blink', 0, 1, LID),
];
