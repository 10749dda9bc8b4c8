import createRnnoise from '@jitsi/rnnoise-wasm/dist/rnnoise.js';
import wasmUrl from '@jitsi/rnnoise-wasm/dist/rnnoise.wasm?url';
import { StudioError } from '#shared/errors.ts';
import { CAPTURE_CHUNK } from './capture-messages.ts';

/** RNNoise: takes fans and keyboards out of a voice. */
export interface Denoiser {
  /** Changes `CAPTURE_CHUNK` samples in place (mono, 48 kHz, −1…1); they come out 10 ms late. */
  process(samples: Float32Array): void;
  close(): void;
}

/** RNNoise counts in whole numbers of 16 bits. */
const SCALE = 32_768;

export async function createDenoiser(): Promise<Denoiser> {
  const module = await createRnnoise({ locateFile: () => wasmUrl });
  await module.ready;
  const state = module._rnnoise_create(0);
  const buffer = module._malloc(CAPTURE_CHUNK * 4);
  if (state === 0 || buffer === 0) throw new StudioError('unavailable', 'RNNoise found no memory. Close other programs.');
  return {
    process(samples) {
      // The heap may have grown since the last frame: it is looked at anew.
      const heap = module.HEAPF32.subarray(buffer / 4, buffer / 4 + CAPTURE_CHUNK);
      for (let i = 0; i < CAPTURE_CHUNK; i++) heap[i] = (samples[i] ?? 0) * SCALE;
      module._rnnoise_process_frame(state, buffer, buffer);
      for (let i = 0; i < CAPTURE_CHUNK; i++) samples[i] = (heap[i] ?? 0) / SCALE;
    },
    close() {
      module._rnnoise_destroy(state);
      module._free(buffer);
    },
  };
}
