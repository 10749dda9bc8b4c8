import { afterEach } from 'vitest';
import type { RecognitionOptions, RecognitionResult, RecognitionStream } from './recognition.types.ts';
import { RECOGNITION_RATE_HZ } from './utterance.ts';

/** A voice-like sound: a tone of 150 Hz that swells four times a second. */
export function sound(seconds: number, level = 0.3): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * RECOGNITION_RATE_HZ) }, (_, i) => {
    const t = i / RECOGNITION_RATE_HZ;
    return level * Math.sin(2 * Math.PI * 150 * t) * (0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * t));
  });
}

export function recognitionOptions(options: Partial<RecognitionOptions> = {}): RecognitionOptions {
  return { language: 'auto', hotWords: [], signal: new AbortController().signal, ...options };
}

/** All results of one utterance, pushed in pieces of 32 ms as the ears do. */
export async function heard(stream: RecognitionStream, samples: Float32Array): Promise<RecognitionResult[]> {
  for (let at = 0; at < samples.length; at += 512) stream.push(samples.subarray(at, at + 512));
  stream.end();
  return results(stream);
}

export async function results(stream: RecognitionStream): Promise<RecognitionResult[]> {
  const all: RecognitionResult[] = [];
  for await (const result of stream.results) all.push(result);
  return all;
}

/** Closes what a test opened. */
export function createCloser() {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });
  return <T extends { close(): Promise<unknown> }>(one: T): T => {
    open.push(one);
    return one;
  };
}
