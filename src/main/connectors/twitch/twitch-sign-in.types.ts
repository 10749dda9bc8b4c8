import type { Cell } from '#shared/cell.ts';
import type { TwitchSignInView } from '#shared/contract/rooms.ts';

/** The streamer's sign-in at Twitch, by a code that is typed in on any device: no password and no secret pass through here. */
export interface TwitchSignIn {
  readonly view: Cell<TwitchSignInView>;
  /** Asks Twitch for a code and shows it; from then on Twitch is asked whether the streamer has agreed. Rejects when there is no code to be had. */
  signIn(signal: AbortSignal): Promise<void>;
  /** Forgets the code that is shown. */
  cancel(): void;
  /** Forgets the tokens, and tells Twitch so. Resolves when they are gone from here, whatever Twitch says. */
  signOut(): Promise<void>;
  /** The settings or the stored sign-in changed. */
  refresh(): void;
  /** Idempotent. */
  close(): Promise<void>;
}
