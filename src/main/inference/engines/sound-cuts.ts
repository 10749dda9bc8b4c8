const WINDOW_SECONDS = 0.1;

/**
 * Cuts mono sound into pieces of at most `maxSeconds`, for models that hear no more at a time: each cut lies in the quietest 100 ms of the last third
 * of its piece, so that words stay whole. Pieces are views, in order, without gaps.
 */
export function cutAtQuiet(samples: Float32Array, rateHz: number, maxSeconds: number): Float32Array[] {
  const most = Math.floor(maxSeconds * rateHz);
  const pieces: Float32Array[] = [];
  let from = 0;
  while (samples.length - from > most) {
    const cut = quietest(samples, from + Math.floor((most * 2) / 3), from + most, Math.floor(WINDOW_SECONDS * rateHz));
    pieces.push(samples.subarray(from, cut));
    from = cut;
  }
  pieces.push(samples.subarray(from));
  return pieces;
}

/** Middle of the quietest window between two places. */
function quietest(samples: Float32Array, from: number, to: number, window: number): number {
  let best = to - window;
  let bestEnergy = Number.POSITIVE_INFINITY;
  for (let at = from; at + window <= to; at += window) {
    let energy = 0;
    for (let i = at; i < at + window; i++) energy += (samples[i] ?? 0) ** 2;
    if (energy >= bestEnergy) continue;
    bestEnergy = energy;
    best = at;
  }
  return best + (window >> 1);
}
