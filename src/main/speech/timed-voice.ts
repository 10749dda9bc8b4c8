import type { VisemeCue } from '#shared/speech/cues.ts';
import { envelopeCues } from './audio/envelope-cues.ts';
import { createWordPacer, type Paces, type WordPacer } from './audio/word-pacer.ts';
import type { SynthesisEvent, SynthesisRequest } from './speech.types.ts';

/** Reads the mouth from sound, in step with it. One per sentence. */
export interface MouthReading {
  /** Cues of all sound pushed so far, but for what the model still has to look ahead of: `untilMs` is where they end. */
  push(samples: Float32Array): Promise<MouthCues>;
  /** The rest. */
  end(): Promise<MouthCues>;
  close(): void;
}
export interface MouthCues {
  readonly visemes: readonly VisemeCue[];
  readonly untilMs: number;
}
/** Opens a reading of mono sound at this rate; undefined where there is no model to read with. */
export type ReadMouth = (sampleRateHz: number, signal: AbortSignal) => MouthReading | undefined;

export interface TimedVoiceOptions {
  readonly readMouth: ReadMouth;
  readonly paces: Paces;
  /** Name under which the pace is remembered. */
  readonly voice: string;
}

/**
 * Completes what an engine does not tell: mouth shapes are read from the sound by the lip-sync model (by loudness where that cannot be), words
 * run at the voice's own pace. Engines that give their own times keep them. Sound waits for its mouth, by the model's look-ahead at most.
 */
export async function* withTimes(
  events: AsyncIterable<SynthesisEvent>,
  request: SynthesisRequest,
  options: TimedVoiceOptions,
  signal: AbortSignal,
): AsyncGenerator<SynthesisEvent> {
  let sampleRateHz = 0;
  let samples = 0;
  let ownMouth = false;
  let ownWords = false;
  let mouth: MouthFollower | undefined;
  let pacer: WordPacer | undefined;
  const positionMs = (): number => (samples / sampleRateHz) * 1000;
  try {
    for await (const event of events) {
      if (event.type === 'format') sampleRateHz = event.sampleRateHz;
      if (event.type === 'cues') {
        // What was begun for the engine is not taken over in mid-sentence.
        const own = { ...event, visemes: mouth ? [] : event.visemes, words: pacer ? [] : event.words };
        ownMouth ||= own.visemes.length > 0;
        ownWords ||= own.words.length > 0;
        yield own;
        continue;
      }
      if (event.type !== 'pcm' || sampleRateHz === 0) {
        yield event;
        continue;
      }
      samples += event.samples.length;
      if (!ownWords) {
        pacer ??= createWordPacer(request.text, options.paces.of(options.voice, request.language) * request.rate);
        const words = pacer.until(positionMs());
        if (words.length > 0) yield { type: 'cues', visemes: [], words };
      }
      if (ownMouth) yield event;
      else {
        mouth ??= createMouthFollower(options.readMouth(sampleRateHz, signal), sampleRateHz);
        yield* mouth.take(event.samples);
      }
    }
    if (mouth) yield* mouth.end();
    if (pacer) {
      const { words, perSecond } = pacer.end(positionMs());
      if (words.length > 0) yield { type: 'cues', visemes: [], words };
      options.paces.learn(options.voice, request.language, perSecond / request.rate);
    }
  } finally {
    mouth?.close();
  }
}

interface MouthFollower {
  take(samples: Float32Array): AsyncGenerator<SynthesisEvent>;
  end(): AsyncGenerator<SynthesisEvent>;
  close(): void;
}

/** Holds sound back until its mouth is known. A reading that fails is left; loudness goes on from there. */
function createMouthFollower(opened: MouthReading | undefined, sampleRateHz: number): MouthFollower {
  let reading = opened;
  let held: Float32Array[] = [];
  let heldFromSample = 0;

  /** Cues by loudness for the sound in hand. */
  function byLoudness(): SynthesisEvent {
    const fromMs = (heldFromSample / sampleRateHz) * 1000;
    const visemes = envelopeCues(joined(held), sampleRateHz).map((cue) => ({
      ...cue,
      startMs: cue.startMs + fromMs,
      endMs: cue.endMs + fromMs,
    }));
    return { type: 'cues', visemes, words: [] };
  }

  function* release(untilMs: number): Generator<SynthesisEvent> {
    const untilSample = Math.round((untilMs / 1000) * sampleRateHz);
    while (held[0] !== undefined && heldFromSample < untilSample) {
      const first = held[0];
      const count = Math.min(first.length, untilSample - heldFromSample);
      heldFromSample += count;
      if (count === first.length) held.shift();
      else held[0] = first.subarray(count);
      yield { type: 'pcm', samples: first.slice(0, count) };
    }
  }

  async function* read(ask: (from: MouthReading) => Promise<MouthCues>, atEnd: boolean): AsyncGenerator<SynthesisEvent> {
    const answer = reading && (await ask(reading).catch(() => undefined));
    if (answer) {
      if (answer.visemes.length > 0) yield { type: 'cues', visemes: answer.visemes, words: [] };
      yield* release(atEnd ? Number.POSITIVE_INFINITY : answer.untilMs);
      return;
    }
    reading?.close();
    reading = undefined;
    if (held.length > 0) yield byLoudness();
    yield* release(Number.POSITIVE_INFINITY);
  }

  return {
    take(samples) {
      if (samples.length > 0) held.push(samples);
      return read((from) => from.push(samples), false);
    },
    end: () => read((from) => from.end(), true),
    close() {
      reading?.close();
      held = [];
    },
  };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
