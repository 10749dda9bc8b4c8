import type { Cell } from '#shared/cell.ts';
import type { SignInView } from '#shared/contract/rooms.ts';

/** The streamer's sign-in at a platform, by a code that is typed in on any device: no password passes through here. */
export interface SignIn {
  readonly view: Cell<SignInView>;
  /** Asks the platform for a code and shows it; from then on it is asked whether the streamer has agreed. Rejects when there is no code to be had. */
  signIn(signal: AbortSignal): Promise<void>;
  /** Forgets the code that is shown. */
  cancel(): void;
  /** Forgets the tokens, and tells the platform so. Resolves when they are gone from here, whatever the platform says. */
  signOut(): Promise<void>;
  /** The settings or the stored sign-in changed. */
  refresh(): void;
  /** Idempotent. */
  close(): Promise<void>;
}

/** A platform's OAuth server, as far as a sign-in by code needs it. Every call rejects with a StudioError when there was no answer that makes sense. */
export interface SignInAuth {
  deviceCode(scopes: readonly string[], signal: AbortSignal): Promise<DeviceCode>;
  /** One question whether the streamer has agreed by now. */
  poll(deviceCode: string, scopes: readonly string[], signal: AbortSignal): Promise<PollAnswer>;
  /** 'refused': the refresh token is no longer good, a new sign-in is needed. */
  refresh(refreshToken: string, signal: AbortSignal): Promise<Tokens | 'refused'>;
  /** Whose token it is. 'refused': it is not good. */
  who(accessToken: string, signal: AbortSignal): Promise<Account | 'refused'>;
  revoke(tokens: { readonly access: string; readonly refresh: string }, signal: AbortSignal): Promise<void>;
}

export interface DeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly address: string;
  readonly expiresInMs: number;
  readonly intervalMs: number;
}
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly expiresInMs: number;
  /** Empty: the platform did not say. */
  readonly scopes: readonly string[];
}
export interface Account {
  readonly userId: string;
  /** As the platform shows it. */
  readonly login: string;
  readonly scopes?: readonly string[];
}
export type PollAnswer =
  | { readonly state: 'granted'; readonly tokens: Tokens }
  | { readonly state: 'pending' | 'slow-down' | 'denied' | 'expired' }
  | { readonly state: 'refused'; readonly why: string };

/** RFC 8628: the grant that a device's code is exchanged under. */
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
