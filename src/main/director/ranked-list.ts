/** What a ranked list orders by: higher rank first, then earlier receipt. Both must not change while the item is in a list. */
export interface Ranked {
  readonly rank: number;
  readonly seq: number;
}

/**
 * Items in order, best first, in one array: a place is found by halving (O(log n)), and the shift behind it is one memmove of at most a few
 * kilobytes, which at these sizes is cheaper than any tree. New items of equal worth rank behind older ones, so most are put in near the end.
 */
export interface RankedList<T extends Ranked> {
  readonly size: number;
  add(item: T): void;
  /** False when it was not in the list. */
  remove(item: T): boolean;
  first(): T | undefined;
  takeLast(): T | undefined;
  takeAll(): T[];
  /** Best first. The list must not change while it is walked. */
  items(): readonly T[];
}

export function createRankedList<T extends Ranked>(): RankedList<T> {
  const items: T[] = [];
  /** Index of the first item that does not rank before `item`. */
  const placeOf = (item: T): number => {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = items[middle];
      if (other !== undefined && ranksBefore(other, item)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    get size() {
      return items.length;
    },
    add(item) {
      items.splice(placeOf(item), 0, item);
    },
    remove(item) {
      const place = placeOf(item);
      if (items[place] !== item) return false;
      items.splice(place, 1);
      return true;
    },
    first: () => items[0],
    takeLast: () => items.pop(),
    takeAll: () => items.splice(0),
    items: () => items,
  };
}

export function ranksBefore(a: Ranked, b: Ranked): boolean {
  return a.rank > b.rank || (a.rank === b.rank && a.seq < b.seq);
}
