import type { RawData, WebSocket } from 'ws';
import type { FairWork, FairWorker } from '#main/platform/fair-work.ts';
import type { PluginSessionView } from '#shared/contract/plugins.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { PluginLog } from '../access/plugin-log.ts';
import { shownName } from '../access/shown-name.ts';
import type { PluginRecord } from '../access/token-book.ts';
import { readEnvelope, responseType, type VtsRequest, writeEnvelope } from '../protocol/envelope.ts';
import { VtsError } from '../protocol/error-ids.ts';
import type { PluginSession } from '../protocol/plugin-session.ts';
import type { RequestKind } from '../protocol/request-kind.ts';
import { findRequest } from '../requests/request-registry.ts';
import type { World } from '../state/world.ts';
import { createInbox } from './inbox.ts';
import type { VtsLimits } from './limits.ts';
import { createSubscriptions } from './subscriptions.ts';

/** One plugin's socket, from its first byte to its last. */
export interface Connection {
  readonly id: string;
  plugin(): PluginRecord | undefined;
  /** Has not shown a valid token, and no question of its waits for the streamer. */
  isStranger(): boolean;
  view(): PluginSessionView;
  /** Its access was taken back: what it holds goes, further requests get error 50. */
  revoke(): void;
  /** Lets go of everything that it holds; the connection itself stays. */
  release(): void;
  close(code: number, reason: string): void;
  /** Not waited for: the socket is gone at once. */
  terminate(): void;
  /** Resolves when the socket is gone; after `graceMs` it is cut off. */
  goneWithin(graceMs: number): Promise<void>;
  /** False: it has shown no life since the last call. */
  checkLife(): boolean;
}

export interface ConnectionOptions {
  readonly id: string;
  readonly socket: WebSocket;
  readonly origin: string | null;
  readonly world: World;
  readonly work: FairWork;
  readonly log: PluginLog;
  readonly limits: VtsLimits;
  /** False: the streamer has switched the API off; every request gets error 1. */
  readonly isEnabled: () => boolean;
  readonly onChange: () => void;
  readonly onEnd: (connection: Connection) => void;
}

/** Longest part of a foreign text that goes into our log. */
const LOGGED_MOST = 64;

export function createConnection(options: ConnectionOptions): Connection {
  const { id, socket, origin, world, work, log, limits, isEnabled, onChange, onEnd } = options;
  const { clock } = world;
  const connectedAt = clock.now();
  const inbox = createInbox(limits, clock);
  const ended = new AbortController();
  let access = new AbortController();
  let plugin: PluginRecord | undefined;
  let wasRevoked = false;
  let pending = 0;
  let requests = 0;
  let errors = 0;
  let slowed = false;
  let alive = true;
  let answering = '';
  let cancelWait: (() => void) | undefined;
  let cancelStranger = armStranger();

  const subscriptions = createSubscriptions(world, (eventName, requestId, data) => {
    // High-rate events may be missed by a plugin that reads slowly; answers may not.
    if (socket.bufferedAmount <= limits.unreadEventBytes) send(eventName, requestId, data);
  });
  const session: PluginSession = {
    id,
    origin,
    plugin: () => plugin,
    authenticate(next) {
      plugin = next;
      wasRevoked = false;
      if (access.signal.aborted) access = new AbortController();
      cancelStranger();
      world.itemNotes.remember(id, next);
      world.book.seen(next.id);
      onChange();
    },
    get signal() {
      return access.signal;
    },
    ended: ended.signal,
    subscribe(event, open) {
      subscriptions.add(event, open, answering);
      onChange();
    },
    unsubscribe(name) {
      subscriptions.remove(name);
      onChange();
    },
    unsubscribeAll() {
      subscriptions.clear();
      onChange();
    },
    subscribed: subscriptions.names,
  };
  const worker: FairWorker = { step };

  socket.on('message', receive);
  socket.on('pong', () => {
    alive = true;
  });
  socket.once('close', end);
  socket.on('error', (error) => world.logger.debug('a plugin’s socket failed', { id, error: error.message }));

  const connection: Connection = {
    id,
    plugin: () => plugin,
    isStranger,
    view: () => ({
      id,
      plugin: plugin === undefined ? null : { name: shownName(plugin.name), developer: shownName(plugin.developer) },
      origin,
      connectedAt,
      requests,
      errors,
      slowed,
      events: [...subscriptions.names()],
    }),
    revoke() {
      if (plugin === undefined) return;
      plugin = undefined;
      wasRevoked = true;
      release();
      cancelStranger = armStranger();
      onChange();
    },
    release,
    close(code, reason) {
      // A socket that is not read never sees the other side's goodbye.
      socket.resume();
      socket.close(code, reason);
    },
    terminate: () => socket.terminate(),
    goneWithin: (graceMs) =>
      new Promise((resolve) => {
        if (socket.readyState === socket.CLOSED) return resolve();
        const timer = setTimeout(() => socket.terminate(), graceMs);
        socket.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
    checkLife() {
      // While we do not read it, its answers to our pings do not come through either.
      const lives = alive || socket.isPaused;
      alive = false;
      if (lives && socket.readyState === socket.OPEN) socket.ping();
      return lives;
    },
  };
  return connection;

  function receive(data: RawData): void {
    alive = true;
    const message = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
    if (socket.readyState !== socket.OPEN) return;
    if (plugin === undefined && message.byteLength > limits.strangerMessageBytes) {
      refuseConnection(1009, 'authenticate before you send large messages');
      return;
    }
    if (!inbox.put(message)) {
      refuseConnection(1008, 'too many requests at once; wait for answers');
      return;
    }
    if (inbox.length >= limits.queueHigh && !socket.isPaused) socket.pause();
    work.wake(worker);
  }

  function refuseConnection(code: number, reason: string): void {
    log.add({
      at: clock.now(),
      sessionId: id,
      plugin: nameNow(),
      request: '',
      errorId: 0,
      message: `connection closed: ${reason}`,
      ms: 0,
    });
    inbox.clear();
    work.remove(worker);
    connection.close(code, reason);
    clock.after(limits.closeGraceMs, () => socket.terminate());
  }

  /** Answers one waiting request, if its turn has come. */
  function step(): boolean {
    if (inbox.length === 0 || pending >= limits.pendingMost || socket.readyState !== socket.OPEN) return false;
    const waitMs = inbox.waitMs();
    if (waitMs > 0) {
      setSlowed(true);
      cancelWait ??= clock.after(waitMs, () => {
        cancelWait = undefined;
        work.wake(worker);
      });
      return false;
    }
    const message = inbox.take();
    if (inbox.length === 0) setSlowed(false);
    if (socket.isPaused && inbox.length <= limits.queueLow) socket.resume();
    if (message !== undefined) answer(message.toString('utf8'));
    return inbox.length > 0;
  }

  function setSlowed(next: boolean): void {
    if (next === slowed) return;
    slowed = next;
    onChange();
  }

  function answer(text: string): void {
    const startedAt = clock.now();
    requests += 1;
    const read = readEnvelope(text);
    if (!read.ok) {
      refuse({ requestId: read.requestId, type: read.type }, startedAt, read.error);
      return;
    }
    const { request } = read;
    let result: object | Promise<object>;
    answering = request.requestId;
    try {
      result = permitted(request).answer(request.data, { world, session });
    } catch (error) {
      refuse(request, startedAt, error);
      return;
    }
    if (!(result instanceof Promise)) {
      reply(request, startedAt, result);
      return;
    }
    pending += 1;
    const settle = (): void => {
      pending -= 1;
      work.wake(worker);
    };
    result
      .then(
        (data) => reply(request, startedAt, data),
        (error: unknown) => refuse(request, startedAt, error),
      )
      .finally(settle);
  }

  /** The request's row of the registry, when this connection may ask for it now. */
  function permitted({ type }: VtsRequest): RequestKind {
    if (!isEnabled()) throw new VtsError('APIAccessDeactivated', 'The streamer has switched the plugin API off.');
    const kind = findRequest(type);
    if (kind === undefined) throw new VtsError('RequestTypeUnknown', `There is no request "${type.slice(0, LOGGED_MOST)}".`);
    if (kind.authenticated && plugin === undefined) {
      if (wasRevoked) throw new VtsError('TokenRequestDenied', 'The streamer has taken this plugin’s access back.');
      throw new VtsError('RequestRequiresAuthetication', 'Authenticate this session first.');
    }
    return kind;
  }

  function reply(request: VtsRequest, startedAt: number, data: object): void {
    send(responseType(request.type), request.requestId, data);
    note(request.type, startedAt, null, '');
    subscriptions.openNew();
  }

  function refuse(request: Pick<VtsRequest, 'requestId' | 'type'>, startedAt: number, error: unknown): void {
    errors += 1;
    const known = error instanceof VtsError;
    if (!known) world.logger.warn('a plugin’s request failed', { request: request.type, error: messageFromUnknown(error) });
    const errorID = known ? error.errorId : 0;
    const message = known ? error.message : 'The request failed inside the program; its log says why.';
    send('APIError', request.requestId, { errorID, message });
    note(request.type, startedAt, errorID, message);
  }

  function note(request: string, startedAt: number, errorId: number | null, message: string): void {
    const at = clock.now();
    const shown = request.slice(0, LOGGED_MOST);
    log.add({ at, sessionId: id, plugin: nameNow(), request: shown, errorId, message, ms: at - startedAt });
    onChange();
  }

  function send(messageType: string, requestId: string, data: object): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > limits.unreadBytes) {
      world.logger.warn('a plugin does not read its answers and was cut off', { plugin: nameNow() });
      socket.terminate();
      return;
    }
    socket.send(writeEnvelope(messageType, requestId, data, clock.now()));
  }

  function nameNow(): string {
    return plugin === undefined ? '' : shownName(plugin.name);
  }

  function isStranger(): boolean {
    return plugin === undefined && pending === 0;
  }

  function armStranger(): () => void {
    return clock.after(limits.strangerMs, () => {
      if (isStranger()) socket.close(1008, 'authenticate soon after connecting');
      else if (plugin === undefined) cancelStranger = armStranger();
    });
  }

  function release(): void {
    subscriptions.clear();
    access.abort();
    access = new AbortController();
    world.physics.release(id);
    world.bus.drop(id);
    world.avatar.dropOwner(id);
    world.items.dropOwner(id);
  }

  function end(): void {
    ended.abort();
    cancelStranger();
    cancelWait?.();
    work.remove(worker);
    inbox.clear();
    release();
    access.abort();
    onEnd(connection);
  }
}
