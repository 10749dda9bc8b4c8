import type { PerformanceRecorder } from '#shared/performances/performance-recorder.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import type { PlayingLine, PlayingTurn } from './performances.types.ts';

/** Looks at what she says with each `tick`, and writes down what was heard of it since the last. */
export interface VoiceWatch {
  tick(ms: number): void;
}

interface FollowedLine {
  readonly source: PlayingLine;
  /** Its sound, in order; kept also when the stage lets it go. */
  readonly chunks: readonly Float32Array[];
  /** In the file; undefined: nothing of it was heard yet. */
  number: number | undefined;
  written: number;
  visemes: number;
  words: number;
}
interface FollowedTurn {
  readonly turn: PlayingTurn;
  readonly number: number;
  readonly lines: (FollowedLine | undefined)[];
  /** Sentences before this one are not recorded: they had begun before. */
  readonly from: number;
  /** Sentences before this one are written to their end. */
  done: number;
}

export function watchVoice(
  playing: () => PlayingTurn | undefined,
  recorder: Pick<PerformanceRecorder, 'line' | 'cues' | 'sound'>,
  append: (pieces: readonly Uint8Array[]) => void,
): VoiceWatch {
  let turns = 0;
  let followed: FollowedTurn | undefined;

  const follow = (turn: PlayingTurn, from: number): FollowedTurn => ({ turn, number: turns++, lines: [], from, done: from });
  const begun = playing();
  if (begun !== undefined) followed = follow(begun, begun.positionMs > 0 ? begun.index + 1 : begun.index);

  const writeLine = (line: FollowedLine, turn: number, ms: number, heardSamples: number): void => {
    const { start, visemes, words } = line.source;
    if (heardSamples <= line.written) return;
    if (line.number === undefined) {
      const { index: _index, ...said } = start;
      const startMs = Math.max(0, ms - (heardSamples / PCM_SAMPLE_RATE_HZ) * 1000);
      const written = recorder.line(ms, { ...said, turn, startMs });
      if (written === undefined) return;
      line.number = written.number;
      append(written.pieces);
    }
    if (visemes.length > line.visemes || words.length > line.words) {
      append(recorder.cues(ms, line.number, { visemes: visemes.slice(line.visemes), words: words.slice(line.words) }));
      line.visemes = visemes.length;
      line.words = words.length;
    }
    append(recorder.sound(ms, line.number, samplesBetween(line.chunks, line.written, heardSamples)));
    line.written = heardSamples;
  };
  const write = (now: FollowedTurn, ms: number): void => {
    const { turn, lines } = now;
    for (let at = now.done; at < turn.utterances.length; at++) {
      const source = turn.utterances[at];
      if (source === undefined) continue;
      lines[at] ??= { source, chunks: source.chunks, number: undefined, written: 0, visemes: 0, words: 0 };
      const line = lines[at];
      if (line === undefined) continue;
      const handedIn = line.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      const heard = at === turn.index ? Math.round((turn.positionMs / 1000) * PCM_SAMPLE_RATE_HZ) : 0;
      writeLine(line, now.number, ms, source.finished ? handedIn : Math.min(handedIn, heard));
      if (source.finished) {
        lines[at] = undefined;
        now.done = at + 1;
      }
    }
  };
  return {
    tick(ms) {
      const turn = playing();
      if (followed !== undefined) write(followed, ms);
      if (turn === followed?.turn) return;
      followed = turn === undefined ? undefined : follow(turn, 0);
      if (followed !== undefined) write(followed, ms);
    },
  };
}

/** Samples from `from` until `until` of what lies in pieces. */
function samplesBetween(chunks: readonly Float32Array[], from: number, until: number): Float32Array {
  const samples = new Float32Array(until - from);
  let at = 0;
  for (const chunk of chunks) {
    if (at >= until) break;
    if (at + chunk.length > from) samples.set(chunk.subarray(Math.max(0, from - at), until - at), Math.max(0, at - from));
    at += chunk.length;
  }
  return samples;
}
