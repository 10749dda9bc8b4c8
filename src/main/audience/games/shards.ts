import type { BookDocument, DocumentChange, Json } from '../audience.types.ts';
import { numberFrom } from '../number-from.ts';

/** What each viewer put in, spread over a few documents: one of them is written again for each change, so they must stay small. */
export interface Shards<Entry extends Json> {
  get(viewerKey: string): Entry | undefined;
  values(): IterableIterator<readonly [string, Entry]>;
  readonly size: number;
  /** The document as it will be with this entry. */
  withEntry(viewerKey: string, entry: Entry): DocumentChange;
  /** Takes an entry over, once it is on disk. */
  put(viewerKey: string, entry: Entry): void;
  /** As they are, for those that changed. */
  documents(viewerKeys: Iterable<string>): DocumentChange[];
  /** Deletes them all. */
  removal(): DocumentChange[];
}

/** A transaction takes 50 documents; all of these are removed in one. */
const SHARDS = 32;

export function createShards<Entry extends Json>(
  collection: string,
  stored: readonly BookDocument[],
  read: (value: unknown) => Entry | undefined,
): Shards<Entry> {
  const entries = new Map<string, Entry>();
  const members = Array.from({ length: SHARDS }, () => new Set<string>());
  const shardOf = (viewerKey: string): number => numberFrom(viewerKey) % SHARDS;
  const put = (viewerKey: string, entry: Entry): void => {
    entries.set(viewerKey, entry);
    members[shardOf(viewerKey)]?.add(viewerKey);
  };
  const contents = (shard: number): [string, Entry][] =>
    [...(members[shard] ?? [])].flatMap((key) => {
      const entry = entries.get(key);
      return entry === undefined ? [] : [[key, entry]];
    });
  const change = (shard: number, value: readonly (readonly [string, Entry])[]): DocumentChange => ({
    collection,
    key: String(shard).padStart(2, '0'),
    value,
  });

  for (const { value } of stored) {
    if (!Array.isArray(value)) continue;
    for (const pair of value) {
      if (!Array.isArray(pair) || typeof pair[0] !== 'string') continue;
      const entry = read(pair[1]);
      if (entry !== undefined) put(pair[0], entry);
    }
  }
  return {
    get: (viewerKey) => entries.get(viewerKey),
    values: () => entries.entries(),
    get size() {
      return entries.size;
    },
    withEntry(viewerKey, entry) {
      const shard = shardOf(viewerKey);
      return change(shard, [...contents(shard).filter(([key]) => key !== viewerKey), [viewerKey, entry]]);
    },
    put,
    documents: (viewerKeys) => [...new Set([...viewerKeys].map(shardOf))].map((shard) => change(shard, contents(shard))),
    removal: () => members.flatMap((keys, shard) => (keys.size === 0 ? [] : [{ ...change(shard, []), value: undefined }])),
  };
}
