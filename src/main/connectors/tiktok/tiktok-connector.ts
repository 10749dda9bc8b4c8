import { messageFromUnknown } from '#shared/errors.ts';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import { createBackOff } from '../back-off.ts';
import type { Connector, ConnectorContext } from '../connector.ts';
import { createErrorCounters } from '../error-counters.ts';
import { waitAtMost } from '../time-limit.ts';
import type { TiktokAddon, TiktokConnection } from './tiktok-addon.ts';
import { TIKTOK_EVENTS } from './tiktok-events.ts';
import { createTiktokRoom } from './tiktok-room.ts';

export interface TiktokOptions {
  /** As in tiktok.com/@name. */
  readonly user: string;
  readonly loadAddon: () => TiktokAddon;
}

const REMEMBERED_IDS = 4096;
/** The signing server takes quicker callers for machines. */
const LEAST_WAIT_MS = 10_000;
const OFFLINE_WAIT_MS = 60_000;
const RATE_LIMITED_WAIT_MS = 5 * 60_000;
const CONNECT_WITHIN_MS = 45_000;
const CLOSE_WITHIN_MS = 1500;

/** "@name" and "https://www.tiktok.com/@name/live" are one user; undefined when it cannot be one. */
export function tiktokUserFrom(text: string): string | undefined {
  const name = text
    .trim()
    .replace(/^https?:\/\//iu, '')
    .replace(/^(?:www\.|m\.)?tiktok\.com\//iu, '')
    .replace(/^@/u, '')
    .replace(/[/?#].*$/u, '');
  return /^[\w.]{1,40}$/u.test(name) ? name : undefined;
}

/**
 * Reads a TikTok live through the add-on.
 *   start → (add-on loaded) connecting → ready → lost → waiting (at least 10 s) → connecting …
 *   not live: asks again every minute · refused by the signing server: every 5 minutes · failed: no add-on, wrong name
 */
export function createTiktokConnector(
  options: TiktokOptions,
  context: ConnectorContext & { readonly random?: () => number },
): Connector {
  const { clock, report, logger } = context;
  const errors = createErrorCounters();
  const backOff = createBackOff(context.random ?? Math.random);
  const seen = createRecentIds(REMEMBERED_IDS);
  const user = tiktokUserFrom(options.user);
  const room = createTiktokRoom({
    roomId: user ?? '',
    clock,
    emit(events) {
      const fresh = events.filter(({ id }) => seen.add(id));
      if (fresh.length < events.length) errors.add('duplicate');
      if (fresh.length > 0) context.emit(fresh);
    },
  });
  let state: 'idle' | 'running' | 'over' = 'idle';
  let addon: TiktokAddon | undefined;
  let connection: TiktokConnection | undefined;
  let cancelTimer: (() => void) | undefined;

  const setTimer = (delayMs: number, task: () => void): void => {
    cancelTimer?.();
    cancelTimer = clock.after(delayMs, task);
  };
  const leave = (): Promise<unknown> | undefined => {
    const last = connection;
    connection = undefined;
    return last?.disconnect().catch(() => undefined);
  };
  const fail = (reason: string, message: string): void => {
    state = 'over';
    cancelTimer?.();
    void leave();
    report({ status: 'failed', reason, message });
  };
  const again = (reason: string, what: string, leastMs = LEAST_WAIT_MS): void => {
    if (state !== 'running') return;
    void leave();
    const delayMs = Math.max(leastMs, backOff.next());
    report({ status: 'connecting', reason, message: `${what} Trying again in ${Math.round(delayMs / 1000)} s by itself.` });
    setTimer(delayMs, connect);
  };

  function connect(): void {
    if (user === undefined) {
      fail('bad-address', `"${options.user}" is no TikTok name: enter it as in tiktok.com/@name.`);
      return;
    }
    addon ??= options.loadAddon();
    if ('problem' in addon) {
      fail(addon.problem, addon.message);
      return;
    }
    if (backOff.failures === 0) report({ status: 'connecting', reason: 'room-connecting', message: `Connecting to @${user}.` });
    try {
      const mine = addon.open(user);
      connection = mine;
      listen(mine);
      setTimer(CONNECT_WITHIN_MS, () => again('room-no-answer', 'TikTok did not answer in time.'));
      mine.connect().then(
        () => {
          if (connection !== mine) return;
          cancelTimer?.();
          report({ status: 'ready' });
        },
        (cause: unknown) => {
          if (connection === mine) connectFailed(cause);
        },
      );
    } catch (cause) {
      connectFailed(cause);
    }
  }

  function connectFailed(cause: unknown): void {
    // The add-on's errors are known by their names.
    const name = cause instanceof Error ? `${cause.name} ${cause.constructor.name}` : '';
    const why = messageFromUnknown(cause).slice(0, 200);
    if (/UserOffline/u.test(name)) again('tiktok-offline', `@${user ?? ''} is not live now.`, OFFLINE_WAIT_MS);
    else if (/InvalidUniqueId/u.test(name)) fail('no-such-room', `TikTok knows no @${user ?? ''}: check the name.`);
    else if (/RateLimit|SignAPI|Premium/u.test(name))
      again('tiktok-signing', `The signing server refused (${why}).`, RATE_LIMITED_WAIT_MS);
    else again('room-lost', `TikTok could not be reached (${why}).`);
  }

  function listen(mine: TiktokConnection): void {
    for (const event of TIKTOK_EVENTS) {
      mine.on(event, (data) => {
        if (connection === mine) take(event, data ?? {});
      });
    }
    mine.on('disconnected', () => {
      if (connection === mine) again('room-lost', 'The connection to TikTok was lost.');
    });
    // An emitter whose errors nobody hears throws them.
    mine.on('error', () => errors.add('addon-error'));
  }

  function take(event: string, data: unknown): void {
    try {
      room.take({ event, data });
      backOff.reset();
    } catch (cause) {
      errors.add('bad-message');
      logger.debug('a TikTok message could not be understood', { event, cause: messageFromUnknown(cause) });
    }
  }

  return {
    errors: errors.counts,
    start() {
      if (state !== 'idle') return;
      state = 'running';
      connect();
    },
    async close() {
      if (state !== 'over') room.close();
      state = 'over';
      cancelTimer?.();
      await waitAtMost(clock, CLOSE_WITHIN_MS, leave());
    },
  };
}
