import type { Clock } from '#main/platform/host.ts';
import type { SpeechSink } from '#main/speech/speech.types.ts';
import { SOUND_UNIT } from '#shared/performances/performance-format.ts';
import type { RecordedLine } from '#shared/performances/read-performance.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import type { PerformancesOptions } from './performances.types.ts';

/** Says again what she said, at the times at which she said it. While it lives she begins nothing of her own. */
export interface VoiceReplay {
  /** Time has come to `positionMs` of the performance; it runs forwards. */
  tick(positionMs: number): void;
  /** The performance begins again; what still sounds ends by itself. */
  rewind(): void;
  /** She may speak again, once what still sounds is over. */
  end(): void;
  /** The same, in silence now. */
  stop(): void;
}

/** Sentences closer than this were spoken in one breath: they are handed in one after the other, and the sound of one follows that of the other without a gap. */
const BREATH_MS = 80;

export function replayVoice(options: {
  readonly lines: readonly RecordedLine[];
  readonly voice: PerformancesOptions['voice'];
  readonly clock: Clock;
}): VoiceReplay {
  const { voice, clock } = options;
  const turns = turnsOf(options.lines);
  const release = turns.length > 0 ? voice.hold() : undefined;
  let next = 0;
  let endTurn: (() => void) | undefined;

  return {
    tick(positionMs) {
      const turn = turns[next];
      if (turn === undefined || turn.startMs > positionMs) return;
      next += 1;
      const zeroMs = clock.now() - positionMs;
      endTurn = voice.replay((sink, signal) => speak({ lines: turn.lines, zeroMs, sink, signal, clock }));
    },
    rewind() {
      next = 0;
    },
    end: () => release?.(),
    stop() {
      endTurn?.();
      release?.();
    },
  };
}

function turnsOf(lines: readonly RecordedLine[]): { readonly startMs: number; readonly lines: RecordedLine[] }[] {
  const turns: { readonly startMs: number; readonly lines: RecordedLine[] }[] = [];
  let number: number | undefined;
  for (const line of lines) {
    if (line.turn !== number) turns.push({ startMs: line.startMs, lines: [] });
    number = line.turn;
    turns.at(-1)?.lines.push(line);
  }
  return turns;
}

/** `zeroMs`: when the performance began, by the clock. */
async function speak(options: {
  readonly lines: readonly RecordedLine[];
  readonly zeroMs: number;
  readonly sink: SpeechSink;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}): Promise<void> {
  const { lines, zeroMs, sink, signal, clock } = options;
  let endedMs = Number.NEGATIVE_INFINITY;
  for (const [index, line] of lines.entries()) {
    await sink.readyFor(index);
    if (line.startMs - endedMs > BREATH_MS) await until(clock, zeroMs + line.startMs, signal);
    if (signal.aborted) return;
    const { text, language, emotion, intensity, speaker } = line;
    sink.utterance({ index, text, language, emotion, intensity, speaker });
    sink.cues(index, line.visemes, line.words);
    let at = 0;
    for (const piece of line.sound) {
      const samples = samplesOf(piece);
      sink.pcm(index, at, samples);
      at += samples.length;
    }
    sink.utteranceEnd(index, line.samples);
    endedMs = line.startMs + (line.samples / PCM_SAMPLE_RATE_HZ) * 1000;
  }
}

/** Resolves at `atMs`, or when the signal aborts. */
function until(clock: Clock, atMs: number, signal: AbortSignal): Promise<void> {
  const waitMs = atMs - clock.now();
  if (waitMs <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(waitMs, done);
    signal.addEventListener('abort', done);
  });
}

function samplesOf(piece: DataView): Float32Array {
  const samples = new Float32Array(piece.byteLength / 2);
  for (let at = 0; at < samples.length; at++) samples[at] = piece.getInt16(at * 2, true) / SOUND_UNIT;
  return samples;
}
