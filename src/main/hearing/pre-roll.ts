/** The newest cleaned sound, so that an utterance has its first consonant: it is noticed a tenth of a second late. */
export interface PreRoll {
  /** Copies `samples` (mono, 16 kHz) that begin at `atMs`. */
  push(atMs: number, samples: Float32Array): void;
  /** What is kept from `sinceMs` on, oldest first. */
  since(sinceMs: number): readonly Float32Array[];
}

/** 1.5 s of blocks of 16 ms. */
const BLOCKS = 94;

export function createPreRoll(): PreRoll {
  const kept: { readonly atMs: number; readonly samples: Float32Array }[] = [];
  return {
    push(atMs, samples) {
      kept.push({ atMs, samples: samples.slice() });
      if (kept.length > BLOCKS) kept.shift();
    },
    since: (sinceMs) => kept.filter(({ atMs }) => atMs >= sinceMs).map(({ samples }) => samples),
  };
}
