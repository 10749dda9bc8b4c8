import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { root } from '../steps/paths.mjs';

/** The program's own lip-sync over whole WAV files. `variant`: 'live' or 'delayed'; `model`: path of an ONNX file, or undefined for the shipped one. */
export async function openMouthReader({ variant, model }) {
  const { module } = await runnerImport(join(root, 'scripts', 'lipsync', 'sources.ts'), {
    configFile: false,
    root,
    logLevel: 'error',
  });
  const { createLipSync, mouthNetworkFromModel, soundFromWav, FRAME_MS } = module;
  const network = mouthNetworkFromModel(await readFile(model ?? join(root, 'models', 'lipsync', 'lipsync.onnx')));
  return {
    /** { tMs, vowels, open, viseme } for every 10 ms; a line at tMs knows sound up to tMs + 10 ms. */
    async read(bytes) {
      const { samples, sampleRateHz } = soundFromWav(bytes);
      const lines = [];
      const lipSync = createLipSync({
        network,
        variant,
        sampleRateHz,
        onFrame: (frame) => lines.push(line(frame.tMs + lipSync.lookAheadMs, frame)),
      });
      // Nothing is known of the first moments before their look-ahead is in.
      const closed = { weights: new Float32Array(5), open: 0, viseme: 'sil' };
      for (let tMs = 0; tMs < lipSync.lookAheadMs; tMs += FRAME_MS) lines.push(line(tMs, closed));
      const whole = Math.floor((samples.length / sampleRateHz) * (1000 / FRAME_MS));
      lipSync.push(samples);
      return lines.slice(0, whole);
    },
  };
}

function line(tMs, { weights, open, viseme }) {
  const [aa, ih, ou, ee, oh] = Array.from(weights, rounded);
  return { tMs, vowels: { aa, ih, ou, ee, oh }, open: rounded(open), viseme };
}

const rounded = (value) => Math.round(value * 1e4) / 1e4;
