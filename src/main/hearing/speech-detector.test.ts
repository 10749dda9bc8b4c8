import { describe, expect, it } from 'vitest';
import type { InferenceStream } from '#main/inference/inference.types.ts';
import { createEventQueue } from '#main/platform/event-queue.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';
import { VAD_FRAME } from '#shared/inference/vad.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createSpeechDetector } from './speech-detector.ts';

function setUp(isInstalled = true) {
  const clock = createFakeClock();
  const state = { isInstalled };
  const streams: { events: ReturnType<typeof createEventQueue<unknown>>; pushed: number; told: unknown[]; closed: boolean }[] =
    [];
  const judged: [number, number][] = [];
  const problems: string[] = [];
  const detector = createSpeechDetector<number>({
    open() {
      if (!state.isInstalled) return undefined;
      const stream = { events: createEventQueue<unknown>(), pushed: 0, told: [] as unknown[], closed: false };
      streams.push(stream);
      return {
        push: () => void stream.pushed++,
        tell: (message) => void stream.told.push(message),
        droppedSamples: 0,
        events: stream.events,
        close() {
          stream.closed = true;
        },
      } satisfies InferenceStream;
    },
    clock,
    logger: silentLogger,
    onJudged: (probability, note) => judged.push([probability, note]),
    onProblem: (problem) => problems.push(problem),
  });
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  return { clock, state, streams, judged, problems, detector, settle };
}
const frame = new Float32Array(VAD_FRAME);

describe('the detector of speech', () => {
  it('gives each probability back with the note of its frame', async () => {
    const { detector, streams, judged, settle } = setUp();
    for (const note of [1, 2, 3]) detector.push(frame, note);
    for (const probability of [0.1, 0.9]) streams[0]?.events.push({ probability });
    await settle();
    expect(judged).toEqual([
      [0.1, 1],
      [0.9, 2],
    ]);
  });

  it('starts no process before there is sound', () => {
    expect(setUp().streams).toEqual([]);
  });

  it('finds a model that is there only after the start, without a complaint meanwhile', () => {
    const { detector, state, streams, problems, clock } = setUp(false);
    detector.push(frame, 1);
    clock.advance(250);
    state.isInstalled = true;
    clock.advance(1000);
    expect(streams).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  it('says what to do when the model stays away', () => {
    const { detector, problems, clock } = setUp(false);
    detector.push(frame, 1);
    clock.advance(10_000);
    expect(problems).toEqual([expect.stringContaining('not installed')]);
  });

  it('begins again when its process is lost, and forgets what was under way', async () => {
    const { detector, streams, judged, problems, clock, settle } = setUp();
    detector.push(frame, 1);
    streams[0]?.events.fail(new StudioError('voice', 'the process was lost'));
    await settle();
    expect(problems.at(-1)).toContain('the process was lost');
    clock.advance(250);
    detector.push(frame, 2);
    streams[1]?.events.push({ probability: 0.5 });
    await settle();
    expect(judged).toEqual([[0.5, 2]]);
    expect(problems.at(-1)).toBe('');
  });

  it('gives up only where asking again is useless', async () => {
    const { detector, streams, clock, settle } = setUp();
    detector.push(frame, 1);
    streams[0]?.events.fail(new StudioError('unavailable', 'no runtime for this computer'));
    await settle();
    clock.advance(600_000);
    detector.push(frame, 2);
    expect(streams).toHaveLength(1);
  });

  it('drops frames rather than judge them late', () => {
    const { detector, streams } = setUp();
    for (let i = 0; i < 40; i++) detector.push(frame, i);
    expect(streams[0]?.pushed).toBe(16);
    expect(detector.dropped).toBe(24);
  });

  it('frees its process while the ears are off', () => {
    const { detector, streams } = setUp();
    detector.push(frame, 1);
    detector.rest();
    expect(streams[0]?.closed).toBe(true);
  });
});
