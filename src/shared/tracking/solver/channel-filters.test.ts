import { describe, expect, it } from 'vitest';
import { BONE_AT, emptyPose } from '#shared/tracking/bones.ts';
import { emptyFace, FACE_AT } from '#shared/tracking/face-channels.ts';
import { emptyHands, HAND_STRIDE } from '#shared/tracking/hand-channels.ts';
import { createChannelFilters } from './channel-filters.ts';

/** What comes out of one face channel for `at(seconds)`, ticked `hz` times a second. */
function follow(
  name: keyof typeof FACE_AT,
  at: (seconds: number) => number,
  options: { hz: number; seconds: number; smoothing: number },
): number[] {
  const filters = createChannelFilters('face');
  filters.set(options.smoothing);
  const values = emptyFace();
  return Array.from({ length: Math.round(options.hz * options.seconds) }, (_, tick) => {
    values[FACE_AT[name]] = at(tick / options.hz);
    filters.apply(values, 1 / options.hz);
    return values[FACE_AT[name]]!;
  });
}
const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};
/** Reproducible noise of about ±1. */
const noise = (seconds: number): number => Math.sin(seconds * 997) + Math.sin(seconds * 1709) * 0.5;

describe('filters of tracked channels', () => {
  it('calm a trembling head to less than half', () => {
    const raw = Array.from({ length: 240 }, (_, tick) => noise(tick / 60) * 0.2);
    const calm = follow('headYaw', (seconds) => noise(seconds) * 0.2, { hz: 60, seconds: 4, smoothing: 0.3 });
    expect(deviation(calm.slice(60))).toBeLessThan(deviation(raw.slice(60)) / 2);
  });

  it('let a blink of a tenth of a second through nearly whole', () => {
    const blink = (seconds: number): number => (seconds > 0.5 && seconds < 0.6 ? Math.sin(((seconds - 0.5) / 0.1) * Math.PI) : 0);
    const seen = follow('eyeBlinkLeft', blink, { hz: 60, seconds: 1, smoothing: 0.3 });
    expect(Math.max(...seen)).toBeGreaterThan(0.8);
  });

  it('turn a head that swings by at most 60 ms late', () => {
    const lateBy = 0.06;
    const swing = (seconds: number): number => 20 * Math.sin(seconds * 4);
    const seen = follow('headYaw', swing, { hz: 60, seconds: 4, smoothing: 0.3 });
    const worst = Math.max(...seen.slice(60).map((value, tick) => Math.abs(value - swing((tick + 60) / 60))));
    expect(worst).toBeLessThan(20 * 4 * lateBy);
  });

  it('give the same curve at 30 and at 120 ticks a second', () => {
    const step = (seconds: number): number => (seconds >= 0.5 ? 10 : 0);
    const slow = follow('headPitch', step, { hz: 30, seconds: 2, smoothing: 0.5 });
    const fast = follow('headPitch', step, { hz: 120, seconds: 2, smoothing: 0.5 });
    for (const seconds of [0.7, 1, 1.5]) expect(Math.abs(slow[seconds * 30]! - fast[seconds * 120]!)).toBeLessThan(1);
  });

  it('pass everything as it comes without smoothing', () => {
    const seen = follow('headYaw', (seconds) => noise(seconds) * 10, { hz: 60, seconds: 1, smoothing: 0 });
    for (const [tick, value] of seen.entries()) expect(value).toBeCloseTo(noise(tick / 60) * 10, 4);
  });

  it('are calmer the higher they are set', () => {
    const at = (smoothing: number): number => deviation(follow('headRoll', noise, { hz: 60, seconds: 3, smoothing }).slice(60));
    expect(at(0.8)).toBeLessThan(at(0.3));
    expect(at(0.3)).toBeLessThan(at(0.05));
  });

  it('keep what nobody tells at NaN and begin anew where somebody tells again', () => {
    const seen = follow('jawOpen', (seconds) => (seconds < 0.5 ? 1 : seconds < 0.6 ? Number.NaN : 0), {
      hz: 60,
      seconds: 1,
      smoothing: 1,
    });
    expect(seen[33]).toBeNaN();
    expect(seen[40]).toBe(0);
  });

  it('begin anew after a gap', () => {
    const filters = createChannelFilters('face');
    const values = emptyFace();
    values[FACE_AT.headYaw] = -20;
    filters.apply(values, 1 / 60);
    values[FACE_AT.headYaw] = 20;
    filters.apply(values, 2);
    expect(values[FACE_AT.headYaw]).toBe(20);
  });

  it('never mix the name of a gesture with another', () => {
    const filters = createChannelFilters('hands');
    const values = emptyHands().fill(0);
    filters.apply(values, 1 / 60);
    values.fill(10);
    filters.apply(values, 1 / 60);
    expect(values[HAND_STRIDE - 1]).toBe(10);
    expect(values[0]).toBeLessThan(10);
  });

  it('turn bones on the short way and keep them rotations, whichever sign a source gives', () => {
    const filters = createChannelFilters('pose');
    const pose = emptyPose();
    const at = 3 + BONE_AT.get('head')! * 4;
    for (let tick = 0; tick < 60; tick++) {
      const angle = 0.4 + tick * 0.01;
      const sign = tick % 2 ? -1 : 1;
      pose.set([0, sign * Math.sin(angle / 2), 0, sign * Math.cos(angle / 2)], at);
      filters.apply(pose, 1 / 60);
      const [x, y, z, w] = pose.subarray(at, at + 4);
      expect(Math.hypot(x!, y!, z!, w!)).toBeCloseTo(1, 5);
      expect(2 * Math.atan2(Math.abs(y!), Math.abs(w!))).toBeGreaterThan(angle - 0.12);
    }
    expect(pose[3 + BONE_AT.get('hips')! * 4]).toBeNaN();
  });
});
