import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../steps/paths.mjs';

// wlipsync (MIT, development only) outside of a browser: its WebAssembly core fed block by block, with the smoothing that its audio node does by default.
// It ships no profile, so one is calibrated here, on sustained vowels of the voices that it is given.

export const RATE_HZ = 48_000;
const BLOCK = 512;
const MFCC = 12;
/** Defaults of uLipSync, whose port it is. */
const SETTINGS = {
  targetSampleRate: 16_000,
  sampleCount: 1024,
  melFilterBankChannels: 30,
  compareMethod: 1,
  useStandardization: false,
};
const VOWELS = ['aa', 'ih', 'ou', 'ee', 'oh'];
/** Calibration vectors of a voice and vowel. */
const VECTORS = 8;
const [MIN_VOLUME, MAX_VOLUME, SMOOTHNESS] = [-2.5, -1.5, 0.05];

const wasmFile = join(root, 'node_modules', 'wlipsync', 'dist', 'wlipsync.wasm');

async function openCore(profile) {
  const memory = new WebAssembly.Memory({ initial: 4 });
  const { instance } = await WebAssembly.instantiate(await readFile(wasmFile), { env: { memory } });
  const core = instance.exports;
  const count = profile.reduce((most, { vectors }) => Math.max(most, vectors.length), 1);
  const at = core.load_profile(
    SETTINGS.targetSampleRate,
    SETTINGS.sampleCount,
    SETTINGS.melFilterBankChannels,
    SETTINGS.compareMethod,
    profile.length,
    count,
    SETTINGS.useStandardization ? 1 : 0,
  );
  new Float32Array(memory.buffer, at, profile.length * count * MFCC).set(profile.flatMap(({ vectors }) => vectors.flat()));
  core.precompute_profile();
  core.set_input(RATE_HZ);
  const input = new Float32Array(memory.buffer, core.get_input_buffer(), core.get_input_buffer_size());
  const volume = new Float32Array(memory.buffer, core.get_volume_ptr(), 1);
  const mfcc = new Float32Array(memory.buffer, core.mfccOut.value, MFCC);
  let write = 0;
  return {
    mfcc,
    /** Index of the nearest entry of the profile, and the volume, after `block`. */
    next(block) {
      for (const value of block) {
        input[write] = value;
        write = (write + 1) % input.length;
      }
      return { index: core.execute(write), volume: volume[0] };
    },
  };
}

/** `sounds`: [{ vowel, samples }], sustained, 48 kHz. */
export async function calibrate(sounds) {
  // NOTICE: version 1.3.1 computes as many coefficients as the profile has entries, so there must be at least twelve.
  const blank = Array.from({ length: MFCC }, () => ({ name: 'aa', vectors: [new Array(MFCC).fill(0)] }));
  const profile = [];
  for (const { vowel, samples } of sounds) {
    const core = await openCore(blank);
    const vectors = [];
    const steps = Math.floor(samples.length / BLOCK);
    for (let i = 0; i < steps; i++) {
      core.next(samples.subarray(i * BLOCK, (i + 1) * BLOCK));
      vectors.push([...core.mfcc]);
    }
    const middle = vectors.slice(Math.floor(steps * 0.3), Math.floor(steps * 0.7));
    profile.push({
      name: vowel,
      vectors: Array.from({ length: VECTORS }, (_, i) => middle[Math.floor((i * middle.length) / VECTORS)]),
    });
  }
  return profile;
}

/** Rows of [aa, ih, ou, ee, oh, openness] every 10 ms. */
export async function mouthRows(profile, samples) {
  const core = await openCore(profile);
  const weights = VOWELS.map(() => ({ value: 0, velocity: 0 }));
  const open = { value: 0, velocity: 0 };
  const rows = [];
  const seconds = BLOCK / RATE_HZ;
  const row = () => [...weights.map(({ value }) => value * open.value), open.value];
  for (let at = 0; at + BLOCK <= samples.length; at += BLOCK) {
    while (rows.length < Math.floor(at / 480)) rows.push(row());
    const { index, volume } = core.next(samples.subarray(at, at + BLOCK));
    const level = (Math.log10(Number.isNaN(volume) ? 0 : volume) - MIN_VOLUME) / (MAX_VOLUME - MIN_VOLUME);
    follow(open, Math.max(0, Math.min(1, level)), seconds);
    for (const [k, name] of VOWELS.entries()) follow(weights[k], profile[index]?.name === name ? 1 : 0, seconds);
  }
  while (rows.length < Math.floor(samples.length / 480)) rows.push(row());
  return rows;
}

/** A critically damped spring (Lowe, "Critically damped ease-in/ease-out smoothing", Game Programming Gems 4), as its node uses. */
function follow(state, target, seconds) {
  const omega = 2 / SMOOTHNESS;
  const x = omega * seconds;
  const decay = 1 / (1 + x + 0.48 * x * x + 0.235 * x ** 3);
  const change = state.value - target;
  const push = (state.velocity + omega * change) * seconds;
  state.velocity = (state.velocity - omega * push) * decay;
  state.value = target + (change + push) * decay;
}
