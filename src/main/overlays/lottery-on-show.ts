import type { LotteryView, Prize, Win } from '#shared/audience/games.ts';
import type { OverlayStates } from '#shared/overlays/overlay-states.ts';

type Lottery = OverlayStates['lottery'];

/** As many as a page could show before nobody remembers them. */
const DRAWN = 10;

/** What overlays show of the lottery: prizes that can be won now, and the last draws, with pictures. */
export function lotteryOnShow(
  { rules, prizes, drawn }: LotteryView,
  world: {
    readonly nowMs: number;
    /** What others may see of a name. */
    readonly veil: (name: string) => string;
    /** '' : there is none. */
    readonly pictureUrl: (fileName: string) => string;
  },
): Lottery {
  const shown = ({ name, picture }: Pick<Prize, 'name' | 'picture'>) => ({
    name,
    pictureUrl: picture === '' ? '' : world.pictureUrl(picture),
  });
  return {
    open: rules.open,
    cost: rules.cost,
    prizes: prizes.filter((prize) => isToBeWon(prize, world.nowMs)).map(shown),
    drawn: drawn.slice(0, DRAWN).map(({ at, userName, count, wins }) => ({
      at,
      name: world.veil(userName),
      count,
      wins: together(wins).map(({ win, times }) => ({ ...shown(win), times })),
    })),
  };
}

const isToBeWon = ({ enabled, chance, stock, from, until }: Prize, nowMs: number): boolean =>
  enabled && chance > 0 && stock !== 0 && (from === null || nowMs >= from) && (until === null || nowMs < until);

function together(wins: readonly Win[]): readonly { readonly win: Win; readonly times: number }[] {
  const counted = new Map<string, { readonly win: Win; times: number }>();
  for (const win of wins) {
    const same = counted.get(win.prizeId);
    if (same === undefined) counted.set(win.prizeId, { win, times: 1 });
    else same.times += 1;
  }
  return [...counted.values()];
}
