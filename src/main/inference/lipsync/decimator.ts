import { decimationFilter, type Resampler } from '#shared/audio/resampler.ts';
import { COLUMN_STEP, createFloatArena, roomFor } from './float-arena.ts';

/** Outputs that are made at once: more would multiply more zeros, fewer would call the kernel more often. */
const BLOCK = 16;

/**
 * `createResampler` for a rate that is a whole multiple of the wanted one, at a fraction of its cost: the same taps stand shifted in the rows of a matrix, so that
 * the arena's kernel makes a block of outputs from one stretch of input, four products at a time. At 48 kHz the plain loop costs nearly as much as the model.
 */
export function createDecimator(factor: number): Pick<Resampler, 'process'> {
  const { taps, reach } = decimationFilter(factor);
  const width = Math.ceil((taps.length + (BLOCK - 1) * factor) / COLUMN_STEP) * COLUMN_STEP;
  const arena = createFloatArena(roomFor(BLOCK * width) + roomFor(width) + roomFor(BLOCK));
  const rows = arena.take(BLOCK * width);
  for (let row = 0; row < BLOCK; row++) rows.set(taps, row * width + row * factor);
  const stretch = arena.take(width);
  const sums = arena.take(BLOCK);
  /** Input that is still needed; its first sample is the first that the next output reads. The stream is led in by silence. */
  let input = new Float32Array(8 * width);
  let count = reach - 1;

  function take(samples: Float32Array): void {
    if (count + samples.length > input.length) {
      const grown = new Float32Array((count + samples.length) * 2);
      grown.set(input.subarray(0, count));
      input = grown;
    }
    input.set(samples, count);
    count += samples.length;
  }

  return {
    process(samples) {
      take(samples);
      const output = new Float32Array(Math.max(0, Math.floor((count - taps.length) / factor)));
      for (let at = 0; at < output.length; at += BLOCK) {
        // Beyond the input lies what was there before: only rows whose sums are not taken read it.
        stretch.set(input.subarray(at * factor, at * factor + width));
        sums.fill(0);
        arena.addProducts(rows, stretch, sums);
        output.set(output.length - at < BLOCK ? sums.subarray(0, output.length - at) : sums, at);
      }
      const used = output.length * factor;
      input.copyWithin(0, used, count);
      count -= used;
      return output;
    },
  };
}
