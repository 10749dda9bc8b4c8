import { describe, expect, it } from 'vitest';
import type { Injection } from '#main/avatar/parameter-bus.types.ts';
import type { InferenceStream } from '#main/inference/inference.types.ts';
import { createEventQueue } from '#main/platform/event-queue.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createMicrophoneMouth } from './microphone-mouth.ts';

/** tMs, aa, ih, ou, ee, oh, openness, viseme, level. */
const frame = (aa: number, open: number, levelDb = -12): readonly number[] => [0, aa, 0, 0, 0, 0, open, 10, levelDb];
const sound = new Float32Array(320);
const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

function setUp(options: { camera?: boolean } = {}) {
  const clock = createFakeClock();
  let wanted = true;
  const opened: { events: ReturnType<typeof createEventQueue<unknown>>; pushed: number; closed: boolean }[] = [];
  const written: (readonly Injection[])[] = [];
  let drops = 0;
  const mouth = createMicrophoneMouth({
    wanted: () => wanted,
    open() {
      const one = { events: createEventQueue<unknown>(), pushed: 0, closed: false };
      opened.push(one);
      return {
        push: () => void one.pushed++,
        tell() {},
        events: one.events,
        droppedSamples: 0,
        close() {
          one.closed = true;
          one.events.end();
        },
      } satisfies InferenceStream;
    },
    bus: {
      inject(_source, _mode, values) {
        written.push(values);
        return undefined;
      },
      drop: () => void drops++,
      value: (name) => ({ name, addedBy: 'standard', value: name === 'MouthOpen' ? 0.9 : 0.5, min: 0, max: 1, default: 0 }),
      faceFound: () => options.camera === true,
    },
    clock,
    logger: silentLogger,
  });
  const tell = async (...rows: readonly (readonly number[])[]): Promise<void> => {
    opened.at(-1)?.events.push({ rows: Float32Array.from(rows.flat()) });
    await turns();
  };
  const want = (next: boolean): void => {
    wanted = next;
  };
  const last = (): Record<string, number> => Object.fromEntries((written.at(-1) ?? []).map(({ id, value }) => [id, value]));
  return { mouth, clock, opened, tell, last, written, drops: () => drops, want };
}

describe('createMicrophoneMouth', () => {
  it('writes the newest frame as VTube Studio’s voice parameters', async () => {
    const { mouth, tell, last, written } = setUp();
    mouth.push(sound);
    await tell(frame(0.1, 0.1), frame(0.9, 0.8));
    expect(written).toHaveLength(1);
    expect(last().VoiceA).toBeCloseTo(0.9, 5);
    expect(last().VoiceVolume).toBeGreaterThan(0.8);
    expect(last().VoiceSilence).toBe(0);
    await tell(frame(0, 0, -90));
    expect(last()).toMatchObject({ VoiceA: 0, VoiceVolume: 0, VoiceSilence: 1 });
  });

  it('adds the camera’s mouth to the sums of both, and to nothing else', async () => {
    const { mouth, tell, last } = setUp({ camera: true });
    mouth.push(sound);
    await tell(frame(0, 0, -90));
    expect(last().VoiceVolumePlusMouthOpen).toBeCloseTo(0.9, 5);
    expect(last().VoiceVolume).toBe(0);
  });

  it('opens nothing while nobody wants it, and lets go when it is switched off', async () => {
    const { mouth, opened, drops, want } = setUp();
    want(false);
    mouth.push(sound);
    expect(opened).toHaveLength(0);
    want(true);
    mouth.push(sound);
    want(false);
    mouth.push(sound);
    await turns();
    expect(opened.map(({ pushed, closed }) => ({ pushed, closed }))).toEqual([{ pushed: 1, closed: true }]);
    expect(drops()).toBe(1);
  });

  it('lets go when the model is lost, and asks for it again after a pause', async () => {
    const { mouth, opened, clock, drops } = setUp();
    mouth.push(sound);
    opened[0]?.events.fail(new Error('the process is gone'));
    await turns();
    expect(drops()).toBe(1);
    mouth.push(sound);
    expect(opened).toHaveLength(1);
    clock.advance(5000);
    mouth.push(sound);
    expect(opened).toHaveLength(2);
    mouth.close();
    mouth.push(sound);
    expect(opened[1]).toMatchObject({ pushed: 1, closed: true });
  });
});
