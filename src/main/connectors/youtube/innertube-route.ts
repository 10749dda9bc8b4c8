import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { ErrorCounters } from '../error-counters.ts';
import { continuationSchema } from './innertube.wire.ts';
import { eventFromAction } from './innertube-events.ts';
import { type InnertubeSession, openInnertube } from './innertube-session.ts';
import type { YoutubeTarget } from './video-target.ts';
import { youtubeBase } from './youtube-event-parts.ts';
import type { ChatPage, OpenOutcome, YoutubeChat, YoutubeRoute } from './youtube-route.ts';

export interface InnertubeRouteOptions {
  readonly target: YoutubeTarget;
  readonly region: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly errors: ErrorCounters;
  readonly fetch: typeof fetch;
}

/** YouTube names up to 10 s, because its page is told of news by another way. */
const LONGEST_PAUSE_MS = 2000;
const LEAST_PAUSE_MS = 1000;
const AGAIN_MS = 60_000;

/** The way without a key: what YouTube's own page asks. */
export function createInnertubeRoute(options: InnertubeRouteOptions): YoutubeRoute {
  const { target, region, clock, errors, logger } = options;
  let session: InnertubeSession | undefined;
  /** Messages from before are history; stays through reconnects, so that a gap is read up. */
  let sinceMs: number | undefined;

  async function videoId(open: InnertubeSession, signal: AbortSignal): Promise<string | undefined> {
    if (target.kind === 'video') return target.id;
    const page = target.kind === 'channel' ? `channel/${target.id}` : target.handle;
    return open.videoAt(`https://www.youtube.com/${page}/live`, signal);
  }

  function createChat(open: InnertubeSession, first: string, roomId: string): YoutubeChat {
    let continuation = first;
    return {
      async next(signal): Promise<ChatPage> {
        const page = await open.chatPage(continuation, signal);
        if (page === undefined || page === null) return ended(roomId);
        const parsed = continuationSchema.safeParse(page);
        if (!parsed.success) throw new StudioError('protocol', "YouTube's chat made no sense.", { cause: parsed.error });
        const { actions, header, continuation: going } = parsed.data;
        const isInitial = header !== null && header !== undefined;
        const since = sinceMs ?? 0;
        const events = eventsFrom(actions, roomId).filter(({ timestamp }) => !isInitial || timestamp >= since);
        // The first view is "top chat", which leaves messages out; the second is all of it.
        const all = header?.view_selector?.sub_menu_items?.[1];
        const token = all !== undefined && all.selected !== true ? (all.continuation ?? going.token) : going.token;
        if (token === undefined) return { ...ended(roomId), events: [...events, ...ended(roomId).events] };
        continuation = token;
        const delayMs = isInitial ? 0 : Math.min(LONGEST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, going.timeout_ms ?? 0));
        return { state: 'page', events, delayMs };
      },
    };
  }

  function ended(roomId: string): Extract<ChatPage, { state: 'ended' }> {
    const nowMs = clock.now();
    const base = youtubeBase('youtube-innertube', { id: `ended-${roomId}`, sentMs: undefined, roomId, nowMs });
    return { state: 'ended', events: [{ ...base, kind: 'room', action: 'live_end' }] };
  }

  function eventsFrom(actions: readonly unknown[], roomId: string): LiveEvent[] {
    const room = { roomId, nowMs: clock.now(), region, onError: errors.add };
    return actions.flatMap((action) => {
      try {
        return eventFromAction(action, room) ?? [];
      } catch (cause) {
        errors.add('bad-message');
        logger.debug('a YouTube message could not be understood', { cause: messageFromUnknown(cause) });
        return [];
      }
    });
  }

  return {
    async open(signal): Promise<OpenOutcome> {
      session = await openInnertube(
        { region, clock, fetch: options.fetch, onUnreadable: () => errors.add('unreadable-node') },
        signal,
      );
      const id = await videoId(session, signal);
      const chat = id === undefined ? undefined : await session.chatOf(id, signal);
      if (id === undefined || chat === undefined) return { state: 'not-live', againMs: AGAIN_MS };
      sinceMs ??= session.serverMs ?? clock.now();
      return { state: 'open', chat: createChat(session, chat, id), videoId: id };
    },
  };
}
