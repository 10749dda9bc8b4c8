/** Which of the points are needed so that straight lines between them stay within `tolerance` of all (Ramer–Douglas–Peucker, by value). First and last always are. */
export function thinCurve(times: readonly number[], values: readonly number[], tolerance: number): number[] {
  const last = times.length - 1;
  if (last < 1) return times.map((_, index) => index);
  const keep = new Uint8Array(times.length);
  keep[0] = keep[last] = 1;
  const open: [number, number][] = [[0, last]];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [from, to] = range;
    const [t0, v0] = [times[from] ?? 0, values[from] ?? 0];
    const slope = ((values[to] ?? 0) - v0) / Math.max(1e-9, (times[to] ?? 0) - t0);
    let worst = tolerance;
    let at = -1;
    for (let index = from + 1; index < to; index++) {
      const away = Math.abs((values[index] ?? 0) - (v0 + slope * ((times[index] ?? 0) - t0)));
      if (away > worst) {
        worst = away;
        at = index;
      }
    }
    if (at === -1) continue;
    keep[at] = 1;
    open.push([from, at], [at, to]);
  }
  return times.flatMap((_, index) => (keep[index] === 1 ? [index] : []));
}
