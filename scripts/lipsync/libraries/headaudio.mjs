import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../steps/paths.mjs';

// headaudio (MIT, development only) outside of a browser: its processor and its own model, with the easing that its audio node does (linear over 100 ms,
// then a sigmoid). NOTICE: its node ignores viseme 0, so `aa` never shows; here it does.

export const RATE_HZ = 48_000;
const folder = join(root, 'node_modules', '@met4citizen', 'headaudio');
const SILENCE = 14;
const EASE_MS = 100;
/** The package's visemes in its order: place among aa ih ou ee oh, how far the lips open, its largest value. */
const VISEMES = [
  [0, 1, 0.65],
  [3, 0.55, 0.65],
  [1, 0.32, 0.65],
  [4, 0.62, 0.65],
  [2, 0.26, 0.65], // aa E I O U
  [-1, 0, 0.75],
  [-1, 0.15, 0.65],
  [-1, 0.2, 0.65],
  [-1, 0.2, 0.65],
  [-1, 0.1, 0.75], // PP SS TH DD FF
  [-1, 0.25, 0.65],
  [-1, 0.2, 0.65],
  [-1, 0.2, 0.65],
  [-1, 0.2, 0.65],
  [-1, 0, 0.65], // kk nn RR CH sil
]; // prettier-ignore

const modules = (name) => import(pathToFileURL(join(folder, 'modules', `${name}.mjs`)).href);

export async function openModel() {
  const { Training } = await modules('training');
  const parameters = await modules('parameters');
  const { Processor } = await modules('processor');
  const bytes = await readFile(join(folder, 'dist', 'model-en-mixed.bin'));
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const training = new Training();
  const model = [];
  for (let at = 0; at + parameters.RECORD_OFFSET <= buffer.byteLength; at += parameters.RECORD_OFFSET)
    model.push(training.decodeBinaryRecord(new Float32Array(buffer, at, parameters.RECORD_LEN)));
  return { Processor, model };
}

/** Rows of [aa, ih, ou, ee, oh, openness] every 10 ms. */
export function mouthRows({ Processor, model }, samples) {
  let active = -1;
  const port = {
    onmessage: null,
    postMessage({ event, viseme }) {
      if (event === 'ended') active = -1;
      if (event === 'viseme' && viseme !== null && viseme !== undefined) active = viseme === SILENCE ? -1 : viseme;
    },
  };
  const processor = new Processor({ sampleRate: RATE_HZ }, { port });
  processor._onmessage({ data: { event: 'model', model } });
  const shown = new Array(VISEMES.length).fill(0);
  const rows = [];
  for (let at = 0; at + 480 <= samples.length; at += 480) {
    processor.process(samples.subarray(at, at + 480));
    for (let i = 0; i < shown.length; i++) shown[i] = Math.max(0, Math.min(1, shown[i] + (i === active ? 10 : -10) / EASE_MS));
    rows.push(rowFrom(shown));
  }
  return rows;
}

function rowFrom(shown) {
  const row = [0, 0, 0, 0, 0, 0];
  for (const [i, [vowel, open, most]] of VISEMES.entries()) {
    const value = most * ease(shown[i]);
    if (vowel >= 0) row[vowel] += value;
    row[5] += value * open;
  }
  return row;
}

const base = (t) => 1 / (1 + Math.exp(-5 * t)) - 0.5;
const ease = (t) => (0.5 / base(1)) * base(2 * t - 1) + 0.5;
