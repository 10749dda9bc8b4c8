import type { Track } from '#shared/music/music.ts';

/** Which track comes when. Shuffled lists bring every track once before any comes again. */
export interface PlayOrder {
  /** Begins a list, with `first` in front where it is in it. */
  begin(tracks: readonly Track[], first: string | undefined): void;
  /** Undefined at the end of the list. */
  next(repeat: boolean): Track | undefined;
  previous(): Track | undefined;
  readonly current: Track | undefined;
  upcoming(limit: number): readonly Track[];
  /** The list has other tracks now; what plays goes on. */
  refresh(tracks: readonly Track[]): void;
}

/** `random`: 0 … 1 */
export function createPlayOrder(options: { readonly shuffle: () => boolean; readonly random: () => number }): PlayOrder {
  let list: readonly Track[] = [];
  let order: readonly Track[] = [];
  let at = 0;

  function arranged(tracks: readonly Track[]): readonly Track[] {
    if (!options.shuffle()) return tracks;
    const mixed = [...tracks];
    for (let last = mixed.length - 1; last > 0; last -= 1) {
      const other = Math.min(last, Math.floor(options.random() * (last + 1)));
      const [a, b] = [mixed[last], mixed[other]];
      if (a !== undefined && b !== undefined) [mixed[last], mixed[other]] = [b, a];
    }
    return mixed;
  }

  return {
    begin(tracks, first) {
      list = tracks;
      const arrangedList = arranged(tracks);
      const index = arrangedList.findIndex(({ id }) => id === first);
      if (index > 0 && options.shuffle()) {
        order = [...arrangedList.slice(index), ...arrangedList.slice(0, index)];
        at = 0;
      } else {
        order = arrangedList;
        at = Math.max(0, index);
      }
    },
    next(repeat) {
      if (at + 1 < order.length) at += 1;
      else if (repeat && order.length > 0) {
        const last = order[at];
        order = arranged(list);
        at = 0;
        // The last one does not come twice in a row.
        if (order.length > 1 && order[0]?.id === last?.id) order = [...order.slice(1), ...order.slice(0, 1)];
      } else return undefined;
      return order[at];
    },
    previous() {
      at = Math.max(0, at - 1);
      return order[at];
    },
    get current() {
      return order[at];
    },
    upcoming: (limit) => order.slice(at + 1, at + 1 + limit),
    refresh(tracks) {
      list = tracks;
      const byId = new Map(tracks.map((track) => [track.id, track]));
      const known = (track: Track): Track | [] => byId.get(track.id) ?? [];
      const heard = order.slice(0, at + 1).flatMap(known);
      const kept = [...heard, ...order.slice(at + 1).flatMap(known)];
      const ids = new Set(kept.map(({ id }) => id));
      order = [...kept, ...arranged(tracks.filter(({ id }) => !ids.has(id)))];
      // Where the present one is gone, the one after it comes next.
      at = heard.length - 1;
    },
  };
}
