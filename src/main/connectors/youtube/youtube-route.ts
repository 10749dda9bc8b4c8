import type { HealthReport } from '#shared/health.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';

/** One of the two ways to a broadcast's chat. Trouble that may pass (network, server, limits) rejects; everything else is an outcome. */
export interface YoutubeRoute {
  /** Looks for the broadcast and its chat. */
  open(signal: AbortSignal): Promise<OpenOutcome>;
}

export type OpenOutcome =
  | {
      readonly state: 'open';
      readonly chat: YoutubeChat;
      readonly videoId: string;
      /** Where this way of reading knows it. */
      readonly liveChatId?: string;
    }
  /** Nothing is live; to be looked for again after `againMs`. */
  | { readonly state: 'not-live'; readonly againMs: number }
  | Hopeless;

/** What trying again cannot mend, as health. */
export interface Hopeless {
  readonly state: 'failed';
  readonly reason: string;
  readonly message: string;
}

/** An open chat. */
export interface YoutubeChat {
  /** The next page, oldest message first. History from before the chat was opened is left out. */
  next(signal: AbortSignal): Promise<ChatPage>;
}

export type ChatPage =
  | {
      readonly state: 'page';
      readonly events: readonly LiveEvent[];
      /** Until the next may be asked for. */
      readonly delayMs: number;
      /** Works, but not for long. */
      readonly warning?: HealthReport | undefined;
    }
  | { readonly state: 'ended'; readonly events: readonly LiveEvent[] }
  | Hopeless;
