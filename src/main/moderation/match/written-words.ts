import type { Letters } from './letters.ts';

/** A hit on letters `from` to `to`, both within. */
export interface Hit<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  /** A word ends here; the strictest of equal ones. */
  value?: T;
  /** It counts only between two pauses. */
  alone?: boolean;
}

/** Words as a tree of letters: thousands of them cost no more than one. */
export interface WrittenWords<T> {
  add(letters: readonly string[], value: T, options: { readonly alone: boolean }): void;
  /** Every word in the letters, over gaps and stretched letters ("傻  傻逼") where `loose`. */
  find(letters: Letters, loose: boolean): Hit<T>[];
}

/** Letters that only repeat the one before, within one word. */
const LONGEST_STRETCH = 6;

export function createWrittenWords<T>(): WrittenWords<T> {
  const root: Node<T> = { next: new Map() };

  function walk(letters: Letters, from: number, loose: boolean, hits: Hit<T>[]): void {
    const { chars, gap, count } = letters;
    let node = root;
    let stretched = 0;
    for (let at = from; at < count; at += 1) {
      if (at > from && (loose ? gap[at] === 2 : gap[at] !== 0)) return;
      const next = node.next.get(chars[at] ?? '');
      if (next === undefined) {
        if (loose && at > from && chars[at] === chars[at - 1] && stretched < LONGEST_STRETCH) {
          stretched += 1;
          continue;
        }
        return;
      }
      node = next;
      if (node.value === undefined) continue;
      if (node.alone !== true || (gap[from] === 2 && (at + 1 === count || gap[at + 1] === 2)))
        hits.push({ from, to: at, value: node.value });
    }
  }

  return {
    add(letters, value, { alone }) {
      let node = root;
      for (const letter of letters) {
        const next: Node<T> = node.next.get(letter) ?? { next: new Map() };
        node.next.set(letter, next);
        node = next;
      }
      if (node === root) return;
      node.value ??= value;
      if (alone) node.alone = true;
    },
    find(letters, loose) {
      const hits: Hit<T>[] = [];
      for (let from = 0; from < letters.count; from += 1) walk(letters, from, loose, hits);
      return hits;
    },
  };
}
