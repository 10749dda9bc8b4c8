import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import type { VisemeCue, WordCue } from '#shared/speech/cues.ts';
import { isStop, shapesFromPhone } from './ipa-visemes.ts';

/** A word or phoneme event of a synthesiser; `atMs` from the piece's first sample. */
export type TimelineEvent =
  | { readonly kind: 'phone'; readonly phone: string; readonly atMs: number }
  /** [textStart, textEnd) in UTF-16 units of the text given to the engine. */
  | { readonly kind: 'word'; readonly atMs: number; readonly textStart: number; readonly textEnd: number };

export interface PhonemeTimeline {
  /** A new piece begins after `pauseMs` of silence (0 for the first). */
  beginPiece(pauseMs: number): void;
  /** Mono float32. Events of a chunk lie within it, or a little before. */
  push(samples: Float32Array, events: readonly TimelineEvent[]): void;
  endPiece(): void;
  /** Ends the utterance: everything held back goes out. */
  finish(): void;
}

/** Quieter than this is the digital silence of a closure. */
const SILENT = 0.0025;
/** Longest closure before a burst, ms. */
const LONGEST_CLOSURE_MS = 60;
/** Silence kept before the first sound, ms: with more, sound would start late; with none, it clicks. */
const LEAD_MS = 3;

/**
 * Turns a synthesiser's chunks and events into cues and sound in that order: sound is held back until the phoneme and the word that it belongs to
 * have ended, for only then their cues are known (a few ms: synthesis runs some fifty times faster than speech). Leading silence is cut off. A stop begins at its closure, found as silence before the burst.
 */
export function createPhonemeTimeline(sampleRateHz: number, emit: (event: SynthesisEvent) => void): PhonemeTimeline {
  const perMs = sampleRateHz / 1000;
  /** Sound not yet emitted; its first sample is sample `heldFrom` of the utterance before the lead was cut. */
  let held: Float32Array = new Float32Array(0);
  let heldFrom = 0;
  /** Samples cut off at the front; unknown (−1) until there is sound. */
  let cut = -1;
  /** First sample of the current piece. */
  let pieceFrom = 0;
  let total = 0;
  let phone: { readonly phone: string; readonly from: number } | undefined;
  let word: { readonly from: number; readonly textStart: number; readonly textEnd: number } | undefined;
  let visemes: VisemeCue[] = [];
  let words: WordCue[] = [];

  const msAt = (sample: number): number => Math.max(0, (sample - Math.max(0, cut)) / perMs);

  function append(samples: Float32Array): void {
    const joined = new Float32Array(held.length + samples.length);
    joined.set(held);
    joined.set(samples, held.length);
    held = joined;
    total += samples.length;
    if (cut < 0) {
      const first = held.findIndex((value) => Math.abs(value) > SILENT);
      if (first >= 0) cut = Math.max(0, heldFrom + first - Math.round(LEAD_MS * perMs));
    }
  }

  /** Samples of silence right before `sample`, at most `most`. */
  function silenceBefore(sample: number, most: number): number {
    let count = 0;
    while (count < most && sample - count - 1 >= heldFrom && Math.abs(held[sample - count - 1 - heldFrom] ?? 1) <= SILENT)
      count++;
    return count;
  }

  function endPhone(at: number): void {
    if (!phone || at <= phone.from) return;
    const length = at - phone.from;
    let from = phone.from;
    for (const shape of shapesFromPhone(phone.phone)) {
      const to = from + length * shape.share;
      if (msAt(to) > msAt(from)) visemes.push({ startMs: msAt(from), endMs: msAt(to), viseme: shape.viseme, open: shape.open });
      from = to;
    }
  }

  function endWord(at: number): void {
    if (word && at > word.from)
      words.push({ startMs: msAt(word.from), endMs: msAt(at), textStart: word.textStart, textEnd: word.textEnd });
    word = undefined;
  }

  function onEvent(event: TimelineEvent): void {
    const at = Math.min(total, Math.max(0, pieceFrom + Math.round(event.atMs * perMs)));
    if (event.kind === 'word') {
      endWord(at);
      word = { from: at, textStart: event.textStart, textEnd: event.textEnd };
      return;
    }
    const room = phone ? Math.max(0, at - phone.from - Math.round(5 * perMs)) : at;
    const closure = isStop(event.phone) ? silenceBefore(at, Math.min(room, Math.round(LONGEST_CLOSURE_MS * perMs))) : 0;
    const from = at - closure;
    endPhone(from);
    phone = { phone: event.phone, from: Math.max(from, phone?.from ?? 0) };
  }

  /** Emits cues so far, then the sound before `until`. */
  function release(until: number): void {
    if (cut < 0) return;
    if (visemes.length > 0 || words.length > 0) emit({ type: 'cues', visemes, words });
    visemes = [];
    words = [];
    const from = Math.max(0, cut - heldFrom);
    const to = Math.max(from, Math.min(held.length, until - heldFrom));
    if (to === from) return;
    emit({ type: 'pcm', samples: held.slice(from, to) });
    held = held.slice(to);
    heldFrom += to;
  }

  return {
    beginPiece(pauseMs) {
      if (pauseMs > 0 && total > 0) append(new Float32Array(Math.round(pauseMs * perMs)));
      pieceFrom = total;
    },
    push(samples, events) {
      append(samples);
      for (const event of events) onEvent(event);
      release(Math.min(phone?.from ?? 0, word?.from ?? total));
    },
    endPiece() {
      endWord(total);
      onEvent({ kind: 'phone', phone: '', atMs: (total - pieceFrom) / perMs });
    },
    finish() {
      endPhone(total);
      release(total);
    },
  };
}
