import { describe, expect, it } from 'vitest';
import type { ControlRow } from '#shared/tracking/controls/control-row.ts';
import { FACE_AT } from '#shared/tracking/face-channels.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import type { SourceReport } from '#shared/tracking/source-state.ts';
import { createControlsSource } from './controls-source.ts';

const ROW: ControlRow = {
  id: 'yaw',
  device: 'gamepad',
  control: 'axis 0',
  target: { type: 'face', channel: 'headYaw' },
  from: -30,
  to: 30,
  deadZone: 0.1,
  curve: 1,
  springSeconds: 0.3,
  mode: 'hold',
  invert: false,
};

function open() {
  const frames: { found: boolean; yaw: number; atMs: number }[] = [];
  const reports: SourceReport[] = [];
  let ms = 0;
  let task: (() => void) | undefined;
  const source = createControlsSource({
    link: {
      frame: ({ atMs, found, face }: MotionSample) =>
        void frames.push({ atMs, found, yaw: face?.[FACE_AT.headYaw] ?? Number.NaN }),
      report: (report) => void reports.push(report),
    },
    now: () => ms,
    originMs: 1_000_000,
    every(_ms, next) {
      task = next;
      return () => {
        task = undefined;
      };
    },
    onMotion: () => undefined,
    device: () => 'pad',
  });
  const pass = (seconds: number, stepMs = 16): void => {
    for (const end = ms + seconds * 1000; ms < end; ) {
      ms += stepMs;
      task?.();
    }
  };
  return { source, frames, reports, pass, isTicking: () => task !== undefined };
}
const stick = (value: number) => ({ device: 'gamepad', control: 'axis 0', value }) as const;

describe('controls as a source', () => {
  it('send nothing before they are switched on and touched', () => {
    const { source, frames, isTicking } = open();
    source.reading(stick(1));
    source.use({ rows: [ROW], restSeconds: 1 });
    expect([frames.length, isTicking()]).toEqual([0, false]);
    source.reading(stick(0.05));
    expect(isTicking()).toBe(false);
  });

  it('move, let go after the rest, say so once, and sleep', () => {
    const { source, frames, reports, pass, isTicking } = open();
    source.use({ rows: [ROW], restSeconds: 1 });
    source.reading(stick(1));
    pass(0.5);
    expect(frames.at(-1)?.yaw).toBeCloseTo(30, 0);
    expect(frames.at(-1)?.atMs).toBeGreaterThan(1_000_000);
    source.reading(stick(0));
    pass(3);
    expect(frames.at(-1)?.found).toBe(false);
    expect(frames.filter(({ found }) => !found)).toHaveLength(1);
    expect(isTicking()).toBe(false);
    const states = reports.map(({ state }) => state);
    expect([states[0], states[1], states.at(-1)]).toEqual(['waiting', 'tracking', 'waiting']);
    expect(reports[2]?.framesPerSecond).toBeGreaterThan(55);
    source.reading(stick(-1));
    expect(isTicking()).toBe(true);
  });

  it('do not jump after the page slept: a step is never longer than a tenth of a second', () => {
    const { source, frames, pass } = open();
    source.use({ rows: [{ ...ROW, springSeconds: 5 }], restSeconds: 1 });
    source.reading(stick(1));
    pass(1);
    source.reading(stick(0));
    pass(30, 30_000);
    expect(frames.at(-1)?.yaw).toBeGreaterThan(29);
  });

  it('spring back and end when they are switched off', () => {
    const { source, frames, pass, isTicking } = open();
    source.use({ rows: [ROW], restSeconds: 1 });
    source.reading(stick(1));
    pass(0.5);
    source.use(undefined);
    const from = frames.length;
    pass(3);
    // Not at once: the head goes back on its spring.
    expect(frames[from]?.yaw).toBeGreaterThan(20);
    expect(frames.at(-1)?.found).toBe(false);
    expect(isTicking()).toBe(false);
  });
});
