import { spreadWords } from '#main/speech/audio/word-spread.ts';
import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import type { Viseme, VisemeCue, WordCue } from '#shared/speech/cues.ts';
import type { AudioQuery, Mora } from './voicevox.wire.ts';

/** The engine's own clock: every phoneme lasts a whole number of these (24000 Hz / 256). */
const FRAMES_PER_SECOND = 93.75;
/** A question's last vowel is drawn out by this much, s. */
const UPSPEAK_SECONDS = 0.15;

interface Span {
  readonly phone: string;
  readonly startMs: number;
  readonly endMs: number;
}
interface Segment {
  readonly startMs: number;
  readonly endMs: number;
}
export interface VoicevoxTiming {
  readonly cues: Extract<SynthesisEvent, { type: 'cues' }>;
  /** Of the whole sound, ms. */
  readonly lengthMs: number;
}

/**
 * Exact times from a query as it is synthesised: each phoneme's seconds, divided by the speed and rounded to the engine's frames.
 * undefined: the engine tells no lengths (AivisSpeech answers 0 everywhere). Words have no times of their own: they are spread over the
 * stretch between two pauses in which they lie.
 */
export function timingFromQuery(query: AudioQuery, text: string): VoicevoxTiming | undefined {
  const spans: Span[] = [];
  const segments: Segment[] = [];
  let atMs = 0;
  let spokenFrom: number | undefined;
  const add = (phone: string, seconds: number): void => {
    const endMs = atMs + framesOf(seconds / query.speedScale) * (1000 / FRAMES_PER_SECOND);
    if (endMs > atMs) spans.push({ phone, startMs: atMs, endMs });
    atMs = endMs;
  };
  const endSegment = (): void => {
    if (spokenFrom !== undefined) segments.push({ startMs: spokenFrom, endMs: atMs });
    spokenFrom = undefined;
  };
  add('sil', query.prePhonemeLength);
  for (const phrase of query.accent_phrases) {
    spokenFrom ??= atMs;
    for (const mora of [...phrase.moras, ...upspeak(phrase)]) {
      if (mora.consonant) add(mora.consonant, mora.consonant_length ?? 0);
      add(mora.vowel, mora.vowel_length);
    }
    if (!phrase.pause_mora) continue;
    endSegment();
    add('pau', (query.pauseLength ?? phrase.pause_mora.vowel_length) * (query.pauseLengthScale ?? 1));
  }
  endSegment();
  add('sil', query.postPhonemeLength);
  if (!spans.some(({ phone }) => phone !== 'sil' && phone !== 'pau')) return undefined;
  return { cues: { type: 'cues', visemes: visemesFrom(spans), words: wordsFrom(text, segments) }, lengthMs: atMs };
}

/** Half to even, as the engine's NumPy rounds. */
function framesOf(seconds: number): number {
  const frames = seconds * FRAMES_PER_SECOND;
  const below = Math.floor(frames);
  if (frames - below === 0.5) return below % 2 === 0 ? below : below + 1;
  return Math.round(frames);
}

function upspeak({ moras, is_interrogative }: AudioQuery['accent_phrases'][number]): Mora[] {
  const last = moras.at(-1);
  if (!is_interrogative || !last || last.pitch <= 0) return [];
  return [{ ...last, consonant: null, consonant_length: null, vowel_length: UPSPEAK_SECONDS }];
}

type Shape = readonly [viseme: Viseme, open: number];
const SHAPES: Readonly<Record<string, Shape>> = {
  a: ['aa', 1],
  i: ['I', 0.3],
  u: ['U', 0.25],
  e: ['E', 0.5],
  o: ['O', 0.55],
  N: ['nn', 0.15],
  cl: ['kk', 0.05],
  pau: ['sil', 0],
  sil: ['sil', 0],
  b: ['PP', 0],
  p: ['PP', 0],
  m: ['PP', 0],
  f: ['FF', 0.1],
  v: ['FF', 0.1],
  t: ['DD', 0.2],
  d: ['DD', 0.2],
  n: ['nn', 0.2],
  r: ['nn', 0.2],
  k: ['kk', 0.25],
  g: ['kk', 0.25],
  h: ['kk', 0.3],
  s: ['SS', 0.15],
  z: ['SS', 0.15],
  ts: ['SS', 0.15],
  sh: ['CH', 0.2],
  ch: ['CH', 0.2],
  j: ['CH', 0.2],
  w: ['U', 0.15],
  y: ['I', 0.25],
};
/** A vowel in capitals is whispered: the lips do the same, a little less. */
const WHISPERED = 0.7;

function shapeOf(phone: string): Shape {
  const known = SHAPES[phone];
  if (known) return known;
  const whispered = SHAPES[phone.toLowerCase()];
  if (/^[AIUEO]$/u.test(phone) && whispered) return [whispered[0], whispered[1] * WHISPERED];
  // ky, gw, by, … begin with the lips of their first letter.
  return SHAPES[phone.charAt(0)] ?? ['E', 0.3];
}

function visemesFrom(spans: readonly Span[]): VisemeCue[] {
  return spans.map(({ phone, startMs, endMs }) => {
    const [viseme, open] = shapeOf(phone);
    return { startMs, endMs, viseme, open };
  });
}

/** Pauses of the sound against marks of the text: where they do not match one to one, all words share all of the speech. */
function wordsFrom(text: string, segments: readonly Segment[]): readonly WordCue[] {
  const parts = [...text.matchAll(/[^、。，．,.!?！？…；;：:\n]+/gu)].filter(([part]) => /[\p{L}\p{N}]/u.test(part));
  const first = segments[0];
  const last = segments.at(-1);
  if (!first || !last) return [];
  if (parts.length !== segments.length) return spreadWords(text, first.startMs, last.endMs);
  return parts.flatMap((part, i) => {
    const { startMs, endMs } = segments[i] ?? first;
    return spreadWords(part[0], startMs, endMs, part.index);
  });
}
