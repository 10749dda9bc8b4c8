import type { z } from 'zod';
import type { AudienceBook, DocumentChange, Json } from '../audience.types.ts';

/** What a game keeps of its past: one document each, the oldest leave. */
export interface History<Entry> {
  /** Newest first. */
  readonly entries: readonly Entry[];
  load(): Promise<void>;
  /** For the transaction in which the entry comes to be. */
  changes(entry: Entry, atMs: number): DocumentChange[];
  /** Entries that `revise` makes others of: for the transaction, and to take over once it is on disk. */
  revised(revise: (entry: Entry) => Entry): { readonly documents: DocumentChange[]; readonly apply: () => void };
  /** Takes it over, once it is on disk. */
  put(entry: Entry, atMs: number): void;
}

const KEPT = 50;

export function createHistory<Entry extends Json>(
  book: AudienceBook,
  collection: string,
  schema: z.ZodType<Entry>,
): History<Entry> {
  /** Newest first. */
  let kept: { readonly key: string; readonly entry: Entry }[] = [];
  // Keys sort as their times do.
  const keyOf = (atMs: number): string => String(Math.floor(atMs)).padStart(15, '0');
  return {
    get entries() {
      return kept.map(({ entry }) => entry);
    },
    async load() {
      const stored = await book.documents(collection);
      kept = stored
        .flatMap(({ key, value }) => {
          const entry = schema.safeParse(value).data;
          return entry === undefined ? [] : [{ key, entry }];
        })
        .reverse();
    },
    changes: (entry, atMs) => [
      { collection, key: keyOf(atMs), value: entry },
      ...kept.slice(KEPT - 1).map(({ key }) => ({ collection, key, value: undefined })),
    ],
    revised(revise) {
      const next = kept.map((one) => ({ ...one, entry: revise(one.entry) }));
      const changed = next.filter(({ entry }, index) => entry !== kept[index]?.entry);
      return {
        documents: changed.map(({ key, entry }) => ({ collection, key, value: entry })),
        apply() {
          kept = kept.map((one) => changed.find(({ key }) => key === one.key) ?? one);
        },
      };
    },
    put(entry, atMs) {
      const key = keyOf(atMs);
      kept = [{ key, entry }, ...kept.filter((one) => one.key !== key)].slice(0, KEPT);
    },
  };
}
