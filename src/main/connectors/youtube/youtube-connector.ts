import { createPause } from '#main/platform/watch-cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import { createBackOff } from '../back-off.ts';
import type { Connector, ConnectorContext, RoomChat } from '../connector.ts';
import { createErrorCounters, type ErrorCounters } from '../error-counters.ts';
import { waitAtMost } from '../time-limit.ts';
import { createDayCount, DAILY_UNITS, type DayCount } from './api-quota.ts';
import type { Hopeless, OpenOutcome, YoutubeRoute } from './youtube-route.ts';
import type { YoutubeWriter } from './youtube-writer.ts';

export interface YoutubeConnectorOptions {
  /** As the streamer wrote it. */
  readonly target: string;
  readonly createRoute: (errors: ErrorCounters, units: DayCount) => YoutubeRoute;
  /** Of the sign-in, if there is one. */
  readonly createWriter?: (units: DayCount, onOver: () => void) => YoutubeWriter;
  /** The quota counts: reading by the official API, or writing. */
  readonly usesUnits: boolean;
}

type Open = Extract<OpenOutcome, { state: 'open' }>;

const REMEMBERED_IDS = 4096;
/** Pages in a row that failed, after which the broadcast is looked for anew. */
const TRIES_PER_CHAT = 3;
const CLOSE_MS = 1500;
const SIGN_IN_OVER = {
  status: 'degraded',
  reason: 'youtube-sign-in-over',
  message: 'The chat is read, but YouTube no longer accepts the sign-in for writing. Sign in again on the connections page.',
} as const;

/**
 * Reads a broadcast's chat by asking page after page.
 *   start → looking → (found) ready → page, pause, page … → failed pages: 1, 2, 4 … 30 s → the broadcast is looked for anew
 *   not live, or ended: looked for again after a while. failed: the settings must change
 */
export function createYoutubeConnector(
  { target, createRoute, createWriter, usesUnits }: YoutubeConnectorOptions,
  context: ConnectorContext & { readonly random?: () => number },
): Connector {
  const { clock, logger, report } = context;
  const errors = createErrorCounters();
  const units = createDayCount(clock);
  const route = createRoute(errors, units);
  const writer = createWriter?.(units, ready);
  const backOff = createBackOff(context.random ?? Math.random);
  const seen = createRecentIds(REMEMBERED_IDS);
  const pause = createPause(clock);
  const running = new AbortController();
  const { signal } = running;
  let loop: Promise<void> | undefined;
  /** Of the broadcast that is open now. */
  let roomChat: RoomChat | undefined;
  let isOpen = false;

  async function run(): Promise<void> {
    report({ status: 'connecting', reason: 'connecting', message: `Looking for the live chat of ${target}.` });
    while (!signal.aborted) {
      const outcome = await patiently(() => route.open(signal));
      if (outcome === undefined) continue;
      if (outcome.state === 'failed') return fail(outcome);
      if (outcome.state === 'not-live') await notLive(outcome.againMs);
      else {
        roomChat = writer?.chatOf(outcome.videoId, outcome.liveChatId);
        isOpen = true;
        ready();
        const end = await readChat(outcome);
        roomChat = undefined;
        isOpen = false;
        if (end !== undefined) return fail(end);
      }
    }
  }

  /** Reads until the chat ends or breaks. */
  async function readChat({ chat }: Open): Promise<Hopeless | undefined> {
    let failures = 0;
    while (!signal.aborted && failures < TRIES_PER_CHAT) {
      const page = await patiently(() => chat.next(signal));
      if (page === undefined) {
        failures += 1;
        continue;
      }
      if (page.state === 'failed') return page;
      if (page.state === 'ended') {
        take(page);
        logger.info('the live chat ended');
        return undefined;
      }
      if (failures > 0) ready();
      failures = 0;
      backOff.reset();
      if (page.warning !== undefined) report(page.warning);
      take(page);
      await pause(page.delayMs, signal);
    }
    return undefined;
  }

  function ready(): void {
    if (!isOpen || signal.aborted) return;
    report(writer?.isOver === true ? SIGN_IN_OVER : { status: 'ready' });
  }

  function take({ events }: { readonly events: readonly LiveEvent[] }): void {
    const fresh: LiveEvent[] = [];
    for (const event of events) {
      if (seen.add(event.id)) fresh.push(event);
      else errors.add('duplicate');
    }
    if (fresh.length > 0) context.emit(fresh);
  }

  /** Undefined after a failure that may pass; the pause is over then. */
  async function patiently<T>(task: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await task();
      return signal.aborted ? undefined : result;
    } catch (cause) {
      if (signal.aborted) return undefined;
      errors.add(cause instanceof StudioError ? cause.code : 'failed');
      const delayMs = backOff.next();
      const seconds = Math.max(1, Math.round(delayMs / 1000));
      report({
        status: 'connecting',
        reason: 'connection-lost',
        message: `${messageFromUnknown(cause)} Trying again in ${seconds} s by itself.`,
      });
      await pause(delayMs, signal);
      return undefined;
    }
  }

  async function notLive(againMs: number): Promise<void> {
    const message = `${target} is not live, or its chat is off. Looking again in ${Math.round(againMs / 1000)} s by itself.`;
    report({ status: 'connecting', reason: 'youtube-not-live', message });
    await pause(againMs, signal);
  }

  function fail({ reason, message }: Hopeless): void {
    if (signal.aborted) return;
    running.abort();
    roomChat = undefined;
    report({ status: 'failed', reason, message });
  }

  return {
    errors: errors.counts,
    ...(usesUnits
      ? {
          quota: {
            get used() {
              return units.today;
            },
            daily: DAILY_UNITS,
          },
        }
      : {}),
    get chat() {
      return writer?.isOver === true ? undefined : roomChat;
    },
    start() {
      loop ??= run();
    },
    async close() {
      running.abort();
      roomChat = undefined;
      await Promise.all([waitAtMost(clock, CLOSE_MS, loop), writer?.close()]);
    },
  };
}
