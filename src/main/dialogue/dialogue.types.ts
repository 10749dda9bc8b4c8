import type { TurnRequest } from '#main/director/turn-request.ts';

/** What a mind yields while it answers. Text is raw model text: tags like `[happy]` and markdown are still in it; reasoning is not. */
export type DialogueDelta =
  /** The request has left for the provider (or the offline persona began). */
  { readonly type: 'requested' } | { readonly type: 'text'; readonly text: string };

/** A turn that calls for words of her own. */
export type DialogueTurn = Exclude<TurnRequest, { kind: 'say' }>;

/** One past exchange. `her` holds only what was heard. */
export interface Exchange {
  readonly turnId: number;
  readonly atMs: number;
  readonly viewer: string;
  readonly her: string;
  /** She was stopped or interrupted before the end. */
  readonly cutShort: boolean;
}

/** Where exchanges are kept. `recent` returns the newest `count`, oldest first. */
export interface HistoryStore {
  recent(count: number): Promise<readonly Exchange[]>;
  append(exchange: Exchange): void;
  clear(): void;
}
