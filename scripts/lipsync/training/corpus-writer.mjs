import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { VISEMES, VOWELS } from './phone-shapes.mjs';

/**
 * A part of the training corpus: `<name>.pcm`, all sound in a row as mono int16, and `<name>.jsonl`, a line for each utterance:
 * { id, voice, rate (Hz), samples, segments: [[endMs, viseme index, vowel index or −1, openness], …] } without gaps from 0 on.
 */
export function createCorpusWriter(folder, name) {
  mkdirSync(folder, { recursive: true });
  const sound = openSync(join(folder, `${name}.pcm`), 'w');
  const lines = openSync(join(folder, `${name}.jsonl`), 'w');
  let count = 0;
  let seconds = 0;
  const perVoice = new Map();
  return {
    /** `phones`: [{ start, end, shapes }] in ms, `samples`: Int16Array. */
    add(voice, rate, samples, phones) {
      const segments = segmentsFromPhones(phones, (samples.length / rate) * 1000);
      writeSync(sound, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
      writeSync(lines, `${JSON.stringify({ id: `${name}-${count++}`, voice, rate, samples: samples.length, segments })}\n`);
      seconds += samples.length / rate;
      perVoice.set(voice, (perVoice.get(voice) ?? 0) + samples.length / rate);
    },
    close() {
      closeSync(sound);
      closeSync(lines);
      console.log(`${name}: ${count} utterances, ${(seconds / 60).toFixed(1)} min, ${perVoice.size} voices`);
    },
    get seconds() {
      return seconds;
    },
  };
}

export function segmentsFromPhones(phones, endMs) {
  const segments = [];
  const push = (end, [viseme, vowel, open]) =>
    segments.push([Math.round(end * 10) / 10, VISEMES.indexOf(viseme), vowel === null ? -1 : VOWELS.indexOf(vowel), open]);
  let at = 0;
  for (const { start, end, shapes } of phones) {
    if (start > at + 0.5) push(start, ['sil', null, 0]);
    let from = Math.max(at, start);
    const length = end - from;
    if (length <= 0) continue;
    for (const shape of shapes) {
      from += length * shape[3];
      push(from, shape);
    }
    at = end;
  }
  if (at < endMs) push(endMs, ['sil', null, 0]);
  return segments;
}

/** Numbers that are the same on every run. */
export function createDice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    whole: (low, high) => Math.floor(low + next() * (high - low + 1)),
    pick: (list) => list[Math.floor(next() * list.length)],
  };
}
