import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { createAttemptLoop } from '../../attempt-loop.ts';
import type { Connector, ConnectorContext } from '../../connector.ts';
import { createErrorCounters } from '../../error-counters.ts';
import { createWebTranslator, MASKED_MESSAGE, passOverIgnored } from '../events/web-events.ts';
import { createMessageReader } from '../message-reader.ts';
import { openRoomLink, type RoomLink, socketUrlFrom } from '../room-link.ts';
import { cookieFrom } from './cookie.ts';
import { createRoomDoor, type EntryRefusal, type RoomEntry } from './room-entry.ts';
import { createWebApi, type WebAddresses, webHeaders } from './web-api.ts';

export interface WebOptions extends WebAddresses {
  /** The number behind live.bilibili.com/. */
  readonly room: string;
  /** The streamer's own cookie as they pasted it; '' = a visitor. */
  readonly cookie: string;
  /** Instead of the hosts that the room names; '' = those. */
  readonly socketUrl: string;
  /** beside-open: the open platform runs too, and only what it lacks is taken from here, so that nothing comes twice. */
  readonly share: 'everything' | 'beside-open';
}

/** brotli. */
const PROTOCOL_VERSION = 3;
/** The first steps are gone through again after so many connections in a row without a message, or after all hosts were tried. */
const FAILURES_BEFORE_FIRST_STEP = 3;
/** Risk control passes by itself, if one keeps still. */
const RISK_CONTROL_WAITS_MS = [60_000, 300_000, 900_000] as const;
const BLOCKED_WAIT_MS = 600_000;

/** What only the web room tells: the open platform has no follows, shares, changes of title, and no figures. */
function isLackingOnOpen(event: LiveEvent): boolean {
  switch (event.kind) {
    case 'follow':
    case 'share':
    case 'stats':
    case 'notice':
      return true;
    case 'room':
      return event.action === 'title_change';
    default:
      return false;
  }
}

/**
 * Reads a room as its web page does, with the streamer's own cookie or as a visitor. It only reads.
 *   (visitor id) → room → keys and own uid → token and hosts → socket → auth → live
 *   a lost socket takes the next host and a new token; every third time all steps anew
 *   risk control: 1, 5, 15 min; too many requests: 10 min; it never tries to look like something else
 */
export function createWebConnector(
  options: WebOptions,
  context: ConnectorContext & { readonly random?: () => number },
): Connector {
  const { clock, report, logger, random = Math.random } = context;
  const errors = createErrorCounters();
  const translator = createWebTranslator(errors.add);
  const reader = createMessageReader(translator.eventsFrom, errors);
  const life = new AbortController();
  const cookie = new Map(cookieFrom(options.cookie));
  const api = createWebApi(options, () => cookie, clock, life.signal);
  const door = createRoomDoor(options.room, api, clock, ensureVisitorId);
  const hasAccount = cookie.has('SESSDATA');
  let link: RoomLink | undefined;
  let links = 0;
  let riskControls = 0;
  let maskedTold = false;
  let roomId = '';

  const loop = createAttemptLoop({
    context,
    attempt: () => void enter(),
    release() {
      link?.close();
      link = undefined;
    },
  });

  async function ensureVisitorId(): Promise<void> {
    if (cookie.has('buvid3')) return;
    const id = await api.visitorId();
    if (id !== undefined) cookie.set('buvid3', id);
  }

  async function enter(): Promise<void> {
    if (loop.failures === 0)
      report({ status: 'connecting', reason: 'bili-entering', message: `Looking for the way into room ${options.room}.` });
    try {
      const answer = await door.enter();
      if (!loop.isRunning) return;
      if ('refusal' in answer) refused(answer.refusal);
      else open(answer.entry);
    } catch (cause) {
      if (!life.signal.aborted) unreachable(cause);
    }
  }

  function refused(refusal: EntryRefusal): void {
    switch (refusal.action) {
      case 'fail':
        loop.fail(refusal.reason, refusal.message);
        return;
      case 'again':
        loop.again(refusal.reason, refusal.message);
        return;
      case 'blocked':
        loop.wait(
          BLOCKED_WAIT_MS * (1 + random() / 2),
          'bili-blocked',
          'Bilibili gets too many requests from this network; waiting 10 minutes or more. Switch it off meanwhile, or use the open platform.',
        );
        return;
      case 'risk-control':
        keepStill();
    }
  }

  function keepStill(): void {
    const waitMs = RISK_CONTROL_WAITS_MS[Math.min(riskControls, RISK_CONTROL_WAITS_MS.length - 1)] ?? BLOCKED_WAIT_MS;
    const message = `Bilibili refuses this connection (risk control); trying again in ${waitMs / 60_000} min. ${hasAccount ? 'Use the open platform, which is never refused like this.' : 'Enter your own cookie, or use the open platform.'}`;
    riskControls += 1;
    if (riskControls === 1) emit([noticeEvent('risk_control', message)]);
    loop.wait(waitMs, 'bili-risk-control', message);
  }

  function unreachable(cause: unknown): void {
    const message = messageFromUnknown(cause);
    logger.debug('the room could not be entered', { cause: message });
    if (cause instanceof StudioError && cause.code === 'invalid-input') loop.fail('bili-bad-address', message);
    else again('bili-unreachable', message);
  }

  function again(reason: string, what: string, hosts = 1): void {
    loop.again(reason, what);
    if (loop.failures % Math.max(FAILURES_BEFORE_FIRST_STEP, hosts) === 0) door.forget();
  }

  function open(entry: RoomEntry): void {
    const address = options.socketUrl === '' ? (entry.hosts[links % entry.hosts.length] ?? '') : options.socketUrl;
    const url = socketUrlFrom(address);
    if (url === undefined) {
      loop.fail('bili-bad-address', `"${address}" is no ws:// or wss:// address: correct it in the settings.`);
      return;
    }
    links += 1;
    roomId = entry.roomId;
    translator.enter(entry);
    link = openRoomLink({
      url,
      headers: webHeaders(cookie),
      authBody: authBodyOf(entry, cookie.get('buvid3') ?? ''),
      behind: context.behind,
      clock,
      passOver: passOverIgnored,
      onAuth(code) {
        if (code === 0) tellReady(entry);
        else again('bili-auth', `Bilibili refused the connection (code ${code}).`);
      },
      onMessages: take,
      onAlive() {
        riskControls = 0;
        loop.alive();
      },
      onError: errors.add,
      onEnd: (reason, detail) => again(reason, `The connection to Bilibili was lost (${detail}).`, entry.hosts.length),
    });
  }

  function tellReady({ ownUid }: RoomEntry): void {
    if (hasAccount && ownUid === '0')
      report({
        status: 'degraded',
        reason: 'bili-cookie-expired',
        message:
          'Bilibili does not know this cookie any more: log in on its site and enter the new one. Until then names may be hidden.',
      });
    else if (maskedTold) tellMasked();
    else report({ status: 'ready' });
  }

  function tellMasked(): void {
    report({ status: 'degraded', reason: 'bili-names-masked', message: MASKED_MESSAGE });
  }

  function take(messages: readonly unknown[]): void {
    const events: LiveEvent[] = [];
    for (const event of reader.read(messages, clock.now())) {
      const isMaskNotice = event.kind === 'notice' && event.code === 'names_masked';
      if (isMaskNotice && maskedTold) continue;
      if (!maskedTold && (isMaskNotice || ('user' in event && event.user.masked))) {
        maskedTold = true;
        tellMasked();
        if (!isMaskNotice) events.push(noticeEvent('names_masked', MASKED_MESSAGE));
      }
      events.push(event);
    }
    emit(events);
  }

  function emit(events: readonly LiveEvent[]): void {
    const wanted = options.share === 'everything' ? events : events.filter(isLackingOnOpen);
    if (wanted.length > 0 && loop.isRunning) context.emit(wanted);
  }

  function noticeEvent(code: 'names_masked' | 'risk_control', message: string): LiveEvent {
    const nowMs = clock.now();
    const id = `bilibili:${code}:${Math.floor(nowMs)}`;
    return {
      v: 1,
      id,
      platform: 'bilibili',
      source: 'bilibili-web',
      roomId,
      timestamp: nowMs,
      receivedAt: nowMs,
      kind: 'notice',
      code,
      message,
    };
  }

  return {
    errors: errors.counts,
    start: loop.start,
    async close() {
      loop.stop();
      life.abort();
    },
  };
}

function authBodyOf({ ownUid, roomId, token }: RoomEntry, buvid: string): string {
  return JSON.stringify({
    uid: Number(ownUid),
    roomid: Number(roomId),
    protover: PROTOCOL_VERSION,
    platform: 'web',
    type: 2,
    buvid,
    key: token,
  });
}
