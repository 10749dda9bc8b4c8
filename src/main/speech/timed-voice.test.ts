import { describe, expect, it } from 'vitest';
import type { VisemeCue, WordCue } from '#shared/speech/cues.ts';
import { createPaces } from './audio/word-pacer.ts';
import type { SynthesisEvent, SynthesisRequest } from './speech.types.ts';
import { type MouthReading, type ReadMouth, withTimes } from './timed-voice.ts';

const RATE = 16_000;
const never = new AbortController().signal;
const request: SynthesisRequest = {
  text: 'one two three four',
  language: 'en',
  voice: '',
  rate: 1,
  pitch: 0,
  emotion: 'neutral',
};
const tone = (ms: number): Float32Array => Float32Array.from({ length: (ms * RATE) / 1000 }, (_, i) => Math.sin(i / 5) * 0.3);
const format: SynthesisEvent = { type: 'format', sampleRateHz: RATE };
async function* engine(...events: readonly SynthesisEvent[]): AsyncGenerator<SynthesisEvent> {
  yield* events;
}

/** A reading that hears one long vowel and looks 30 ms ahead. */
function vowelReader(failAfter = Number.POSITIVE_INFINITY) {
  const seen = { opened: 0, closed: 0, pushes: 0 };
  const readMouth: ReadMouth = (sampleRateHz) => {
    seen.opened++;
    let ms = 0;
    let told = 0;
    const cuesUntil = (untilMs: number) => {
      const visemes: VisemeCue[] = untilMs > told ? [{ startMs: told, endMs: untilMs, viseme: 'O', open: 0.6 }] : [];
      told = Math.max(told, untilMs);
      return { visemes, untilMs: told };
    };
    const reading: MouthReading = {
      async push(samples) {
        seen.pushes++;
        if (seen.pushes > failAfter) throw new Error('the process is gone');
        ms += (samples.length / sampleRateHz) * 1000;
        return cuesUntil(Math.max(0, ms - 30));
      },
      end: async () => cuesUntil(ms),
      close: () => void seen.closed++,
    };
    return reading;
  };
  return { readMouth, seen };
}

/** All events, checked: what comes as sound is covered by cues that came before. */
async function collect(events: AsyncIterable<SynthesisEvent>) {
  const visemes: VisemeCue[] = [];
  const words: WordCue[] = [];
  let samples = 0;
  for await (const event of events) {
    if (event.type === 'cues') {
      visemes.push(...event.visemes);
      words.push(...event.words);
    } else if (event.type === 'pcm') {
      samples += event.samples.length;
      expect(visemes.at(-1)?.endMs ?? 0).toBeGreaterThanOrEqual((samples / RATE) * 1000 - 0.1);
    }
  }
  return { visemes, words, samples };
}
const timed = (events: AsyncIterable<SynthesisEvent>, readMouth: ReadMouth, paces = createPaces()) =>
  withTimes(events, request, { readMouth, paces, voice: 'test' }, never);

describe('withTimes', () => {
  it('reads the mouth from sound that comes without, in any pieces, and loses no sample', async () => {
    const sound = tone(1000);
    for (const piece of [sound.length, 1600, 77]) {
      const parts: SynthesisEvent[] = [];
      for (let at = 0; at < sound.length; at += piece) parts.push({ type: 'pcm', samples: sound.slice(at, at + piece) });
      const { readMouth, seen } = vowelReader();
      const { visemes, samples } = await collect(timed(engine(format, ...parts), readMouth));
      expect(samples).toBe(sound.length);
      expect(visemes.at(-1)?.endMs).toBeCloseTo(1000, 3);
      expect(visemes.every((cue) => cue.viseme === 'O')).toBe(true);
      expect(seen).toMatchObject({ opened: 1, closed: 1 });
    }
  });

  it('leaves an engine its own times', async () => {
    const own: SynthesisEvent = {
      type: 'cues',
      visemes: [{ startMs: 0, endMs: 500, viseme: 'aa', open: 1 }],
      words: [{ startMs: 0, endMs: 500, textStart: 0, textEnd: 3 }],
    };
    const { readMouth, seen } = vowelReader();
    const { visemes, words } = await collect(timed(engine(format, own, { type: 'pcm', samples: tone(500) }), readMouth));
    expect({ visemes, words }).toEqual({ visemes: own.visemes, words: own.words });
    expect(seen.opened).toBe(0);
  });

  it('goes on by loudness when the reading fails in mid-sentence, and where there is no model at all', async () => {
    const parts = Array.from({ length: 10 }, (): SynthesisEvent => ({ type: 'pcm', samples: tone(100) }));
    const broken = vowelReader(4);
    const half = await collect(timed(engine(format, ...parts), broken.readMouth));
    expect(half.samples).toBe(RATE);
    expect(new Set(half.visemes.map((cue) => cue.viseme)).size).toBeGreaterThan(1);
    expect(broken.seen.closed).toBeGreaterThan(0);
    const none = await collect(timed(engine(format, ...parts), () => undefined));
    expect(none.samples).toBe(RATE);
    expect(none.visemes.at(-1)?.endMs).toBeCloseTo(1000, 3);
    for (const [i, cue] of none.visemes.entries()) expect(cue.startMs).toBeGreaterThanOrEqual(none.visemes[i - 1]?.endMs ?? 0);
  });

  it('tells every word once, in order, within the sound, and learns the voice’s pace', async () => {
    const paces = createPaces();
    const before = paces.of('test', 'en');
    for (const ms of [700, 2600]) {
      const parts = Array.from({ length: ms / 100 }, (): SynthesisEvent => ({ type: 'pcm', samples: tone(100) }));
      const { words } = await collect(timed(engine(format, ...parts), vowelReader().readMouth, paces));
      expect(words.map((word) => request.text.slice(word.textStart, word.textEnd))).toEqual(['one', 'two', 'three', 'four']);
      for (const [i, word] of words.entries()) {
        expect(word.startMs).toBeGreaterThanOrEqual((words[i - 1]?.startMs ?? 0) - 0.01);
        expect(word.startMs).toBeLessThanOrEqual(ms);
      }
    }
    expect(paces.of('test', 'en')).not.toBe(before);
  });

  it('closes the reading when the sentence is stopped', async () => {
    const { readMouth, seen } = vowelReader();
    for await (const event of timed(
      engine(format, { type: 'pcm', samples: tone(200) }, { type: 'pcm', samples: tone(200) }),
      readMouth,
    ))
      if (event.type === 'pcm') break;
    expect(seen).toMatchObject({ opened: 1, closed: 1 });
  });
});
