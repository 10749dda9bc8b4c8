/** A viewer's stake in a prediction. */
export interface Stake {
  readonly viewerKey: string;
  /** Place of the option. */
  readonly option: number;
  /** Whole points, over 0. */
  readonly points: number;
}

/**
 * Who gets how much when `outcome` came true: the whole pool, in proportion to the stakes on it. Everything is in whole points and the sum is exactly the
 * pool: each winner gets the share rounded down, and the points left over (fewer than there are winners) go one each to the largest remainders, ties to
 * the earlier stake. When nobody was right all get their stakes back.
 */
export function payoutsOf(stakes: readonly Stake[], outcome: number): ReadonlyMap<string, number> {
  const winners = stakes.filter(({ option }) => option === outcome);
  if (winners.length === 0) return sumByViewer(stakes.map(({ viewerKey, points }) => [viewerKey, points]));
  const pool = BigInt(stakes.reduce((sum, { points }) => sum + points, 0));
  const winning = BigInt(winners.reduce((sum, { points }) => sum + points, 0));
  const shares = winners.map((stake, index) => {
    const product = pool * BigInt(stake.points);
    return { stake, index, points: Number(product / winning), remainder: product % winning };
  });
  const left = Number(pool) - shares.reduce((sum, { points }) => sum + points, 0);
  const byRemainder = [...shares].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  const lucky = new Set(byRemainder.slice(0, left));
  return sumByViewer(shares.map((share) => [share.stake.viewerKey, share.points + (lucky.has(share) ? 1 : 0)]));
}

export const refundsOf = (stakes: readonly Stake[]): ReadonlyMap<string, number> =>
  sumByViewer(stakes.map(({ viewerKey, points }) => [viewerKey, points]));

function sumByViewer(lines: readonly (readonly [string, number])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [viewerKey, points] of lines) sums.set(viewerKey, (sums.get(viewerKey) ?? 0) + points);
  return sums;
}
