import { HUFFMAN_TREES } from './huffman-tables.ts';

/** Bits from the highest of each byte on. Beyond the end come zeros. */
export interface BitReader {
  read(count: number): number;
  /** The next symbol of a code: two hexadecimal digits, x × 16 + y. */
  symbol(table: number | 'quads'): number;
  /** In bits from the start. */
  position: number;
}

export function createBitReader(bytes: Uint8Array, startBit = 0): BitReader {
  const reader: BitReader = {
    position: startBit,
    read(count) {
      let value = 0;
      for (let i = 0; i < count; i++) value = value * 2 + bit();
      return value;
    },
    symbol(table) {
      const tree = treeOf(table);
      let node = 0;
      do node = tree[node * 2 + bit()] ?? -1;
      while (node > 0);
      return -1 - node;
    },
  };
  function bit(): number {
    const at = reader.position++;
    return ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
  }
  return reader;
}

/** Two entries a fork: a later fork (> 0), or −1 − symbol. */
const trees = new Map<number | 'quads', Int16Array>();

function treeOf(table: number | 'quads'): Int16Array {
  const known = trees.get(table);
  if (known) return known;
  const text = HUFFMAN_TREES[table] ?? '00';
  const forks: number[] = [];
  let at = 0;
  const read = (): number => {
    if (text.charAt(at) !== '.') {
      at += 2;
      return -1 - Number.parseInt(text.slice(at - 2, at), 16);
    }
    at++;
    const fork = forks.length / 2;
    forks.push(0, 0);
    forks[fork * 2] = read();
    forks[fork * 2 + 1] = read();
    return fork;
  };
  read();
  const tree = Int16Array.from(forks);
  trees.set(table, tree);
  return tree;
}
