import { describe, expect, it, vi } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { SpeechSink } from '#main/speech/speech.types.ts';
import { createStageHub } from '#main/stage/stage-hub.ts';
import { createTurnRunner } from '#main/turn/turn-runner.ts';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { createPerformanceRecorder } from '#shared/performances/performance-recorder.ts';
import { type RecordedPerformance, readPerformance } from '#shared/performances/read-performance.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import type { VisemeCue } from '#shared/speech/cues.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { watchVoice } from './voice-recording.ts';
import { replayVoice } from './voice-replay.ts';

const SECOND = 48_000;
const TICK_MS = 1000 / 60;
const tone = (seconds: number, hertz: number): Float32Array =>
  Float32Array.from({ length: seconds * SECOND }, (_, at) => 0.5 * Math.sin((2 * Math.PI * hertz * at) / SECOND));
const sentence = (index: number, text: string) => ({
  ...({ index, text, language: 'en', emotion: 'happy', intensity: 0.7, speaker: 'her' } as const),
});
const shape = (startMs: number, endMs: number): VisemeCue => ({ startMs, endMs, viseme: 'aa', open: 0.8 });

/** The real stage hub (its silent clock plays) and the real turn runner; nobody thinks. */
function studio() {
  const clock = createFakeClock();
  const { stage } = defaultSettings();
  const hub = createStageHub({
    config: () => ({ stage, avatar: DEFAULT_AVATAR, volume: 1, effectsVolume: 1, monitorVolume: 1, expression: 'neutral' }),
    ...{ clock, logger: silentLogger, report: () => undefined, avatarState: () => [], onAvatar: () => undefined },
  });
  const asked = vi.fn(() => undefined);
  const settled = vi.fn();
  const runner = createTurnRunner({
    queue: { next: asked, mark: settled, settle: settled },
    mind: { answer: () => Promise.reject(new Error('nobody asks')) as never, remember: settled, mind: 'offline' },
    voice: { speak: () => Promise.reject(new Error('nobody speaks')) },
    preface: () => undefined,
    ...{ stage: hub, clock, logger: silentLogger },
  });
  const pieces: Uint8Array[] = [];
  const append = (more: readonly Uint8Array[]): void => void pieces.push(...more);
  const startMs = clock.now();
  const recorder = createPerformanceRecorder({ program: 'test', recordedAtMs: 0, model: null });
  append(recorder.start);
  const flush = async (): Promise<void> => {
    for (let turn = 0; turn < 30; turn++) await Promise.resolve();
  };
  let eachTick: (ms: number) => void = () => undefined;
  const run = async (seconds: number): Promise<void> => {
    for (let tick = 0; tick < seconds * 60; tick++) {
      clock.advance(TICK_MS);
      eachTick(clock.now() - startMs);
      await flush();
    }
  };
  return {
    ...{ clock, hub, runner, recorder, append, run, flush, settled },
    record() {
      const watch = watchVoice(hub.playing, recorder, append);
      eachTick = watch.tick;
    },
    onTick(task: (ms: number) => void) {
      eachTick = task;
    },
    saved(): RecordedPerformance {
      append(recorder.end(clock.now() - startMs));
      return readPerformance(Buffer.concat(pieces));
    },
  };
}
const say = (runner: ReturnType<typeof studio>['runner'], lines: (sink: SpeechSink) => void): (() => void) =>
  runner.replay(async (sink) => lines(sink));
const soundOf = (line: RecordedPerformance['lines'][number]): number[] =>
  line.sound.flatMap((piece) => Array.from({ length: piece.byteLength / 2 }, (_, at) => piece.getInt16(at * 2, true) / 32_767));

/** Two sentences in one breath after a second, and one three seconds later. */
async function recordedAnswer(): Promise<RecordedPerformance> {
  const at = studio();
  at.record();
  await at.run(1);
  say(at.runner, (sink) => {
    sink.utterance(sentence(0, 'One.'));
    sink.cues(0, [shape(0, 300)], [{ startMs: 0, endMs: 300, textStart: 0, textEnd: 4 }]);
    sink.pcm(0, 0, tone(0.5, 300));
    sink.pcm(0, SECOND / 2, tone(0.5, 300));
    sink.utteranceEnd(0, SECOND);
    sink.utterance(sentence(1, 'Two: 你好。'));
    sink.pcm(1, 0, tone(0.4, 500));
    sink.cues(1, [shape(100, 200)], []);
    sink.utteranceEnd(1, 0.4 * SECOND);
  });
  await at.run(3);
  say(at.runner, (sink) => {
    sink.utterance(sentence(0, 'Three.'));
    sink.pcm(0, 0, tone(0.3, 700));
    sink.utteranceEnd(0, 0.3 * SECOND);
  });
  await at.run(1);
  return at.saved();
}

describe('the voice of a performance', () => {
  it('is kept sentence by sentence with words, mouth and every sample, at the time at which it was heard', async () => {
    const { lines } = await recordedAnswer();
    expect(lines.map(({ text, turn, samples }) => ({ text, turn, samples }))).toEqual([
      { text: 'One.', turn: 0, samples: SECOND },
      { text: 'Two: 你好。', turn: 0, samples: 0.4 * SECOND },
      { text: 'Three.', turn: 1, samples: 0.3 * SECOND },
    ]);
    expect(lines[0]).toMatchObject({ emotion: 'happy', intensity: 0.7, language: 'en', speaker: 'her' });
    expect(lines.map(({ visemes }) => visemes)).toEqual([[shape(0, 300)], [shape(100, 200)], []]);
    expect(lines[0]?.words).toEqual([{ startMs: 0, endMs: 300, textStart: 0, textEnd: 4 }]);
    for (const [at, ms] of [1000, 2000, 4000].entries()) expect(Math.abs(lines[at]!.startMs - ms)).toBeLessThan(100);
    const worst = soundOf(lines[0]!).map((value, at) =>
      Math.abs(value - 0.5 * Math.sin((2 * Math.PI * 300 * (at % (SECOND / 2))) / SECOND)),
    );
    expect(Math.max(...worst.slice(0, 1000), ...worst.slice(-1000))).toBeLessThan(1 / 30_000);
  });

  it('holds only what was heard of an answer that was cut off', async () => {
    const at = studio();
    at.record();
    say(at.runner, (sink) => {
      for (const index of [0, 1]) {
        sink.utterance(sentence(index, `Line ${index}.`));
        sink.pcm(index, 0, tone(2, 300));
        sink.utteranceEnd(index, 2 * SECOND);
      }
    });
    await at.run(1);
    at.runner.stop();
    await at.run(1);
    const { lines } = at.saved();
    expect(lines.map(({ text }) => text)).toEqual(['Line 0.']);
    expect(lines[0]!.samples / SECOND).toBeGreaterThan(0.8);
    expect(lines[0]!.samples / SECOND).toBeLessThan(1.1);
  });

  it('begins with the next sentence when she speaks already', async () => {
    const at = studio();
    say(at.runner, (sink) => {
      for (const index of [0, 1]) {
        sink.utterance(sentence(index, `Line ${index}.`));
        sink.pcm(index, 0, tone(1, 300));
        sink.utteranceEnd(index, SECOND);
      }
    });
    await at.run(0.5);
    at.record();
    await at.run(2);
    const { lines } = at.saved();
    expect(lines.map(({ text, samples }) => [text, samples])).toEqual([['Line 1.', SECOND]]);
  });

  it('is said again as it was, at the same times, by the stage that is there', async () => {
    const recorded = await recordedAnswer();
    const at = studio();
    const release = vi.fn();
    const heard: { text: string; atMs: number }[] = [];
    const pcm: Float32Array[] = [];
    at.hub.tap({
      pcm: (_turn, _index, _start, samples) => pcm.push(samples.slice()),
      clock: () => undefined,
      stopped: () => undefined,
    });
    const voice = { playing: at.hub.playing, hold: () => release, replay: at.runner.replay };
    const replay = replayVoice({ lines: recorded.lines, voice, clock: at.clock });
    let last: unknown;
    at.onTick((ms) => {
      replay.tick(ms);
      const turn = at.hub.playing();
      const line = turn?.utterances[turn.index];
      if (turn === undefined || line === undefined || line === last || turn.positionMs === 0) return;
      last = line;
      heard.push({ text: line.start.text, atMs: ms - turn.positionMs });
    });
    await at.run(5.5);
    replay.end();
    expect(heard.map(({ text }) => text)).toEqual(['One.', 'Two: 你好。', 'Three.']);
    for (const [index, { atMs }] of heard.entries()) expect(Math.abs(atMs - recorded.lines[index]!.startMs)).toBeLessThan(100);
    expect(pcm.reduce((sum, { length }) => sum + length, 0)).toBe(1.7 * SECOND);
    expect(release).toHaveBeenCalledOnce();
    expect(at.settled).not.toHaveBeenCalled();
    expect(at.runner.performance.get().state).toBe('idle');
  });

  it('is silent at once when the replay is stopped', async () => {
    const recorded = await recordedAnswer();
    const at = studio();
    const release = vi.fn();
    const replay = replayVoice({
      lines: recorded.lines,
      voice: { playing: at.hub.playing, hold: () => release, replay: at.runner.replay },
      clock: at.clock,
    });
    at.onTick(replay.tick);
    await at.run(1.5);
    expect(at.hub.playing()).toBeDefined();
    replay.stop();
    expect(at.hub.playing()).toBeUndefined();
    expect(release).toHaveBeenCalledOnce();
  });
});
