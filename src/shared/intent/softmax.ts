/** Turns scores[from … to) into probabilities; `temperature` above 1 makes them less sure. */
export function softmaxInPlace(scores: Float64Array, from: number, to: number, temperature: number): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let place = from; place < to; place++) most = Math.max(most, scores[place] ?? 0);
  let sum = 0;
  for (let place = from; place < to; place++) {
    const value = Math.exp(((scores[place] ?? 0) - most) / temperature);
    scores[place] = value;
    sum += value;
  }
  for (let place = from; place < to; place++) scores[place] = (scores[place] ?? 0) / sum;
}
