import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import { voiceProblem } from './voice-problem.ts';

/** Quieter than this is silence. */
const SILENT = 0.004;
const LEAD_MS = 8;
const TAIL_MS = 30;

/**
 * The same speech without the silence that servers put around it (up to a second each), and its cues moved along. Silence inside stays.
 * Throws `silent` when there is nothing but silence, and `too-long` beyond `mostSeconds`: a voice that babbles must not hold up the show.
 */
export async function* withoutEdgeSilence(
  source: AsyncIterable<SynthesisEvent>,
  mostSeconds: number,
): AsyncGenerator<SynthesisEvent> {
  let rateHz = 0;
  let received = 0;
  /** Samples cut off at the front; undefined until there is sound. */
  let cut: number | undefined;
  let held: Float32Array = new Float32Array(0);
  let early: Extract<SynthesisEvent, { type: 'cues' }>[] = [];

  for await (const event of source) {
    if (event.type === 'format') rateHz = event.sampleRateHz;
    else if (event.type === 'cues') {
      if (cut === undefined) early.push(event);
      else yield moved(event, (cut * 1000) / rateHz);
    } else {
      received += event.samples.length;
      if (received > mostSeconds * rateHz) throw tooLong(mostSeconds);
      held = joined(held, event.samples);
      if (cut === undefined) {
        const lead = Math.round((LEAD_MS * rateHz) / 1000);
        const first = held.findIndex(isLoud);
        if (first < 0) {
          held = held.slice(Math.max(0, held.length - lead));
          continue;
        }
        const keep = Math.max(0, first - lead);
        cut = received - held.length + keep;
        held = held.slice(keep);
        yield { type: 'format', sampleRateHz: rateHz };
        for (const cues of early) yield moved(cues, (cut * 1000) / rateHz);
        early = [];
      }
      const loudUntil = held.findLastIndex(isLoud) + 1;
      if (loudUntil === 0) continue;
      yield { type: 'pcm', samples: held.slice(0, loudUntil) };
      held = held.slice(loudUntil);
    }
  }
  if (cut === undefined) throw silent(received / (rateHz || 1));
  if (held.length > 0) yield { type: 'pcm', samples: held.slice(0, Math.round((TAIL_MS * rateHz) / 1000)) };
}

const isLoud = (value: number): boolean => Math.abs(value) > SILENT;

function moved({ visemes, words }: Extract<SynthesisEvent, { type: 'cues' }>, byMs: number): SynthesisEvent {
  const move = <T extends { readonly startMs: number; readonly endMs: number }>(cues: readonly T[]): T[] =>
    cues
      .filter((cue) => cue.endMs > byMs)
      .map((cue) => ({ ...cue, startMs: Math.max(0, cue.startMs - byMs), endMs: cue.endMs - byMs }));
  return { type: 'cues', visemes: move(visemes), words: move(words) };
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  if (a.length === 0) return b;
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const silent = (seconds: number) =>
  seconds === 0
    ? voiceProblem('silent', 'the server sent no sound at all', '0')
    : voiceProblem('silent', `the server sent ${seconds.toFixed(1)} s of silence`, seconds.toFixed(1));
const tooLong = (seconds: number) =>
  voiceProblem(
    'too-long',
    `the server went on beyond ${Math.round(seconds)} s, far too long for this sentence`,
    `${Math.round(seconds)} s`,
  );
