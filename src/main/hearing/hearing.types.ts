import type { Cell } from '#shared/cell.ts';
import type { HearingView, RecognizerInfo } from '#shared/contract/hearing.ts';
import type { PhoneTalkState } from '#shared/contract/remote.ts';

/** Her ears, as the routes and the composition see them. */
export interface Hearing {
  readonly view: Cell<HearingView>;
  /** Level of the microphone, probability of speech and level of her echo, 0 … 1 each; moves while a page captures. */
  readonly level: Cell<HearingLevel>;
  recognizers(): Promise<readonly RecognizerInfo[]>;
  /** The key of push-to-talk. `toggle`: for keys whose release cannot be heard. */
  talk(held: boolean | 'toggle'): void;
  /** Words are shown and do nothing, for a minute at most. */
  test(on: boolean): void;
}
/** Push-to-talk from phones: held as long as they say so again. */
export interface PhoneTalk {
  state(): PhoneTalkState;
  /** Tells when `state` may have changed; returns the end of it. */
  onChange(listener: () => void): () => void;
  hold(held: boolean): void;
  close(): void;
}
export interface HearingLevel {
  readonly level: number;
  readonly speech: number;
  readonly echo: number;
}
