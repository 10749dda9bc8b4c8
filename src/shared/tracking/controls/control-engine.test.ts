import { describe, expect, it } from 'vitest';
import { BONE_AT } from '#shared/tracking/bones.ts';
import { FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';
import { type ControlEngine, createControlEngine } from './control-engine.ts';
import type { ControlRow, ControlTarget } from './control-row.ts';
import { DEFAULT_CONTROL_ROWS } from './default-rows.ts';
import { MACRO_NAMES } from './macro-names.ts';
import { MACROS } from './macros.ts';

const DT = 1 / 60;
const row = (control: string, target: ControlTarget, change: Partial<ControlRow> = {}): ControlRow => ({
  id: `row-${control.toLowerCase().replaceAll(' ', '-')}`,
  device: 'gamepad',
  control,
  target,
  from: 0,
  to: 1,
  deadZone: 0,
  curve: 1,
  springSeconds: 0.5,
  mode: 'hold',
  invert: false,
  ...change,
});
const engineWith = (rows: readonly ControlRow[], restSeconds = 1): ControlEngine => {
  const engine = createControlEngine();
  engine.use(rows, restSeconds);
  return engine;
};
const run = (engine: ControlEngine, seconds: number): ReturnType<ControlEngine['step']> => {
  let motion = engine.step(0);
  for (let at = 0; at < seconds; at += DT) motion = engine.step(DT);
  return motion;
};
const channel = (motion: { readonly face: Float32Array }, name: FaceChannel): number => motion.face[FACE_AT[name]] ?? Number.NaN;
const stick = (value: number) => ({ device: 'gamepad', control: 'axis 0', value }) as const;
const YAW = row('axis 0', { type: 'face', channel: 'headYaw' }, { from: -30, to: 30 });

describe('controls as motion', () => {
  it('lead a stick all the way to the head and back to the middle', () => {
    const engine = engineWith([YAW]);
    engine.read(stick(1));
    expect(channel(run(engine, 1), 'headYaw')).toBeCloseTo(30, 1);
    engine.read(stick(-0.5));
    expect(channel(run(engine, 1), 'headYaw')).toBeCloseTo(-15, 1);
    engine.read(stick(0));
    expect(channel(run(engine, 0.9), 'headYaw')).toBeCloseTo(0, 0);
  });

  it('never jump: a stick thrown from end to end moves the head by a few degrees a frame at most', () => {
    const engine = engineWith([YAW]);
    let before = 0;
    let most = 0;
    for (let frame = 0; frame < 240; frame++) {
      if (frame % 20 === 0) engine.read(stick(frame % 40 === 0 ? 1 : -1));
      const yaw = channel(engine.step(DT), 'headYaw');
      most = Math.max(most, Math.abs(yaw - before));
      before = yaw;
    }
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThan(12);
  });

  it('are at the same place whatever the length of the steps', () => {
    const fine = engineWith([YAW]);
    const coarse = engineWith([YAW]);
    for (const engine of [fine, coarse]) engine.read(stick(1));
    for (let i = 0; i < 12; i++) fine.step(0.01);
    coarse.step(0.06);
    expect(channel(coarse.step(0.06), 'headYaw')).toBeCloseTo(channel(fine.step(0), 'headYaw'), 3);
  });

  it('tell nothing of parts that nobody touched, and let go of a part after its rest', () => {
    const engine = engineWith([YAW, row('button 7', { type: 'face', channel: 'mouth' })], 1);
    expect(engine.step(DT).found).toBe(false);
    expect(engine.isAtRest).toBe(true);
    engine.read(stick(1));
    const turning = run(engine, 0.2);
    expect(turning.found).toBe(true);
    expect(channel(turning, 'jawOpen')).toBeNaN();
    engine.read(stick(0));
    expect(run(engine, 0.9).found).toBe(true);
    const left = run(engine, 2);
    expect(left.found).toBe(false);
    expect(channel(left, 'headYaw')).toBeNaN();
    expect(engine.isAtRest).toBe(true);
  });

  it('keep a part for ever where the rest is 0', () => {
    const engine = engineWith([YAW], 0);
    engine.read(stick(1));
    run(engine, 0.1);
    engine.read(stick(0));
    expect(channel(run(engine, 20), 'headYaw')).toBeCloseTo(0, 2);
  });

  it('go back more slowly than they came where a row says so', () => {
    const engine = engineWith([row('button 7', { type: 'face', channel: 'mouth' }, { springSeconds: 2 })]);
    engine.read({ device: 'gamepad', control: 'button 7', value: 1 });
    expect(channel(run(engine, 0.2), 'jawOpen')).toBeGreaterThan(0.97);
    engine.read({ device: 'gamepad', control: 'button 7', value: 0 });
    expect(channel(run(engine, 0.2), 'jawOpen')).toBeGreaterThan(0.7);
  });

  it('switch on and off by presses in the mode toggle', () => {
    const engine = engineWith([row('button 1', { type: 'face', channel: 'smile' }, { mode: 'toggle', springSeconds: 0.1 })]);
    const press = (): void => {
      engine.read({ device: 'gamepad', control: 'button 1', value: 1 });
      engine.read({ device: 'gamepad', control: 'button 1', value: 0 });
    };
    press();
    expect(channel(run(engine, 5), 'mouthSmileLeft')).toBeCloseTo(1, 2);
    press();
    expect(channel(run(engine, 0.5), 'mouthSmileLeft')).toBeCloseTo(0, 2);
  });

  it('add up and stay within what a face can do', () => {
    const target = { type: 'face', channel: 'headYaw' } as const;
    const engine = engineWith([
      row('button 1', target, { to: 50 }),
      row('button 2', target, { to: 50 }),
      row('button 3', target, { to: -50 }),
    ]);
    for (const control of ['button 1', 'button 2']) engine.read({ device: 'gamepad', control, value: 1 });
    expect(channel(run(engine, 1), 'headYaw')).toBe(60);
    engine.read({ device: 'gamepad', control: 'button 3', value: 1 });
    expect(channel(run(engine, 1), 'headYaw')).toBeCloseTo(50, 1);
  });

  it('spring back when their device is gone, also what was toggled on', () => {
    const engine = engineWith([YAW, row('button 1', { type: 'face', channel: 'smile' }, { mode: 'toggle' })]);
    engine.read(stick(1));
    engine.read({ device: 'gamepad', control: 'button 1', value: 1 });
    run(engine, 1);
    engine.release('gamepad');
    const motion = run(engine, 1.2);
    expect(channel(motion, 'headYaw')).toBeCloseTo(0, 1);
    expect(channel(motion, 'mouthSmileLeft')).toBeCloseTo(0, 2);
  });

  it('look, lean, frown and raise as one word for several channels', () => {
    const engine = engineWith([
      row('axis 2', { type: 'face', channel: 'gazeYaw' }, { from: -30, to: 30 }),
      row('button 4', { type: 'face', channel: 'lean' }, { to: 10 }),
      row('button 5', { type: 'face', channel: 'brows' }, { to: -1 }),
    ]);
    engine.read({ device: 'gamepad', control: 'axis 2', value: 1 });
    engine.read({ device: 'gamepad', control: 'button 4', value: 1 });
    engine.read({ device: 'gamepad', control: 'button 5', value: 1 });
    const motion = run(engine, 1);
    expect(channel(motion, 'gazeYawLeft')).toBeCloseTo(30, 1);
    expect(channel(motion, 'eyeLookOutLeft')).toBeCloseTo(1, 1);
    expect(channel(motion, 'eyeLookInRight')).toBeCloseTo(1, 1);
    expect(channel(motion, 'eyeLookOutRight')).toBeCloseTo(0, 5);
    expect(channel(motion, 'browDownLeft')).toBeCloseTo(1, 1);
    expect(channel(motion, 'browInnerUp')).toBeCloseTo(0, 5);
    expect(channel(motion, 'headX')).toBeCloseTo(4.5, 1);
    const roll = motion.pose?.[3 + (BONE_AT.get('spine') ?? 0) * 4 + 2] ?? 0;
    expect((2 * Math.asin(roll) * 180) / Math.PI).toBeCloseTo(-10, 0);
  });

  it('move a hand and an input of the mapping', () => {
    const engine = engineWith([
      row('button 8', { type: 'hand', hand: 'right', channel: 'y' }, { to: 8 }),
      row('button 9', { type: 'input', name: 'CheekPuff' }),
    ]);
    expect(engine.step(DT).inputs.size).toBe(0);
    engine.read({ device: 'gamepad', control: 'button 8', value: 1 });
    engine.read({ device: 'gamepad', control: 'button 9', value: 1 });
    const motion = run(engine, 1);
    expect(motion.hands?.[12 + 1]).toBeCloseTo(8, 1);
    expect(motion.hands?.[1]).toBeNaN();
    expect(motion.inputs.get('CheekPuff')).toBeCloseTo(1, 2);
  });

  it('keep what unchanged rows do while the map is edited', () => {
    const engine = engineWith([YAW]);
    engine.read(stick(1));
    run(engine, 1);
    engine.use([{ ...YAW, to: 20 }, row('button 7', { type: 'face', channel: 'mouth' })], 1);
    expect(channel(engine.step(DT), 'headYaw')).toBeGreaterThan(25);
    expect(channel(run(engine, 1), 'headYaw')).toBeCloseTo(20, 0);
  });
});

describe('authored movements', () => {
  it.each(MACRO_NAMES)('%s begins and ends at rest and never jumps, not even when it is begun again in its middle', (macro) => {
    const engine = engineWith([], 0.5);
    engine.play(macro);
    let before: Float32Array | undefined;
    /** The longest step of one frame; letting go of a value counts as its whole way back. */
    const most = { angle: 0, shape: 0 };
    for (let frame = 0; frame < 200; frame++) {
      if (frame === 25) engine.play(macro);
      const { face } = engine.step(DT);
      for (let index = 0; index < face.length; index++) {
        const step = Math.abs((face[index] || 0) - (before?.[index] || 0));
        const kind = index >= FACE_AT.headYaw ? 'angle' : 'shape';
        most[kind] = Math.max(most[kind], step);
      }
      before = face.slice();
    }
    expect(most.angle + most.shape).toBeGreaterThan(0);
    expect(most.angle).toBeLessThan(5);
    expect(most.shape).toBeLessThan(0.4);
    expect(engine.isAtRest).toBe(true);
  });

  it('are well formed: times rise, both ends are 0, and none is longer than it says', () => {
    for (const { seconds, tracks } of Object.values(MACROS))
      for (const { points } of tracks) {
        expect(points[0]?.[1]).toBe(0);
        expect(points.at(-1)?.[1]).toBe(0);
        expect(points.at(-1)?.[0]).toBeLessThanOrEqual(seconds);
        const times = points.map(([at]) => at);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }
  });

  it('begin with a press and not again while it is held', () => {
    const engine = engineWith([row('button 3', { type: 'macro', macro: 'nod' })], 0.2);
    engine.read({ device: 'gamepad', control: 'button 3', value: 1 });
    expect(channel(run(engine, 0.2), 'headPitch')).toBeLessThan(-8);
    engine.read({ device: 'gamepad', control: 'button 3', value: 0.9 });
    run(engine, 1.5);
    expect(engine.isAtRest).toBe(true);
  });
});

describe('the map that comes with the program', () => {
  it('names each row once', () => {
    const ids = DEFAULT_CONTROL_ROWS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('turns her to the right of the picture with the stick to the right, and up with the stick up', () => {
    const engine = engineWith(DEFAULT_CONTROL_ROWS);
    engine.read(stick(1));
    engine.read({ device: 'gamepad', control: 'axis 1', value: -1 });
    const motion = run(engine, 1);
    expect(channel(motion, 'headYaw')).toBeCloseTo(35, 0);
    expect(channel(motion, 'headPitch')).toBeCloseTo(25, 0);
  });
  it('does not move at all by a stick that only trembles at rest', () => {
    const engine = engineWith(DEFAULT_CONTROL_ROWS);
    engine.read(stick(0.09));
    expect(run(engine, 1).found).toBe(false);
  });
});
