import { deadline } from '#main/platform/deadline.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { createAttemptLoop } from '../../attempt-loop.ts';
import type { Connector, ConnectorContext } from '../../connector.ts';
import { createErrorCounters } from '../../error-counters.ts';
import { waitAtMost } from '../../time-limit.ts';
import { passOverNothing } from '../codec/pass-over.ts';
import { createOpenTranslator, endedSession } from '../events/open-events.ts';
import { createMessageReader } from '../message-reader.ts';
import { openRoomLink, type RoomLink } from '../room-link.ts';
import { createOpenApi, type OpenAnswer, type OpenSigner, type StartData, startDataSchema } from './open-api.ts';
import { openRefusal, SESSION_OVER } from './open-refusal.ts';

export interface OpenOptions {
  readonly signer: OpenSigner;
  readonly identityCode: string;
  /** Digits; '' leaves it to the relay. */
  readonly appId: string;
}

/** The server ends a session 60 s after the last heartbeat. */
const HEARTBEAT_MS = 20_000;
const SESSION_LIFE_MS = 60_000;
/** After so many connections in a row without one message a new session is started. */
const FAILURES_BEFORE_NEW_SESSION = 3;
/** For `end`, and for all that closing takes. */
const END_MS = 2000;

/**
 * Reads a room through Bilibili's open platform.
 *   start (HTTP) → socket → auth → live, with a heartbeat over HTTP every 20 s and over the socket every 30 s → end (HTTP)
 *   a lost socket comes back within the same session, by the next address; a session that the platform ended is started anew
 *   failed: what only the streamer can mend (identity code, keys, clock, too many programs)
 */
export function createOpenConnector(
  options: OpenOptions,
  context: ConnectorContext & { readonly random?: () => number },
): Connector {
  const { clock, report, logger, random = Math.random } = context;
  const { identityCode, appId } = options;
  const api = createOpenApi(options.signer, clock);
  const errors = createErrorCounters();
  const translator = createOpenTranslator(errors.add);
  const reader = createMessageReader(translator.eventsFrom, errors);
  const life = new AbortController();
  let session: StartData | undefined;
  let starting: Promise<void> | undefined;
  let link: RoomLink | undefined;
  let links = 0;
  let signatureTries = 0;
  let lastBeatMs = 0;
  let cancelBeat: (() => void) | undefined;
  let isDegraded = false;
  let closing: Promise<void> | undefined;

  const loop = createAttemptLoop({
    context,
    attempt() {
      if (session === undefined) starting = startSession();
      else openLink(session);
    },
    release() {
      link?.close();
      link = undefined;
    },
  });

  const forgetSession = (): void => {
    cancelBeat?.();
    cancelBeat = undefined;
    session = undefined;
  };

  async function startSession(): Promise<void> {
    if (loop.failures === 0)
      report({ status: 'connecting', reason: 'bili-starting', message: 'Starting a session with Bilibili.' });
    try {
      const answer = await api.start(identityCode, appId, life.signal);
      if (answer.code === 0) began(answer);
      else refused(answer);
    } catch (cause) {
      if (!life.signal.aborted) unreachable(cause);
    }
  }

  function began(answer: OpenAnswer): void {
    const data = startDataSchema.safeParse(answer.data);
    if (!data.success) {
      loop.again('bili-bad-answer', 'Bilibili started a session but did not say where.');
      return;
    }
    signatureTries = 0;
    session = data.data;
    lastBeatMs = clock.now();
    translator.enter({ roomId: session.anchor_info.room_id, ownerId: session.anchor_info.open_id });
    // Closed meanwhile: close() is waiting for this, and ends it.
    if (!loop.isRunning) return;
    if (session.game_info.game_id !== '') cancelBeat = clock.after(HEARTBEAT_MS, () => void beat());
    openLink(session);
  }

  function refused({ code, message, clockAheadMs }: OpenAnswer): void {
    if (!loop.isRunning) return;
    const refusal = openRefusal(code, message, clockAheadMs);
    if (refusal.action === 'wait') {
      signatureTries = 0;
      loop.wait(refusal.minMs * (1 + random()), refusal.reason, refusal.message);
    } else if (refusal.action === 'once-more' && signatureTries === 0) {
      signatureTries = 1;
      loop.again(refusal.reason, refusal.message);
    } else {
      emitNotice('auth_failed', refusal.message);
      loop.fail(refusal.reason, refusal.message);
    }
  }

  /** No answer of the platform's. */
  function unreachable(cause: unknown): void {
    const code = cause instanceof StudioError ? cause.code : 'internal';
    const message = messageFromUnknown(cause);
    logger.debug('the session could not be started', { cause: message });
    if (code === 'unauthorized') loop.fail('bili-relay-refused', message);
    else if (code === 'not-found' || code === 'invalid-input') loop.fail('bili-bad-address', message);
    else if (code === 'rate-limited') loop.wait(60_000 * (1 + random()), 'bili-rate-limited', message);
    else loop.again('bili-unreachable', message);
  }

  function openLink({ websocket_info: { wss_link, auth_body } }: StartData): void {
    const address = wss_link[links % wss_link.length] ?? '';
    links += 1;
    link = openRoomLink({
      url: new URL(address),
      headers: {},
      authBody: auth_body,
      behind: context.behind,
      clock,
      // The open platform sends nothing that is of no use.
      passOver: passOverNothing,
      onAuth(code) {
        if (code === 0) tellReady();
        else anew('bili-auth', `Bilibili refused the connection (code ${code}).`);
      },
      onMessages: take,
      onAlive: loop.alive,
      onError: errors.add,
      onEnd(reason, detail) {
        const what = `The connection to Bilibili was lost (${detail}).`;
        if ((loop.failures + 1) % FAILURES_BEFORE_NEW_SESSION === 0) anew(reason, what);
        else loop.again(reason, what);
      },
    });
  }

  function tellReady(): void {
    isDegraded = false;
    report({ status: 'ready' });
  }

  function take(messages: readonly unknown[]): void {
    const gameId = session?.game_info.game_id ?? '';
    // The end of a session that is not ours is none of our business.
    const ours = messages.filter((message) => [undefined, gameId].includes(endedSession(message)) || gameId === '');
    const events = reader.read(ours, clock.now());
    if (events.length > 0) context.emit(events);
    if (!ours.some((message) => endedSession(message) !== undefined)) return;
    forgetSession();
    loop.again('bili-session-over', 'Bilibili ended the session; a new one is started.');
  }

  /** Ends what there is, so that it does not hold the room, and begins with a new session. */
  function anew(reason: string, what: string): void {
    const gameId = session?.game_info.game_id ?? '';
    forgetSession();
    if (gameId !== '') void endSession(gameId);
    loop.again(reason, what);
  }

  async function beat(): Promise<void> {
    const gameId = session?.game_info.game_id ?? '';
    if (gameId === '' || !loop.isRunning) return;
    cancelBeat = clock.after(HEARTBEAT_MS, () => void beat());
    let trouble: string;
    try {
      const { code } = await api.heartbeat(gameId, life.signal);
      if (gameId !== session?.game_info.game_id) return;
      if (SESSION_OVER.has(code)) {
        forgetSession();
        loop.again('bili-session-over', 'The session with Bilibili was over; a new one is started.');
        return;
      }
      if (code === 0) {
        lastBeatMs = clock.now();
        if (isDegraded && link !== undefined) tellReady();
        return;
      }
      trouble = `code ${code}`;
    } catch (cause) {
      if (life.signal.aborted || gameId !== session?.game_info.game_id) return;
      trouble = messageFromUnknown(cause);
    }
    missed(trouble);
  }

  function missed(trouble: string): void {
    if (clock.now() - lastBeatMs >= SESSION_LIFE_MS) {
      anew('bili-session-over', 'Bilibili got no sign of life for a minute.');
      return;
    }
    isDegraded = true;
    report({
      status: 'degraded',
      reason: 'bili-heartbeat',
      message: `Bilibili did not take the sign of life (${trouble}); trying on.`,
    });
  }

  async function endSession(gameId: string): Promise<void> {
    const limit = deadline(clock, END_MS, life.signal);
    try {
      const { code } = await api.end(gameId, appId, limit.signal);
      if (code !== 0 && !SESSION_OVER.has(code)) logger.debug('the session could not be ended', { code });
    } catch (cause) {
      logger.debug('the session could not be ended', { cause: messageFromUnknown(cause) });
    } finally {
      limit.release();
    }
  }

  function emitNotice(code: 'auth_failed', message: string): void {
    const nowMs = clock.now();
    const event: LiveEvent = {
      v: 1,
      id: `bilibili-open:${code}-${Math.floor(nowMs)}`,
      platform: 'bilibili',
      source: 'bilibili-open',
      roomId: session?.anchor_info.room_id ?? '',
      timestamp: nowMs,
      receivedAt: nowMs,
      kind: 'notice',
      code,
      message,
    };
    context.emit([event]);
  }

  /** A start that is on its way is waited for: without its `end` the room would be held against the next. */
  async function sayGoodbye(): Promise<void> {
    await starting;
    const gameId = session?.game_info.game_id ?? '';
    forgetSession();
    if (gameId !== '') await endSession(gameId);
  }

  async function finish(): Promise<void> {
    loop.stop();
    await waitAtMost(clock, END_MS, sayGoodbye());
    forgetSession();
    life.abort();
  }

  return {
    errors: errors.counts,
    start: loop.start,
    close() {
      closing ??= finish();
      return closing;
    },
  };
}
