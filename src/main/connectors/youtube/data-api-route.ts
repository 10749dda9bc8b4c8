import type { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { ErrorCounters } from '../error-counters.ts';
import { type JsonAnswer, requestJson } from '../http-json.ts';
import { COST, DAILY_UNITS, type DayCount } from './api-quota.ts';
import { channelsSchema, chatPageSchema, errorReasonFrom, searchSchema, videosSchema } from './data-api.wire.ts';
import { eventFromItem } from './data-api-events.ts';
import type { YoutubeTarget } from './video-target.ts';
import type { ChatPage, Hopeless, OpenOutcome, YoutubeChat, YoutubeRoute } from './youtube-route.ts';

export interface DataApiOptions {
  readonly target: YoutubeTarget;
  readonly apiKey: string;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly errors: ErrorCounters;
  readonly units: DayCount;
}

const WARN_UNITS = 9000;
/** Where YouTube names no pause, and the least whatever it names. */
const PAUSE_MS = 5000;
const LEAST_PAUSE_MS = 1000;
const VIDEO_AGAIN_MS = 60_000;
/** A search is dear. */
const CHANNEL_AGAIN_MS = 10 * 60_000;

/** The official way, with a key of the streamer's own. */
export function createDataApiRoute(options: DataApiOptions): YoutubeRoute {
  const { target, apiKey, clock, errors, logger, units } = options;
  const base = options.apiUrl.replace(/\/+$/u, '');

  async function call(path: string, query: Record<string, string>, cost: number, signal: AbortSignal): Promise<JsonAnswer> {
    const address = new URL(`${base}/${path}`);
    for (const [name, value] of Object.entries({ ...query, key: apiKey })) address.searchParams.set(name, value);
    units.add(cost);
    return requestJson(address, { clock, signal });
  }

  /** The parsed answer, or what it means for us. Rejects on what may pass. */
  async function ask<S extends z.ZodType>(
    path: string,
    query: Record<string, string>,
    { schema, cost, signal }: { readonly schema: S; readonly cost: number; readonly signal: AbortSignal },
  ): Promise<{ state: 'ok'; value: z.output<S>; sentMs: number } | Hopeless | { state: 'ended' }> {
    const answer = await call(path, query, cost, signal);
    if (answer.status !== 200) return refusal(answer);
    const parsed = schema.safeParse(answer.body);
    if (!parsed.success) throw new StudioError('protocol', "YouTube's answer made no sense.", { cause: parsed.error });
    const dateMs = Date.parse(answer.headers.get('date') ?? '');
    return { state: 'ok', value: parsed.data, sentMs: Number.isNaN(dateMs) ? clock.now() : dateMs };
  }

  async function videoId(signal: AbortSignal): Promise<{ state: 'found'; id: string } | Exclude<OpenOutcome, { state: 'open' }>> {
    if (target.kind === 'video') return { state: 'found', id: target.id };
    let channelId = target.kind === 'channel' ? target.id : '';
    if (target.kind === 'handle') {
      const query = { part: 'id', forHandle: target.handle };
      const found = await ask('channels', query, { schema: channelsSchema, cost: COST.other, signal });
      if (found.state !== 'ok') return notOpen(found);
      channelId = found.value.items[0]?.id ?? '';
      if (channelId === '') return noSuch(`There is no YouTube channel ${target.handle}: check its name.`);
    }
    const query = { part: 'id', channelId, eventType: 'live', type: 'video', maxResults: '1' };
    const found = await ask('search', query, { schema: searchSchema, cost: COST.search, signal });
    if (found.state !== 'ok') return notOpen(found);
    const id = found.value.items[0]?.id.videoId;
    return id === undefined ? { state: 'not-live', againMs: CHANNEL_AGAIN_MS } : { state: 'found', id };
  }

  async function open(signal: AbortSignal): Promise<OpenOutcome> {
    const video = await videoId(signal);
    if (video.state !== 'found') return video;
    const query = { part: 'liveStreamingDetails', id: video.id };
    const found = await ask('videos', query, { schema: videosSchema, cost: COST.other, signal });
    if (found.state !== 'ok') return notOpen(found);
    const [details] = found.value.items;
    if (details === undefined) return noSuch(`There is no YouTube video ${video.id}: check its address.`);
    const liveChatId = details.liveStreamingDetails?.activeLiveChatId;
    if (liveChatId === undefined) return notOpen({ state: 'ended' });
    return { state: 'open', chat: createChat(liveChatId, video.id, found.sentMs), videoId: video.id, liveChatId };
  }

  function createChat(liveChatId: string, roomId: string, sinceMs: number): YoutubeChat {
    let pageToken: string | undefined;
    return {
      async next(signal): Promise<ChatPage> {
        const query = {
          liveChatId,
          part: 'id,snippet,authorDetails',
          maxResults: '2000',
          ...(pageToken === undefined ? {} : { pageToken }),
        };
        const page = await ask('liveChat/messages', query, { schema: chatPageSchema, cost: COST.page, signal });
        if (page.state === 'ended') return { state: 'ended', events: [] };
        if (page.state === 'failed') return page;
        const isFirst = pageToken === undefined;
        pageToken = page.value.nextPageToken;
        const events = eventsFrom(page.value.items, roomId).filter((event) => !isFirst || event.timestamp >= sinceMs);
        if (page.value.offlineAt !== undefined && events.length === 0) return { state: 'ended', events };
        const delayMs = Math.max(LEAST_PAUSE_MS, page.value.pollingIntervalMillis ?? PAUSE_MS);
        return { state: 'page', events, delayMs, warning: quotaWarning() };
      },
    };
  }

  function eventsFrom(items: readonly unknown[], roomId: string): LiveEvent[] {
    return items.flatMap((item) => {
      try {
        return eventFromItem(item, { roomId, nowMs: clock.now() }) ?? [];
      } catch (cause) {
        errors.add('bad-message');
        logger.debug('a YouTube message could not be understood', { cause: messageFromUnknown(cause) });
        return [];
      }
    });
  }

  let warned = false;
  function quotaWarning() {
    if (warned || units.today < WARN_UNITS) return undefined;
    warned = true;
    return {
      status: 'degraded' as const,
      reason: 'youtube-quota-low',
      message: `About ${units.today} of today's ${DAILY_UNITS} API units are used. When they are gone, switch to the way without a key.`,
    };
  }

  function notOpen(outcome: Hopeless | { state: 'ended' }): Exclude<OpenOutcome, { state: 'open' }> {
    if (outcome.state === 'failed') return outcome;
    return { state: 'not-live', againMs: target.kind === 'video' ? VIDEO_AGAIN_MS : CHANNEL_AGAIN_MS };
  }

  return { open };
}

function noSuch(message: string): Hopeless {
  return { state: 'failed', reason: 'youtube-no-such', message };
}

/** Reasons after which trying again is of no use. */
const HOPELESS: ReadonlyMap<string, Omit<Hopeless, 'state'>> = new Map([
  ...['quotaExceeded', 'dailyLimitExceeded'].map(
    (reason) =>
      [
        reason,
        {
          reason: 'youtube-quota',
          message:
            "Today's API quota is used up; it comes back at midnight Pacific time. Until then switch to the way without a key.",
        },
      ] as const,
  ),
  ...['keyInvalid', 'keyExpired', 'accessNotConfigured', 'SERVICE_DISABLED', 'ipRefererBlocked', 'badRequest'].map(
    (reason) =>
      [
        reason,
        {
          reason: 'youtube-bad-key',
          message: 'YouTube does not accept the API key: check it, and that the YouTube Data API v3 is switched on for it.',
        },
      ] as const,
  ),
  [
    'liveChatDisabled',
    { reason: 'youtube-chat-off', message: 'The chat of this broadcast is switched off: switch it on in YouTube Studio.' },
  ],
  [
    'forbidden',
    { reason: 'youtube-forbidden', message: 'YouTube does not let this key read the chat: choose a public broadcast.' },
  ],
]);
const ENDED = new Set(['liveChatEnded', 'liveChatNotFound', 'videoNotFound']);

function refusal(answer: JsonAnswer): Hopeless | { readonly state: 'ended' } {
  const reason = errorReasonFrom(answer.body);
  if (ENDED.has(reason)) return { state: 'ended' };
  const hopeless = HOPELESS.get(reason);
  if (hopeless !== undefined) return { state: 'failed', ...hopeless };
  if (reason === 'rateLimitExceeded' || reason === 'userRateLimitExceeded' || answer.status === 429)
    throw new StudioError('rate-limited', 'YouTube was asked too often.');
  throw new StudioError('provider', `YouTube answered HTTP ${answer.status}${reason === '' ? '' : ` (${reason})`}.`);
}
