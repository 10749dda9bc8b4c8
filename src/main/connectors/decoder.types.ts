import type { LiveEvent } from '#shared/live/live-event.ts';

/**
 * Turns one captured file into events, as the connector would have. A captured file holds either raw frames back to
 * back (binary, exactly as they came off the socket), or JSON: one message, an array of messages, or one per line.
 * Which of the two is seen from the first bytes. One decoder is one sitting: state such as running gift streaks carries over.
 */
export interface CaptureDecoder {
  /** As the command names it: 'bilibili', 'bilibili-open', 'douyu'. */
  readonly platform: string;
  /** Bytes of one captured file → events, in the order in which they lie there. Never throws because of what the bytes say. */
  decode(bytes: Uint8Array, receivedAtMs: number): Promise<readonly LiveEvent[]>;
  /** Parts that could not be read, by error code. */
  readonly errors?: Readonly<Record<string, number>>;
}
