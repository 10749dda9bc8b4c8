import { BODY_PARTS, type BodyPart } from '#shared/tracking/body-parts.ts';
import type { TrackingSettings } from '#shared/tracking/tracking-settings.ts';
import type { SourceTrack } from './source-track.ts';

/** A source with its place in the hub. */
export interface Contender {
  /** The id that the streamer's order names. */
  readonly rank: string;
  readonly track: SourceTrack;
}

/** Who has each part: the first in the streamer's order that tells anything of it. */
export interface PartWinners<C extends Contender> {
  /** By index of `BODY_PARTS`. */
  readonly winners: readonly (C | undefined)[];
  /** The streamer's order, or who is there, has changed. Contenders in order of arrival. */
  arrange(contenders: readonly C[], settings: Pick<TrackingSettings, 'priorities' | 'ignored'>): void;
  /** Whether anybody won or lost a part. Allocates nothing. */
  decide(nowMs: number): boolean;
}

export function createPartWinners<C extends Contender>(): PartWinners<C> {
  const winners: (C | undefined)[] = BODY_PARTS.map(() => undefined);
  let orders: readonly (readonly C[])[] = BODY_PARTS.map(() => []);

  function firstThatTells(part: number, nowMs: number): C | undefined {
    const order = orders[part] ?? [];
    for (let i = 0; i < order.length; i++) if (order[i]?.track.tells(part, nowMs) === true) return order[i];
    return undefined;
  }

  return {
    winners,
    arrange(contenders, { priorities, ignored }) {
      const orderOf = (part: BodyPart): readonly C[] => {
        if (ignored.includes(part)) return [];
        const named = priorities[part];
        const placeOf = ({ rank }: C): number => (named.includes(rank) ? named.indexOf(rank) : named.length);
        return [...contenders].sort((a, b) => placeOf(a) - placeOf(b));
      };
      orders = BODY_PARTS.map(orderOf);
    },
    decide(nowMs) {
      let changed = false;
      for (let part = 0; part < winners.length; part++) {
        const winner = firstThatTells(part, nowMs);
        if (winner !== winners[part]) changed = true;
        winners[part] = winner;
      }
      return changed;
    },
  };
}
