import type { LiveEvent, LivePlatform } from '#shared/live/live-event.ts';
import type { FieldMap } from '#shared/settings/settings.ts';

/** In what form a program writes its messages. */
export interface FeedDialect {
  /** Whether a message looks like this dialect, where the user chose none. */
  recognises(message: unknown): boolean;
  /** The events in one frame; none for a message that means nothing here. Throws a zod error or a `FeedFault` for one that breaks the dialect's rules. */
  read(message: unknown, feed: Feed): readonly LiveEvent[];
  /** Whether a message tells what was said before we came. */
  isHistory?(message: unknown): boolean;
}

/** What a dialect knows of the bridge whose message it reads. */
export interface Feed {
  /** Of messages that do not say theirs. */
  readonly platform: LivePlatform;
  /** The bridge's id, where a message names no room. */
  readonly roomId: string;
  readonly nowMs: number;
  /** Different each time, for messages without an id. */
  readonly nextNumber: () => number;
  readonly fields: FieldMap;
  /** Counts what is passed over, by code. */
  readonly onUnknown: (code: string) => void;
}

/** A message that no event can be made of; the text says why. With a field of the map: nothing of use lies at its path ('' = none is set). */
export class FeedFault extends Error {
  readonly field: MappedField | undefined;
  constructor(message: string, field?: MappedField) {
    super(message);
    this.field = field;
  }
}
export type MappedField = 'list' | 'userName' | 'text' | 'amount' | 'giftName';
