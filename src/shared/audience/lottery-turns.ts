/** How long a draw is shown at least while others wait. */
const SHORTEST_MS = 1500;

/**
 * Which draw an overlay shows now: one after the other in the order in which they were drawn, each `seconds` long, less where many wait. It follows from the
 * times alone, so every page shows the same one. `drawn`: newest first; `nowMs`: by the program's clock. Undefined: none.
 */
export function turnNow<Draw extends { readonly at: number }>(
  drawn: readonly Draw[],
  seconds: number,
  nowMs: number,
): Draw | undefined {
  let endsMs = Number.NEGATIVE_INFINITY;
  for (let place = drawn.length - 1; place >= 0; place--) {
    const draw = drawn[place];
    if (draw === undefined) continue;
    const beginsMs = Math.max(draw.at, endsMs);
    const isLate = beginsMs > draw.at;
    endsMs = beginsMs + Math.max(SHORTEST_MS, (seconds * 1000) / (isLate ? 2 : 1));
    if (nowMs < endsMs) return nowMs >= beginsMs ? draw : undefined;
  }
  return undefined;
}
