import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { decode, encode } from '@msgpack/msgpack';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Json } from './obs-kinds.ts';
import { createObsResponder, isObject } from './obs-responder.ts';
import { createObsWorld, type ObsWorld } from './obs-world.ts';

export interface FakeObsOptions {
  /** Default: none is asked for. */
  readonly password?: string;
  /** Of obs-websocket. Default 5.1.0, which comes with OBS 29.0. From 5.4 on there are uuids and more events. */
  readonly version?: '5.0.1' | '5.1.0' | '5.5.0';
  readonly world?: ObsWorld;
  readonly port?: number;
}

/**
 * OBS's WebSocket server: protocol 5, rpcVersion 1, both encodings, authentication, subscriptions, batches, and as much of OBS behind it as set-up and control
 * ask for. Answers and events were compared with those of OBS 29.0.2. It can misbehave on request.
 */
export interface FakeObs {
  readonly url: string;
  readonly port: number;
  readonly world: ObsWorld;
  /** Every request in the order of its coming, those within batches too. */
  readonly requests: readonly { readonly type: string; readonly data: Json }[];
  /** Identified clients now. */
  readonly sessions: readonly { readonly subscriptions: number; readonly encoding: 'json' | 'msgpack' }[];
  /** Connections ever accepted. */
  readonly connections: number;
  /** Pongs that came, none of which this server asks for. */
  readonly pongs: number;
  readonly behaviour: {
    /** False: takes connections and says nothing. */
    greets: boolean;
    /** Requests that are never answered. */
    readonly silent: Set<string>;
    /** Answers under another request's id, once for each. */
    readonly misplaced: Set<string>;
    password: string;
    rpcVersions: number[];
  };
  /** Resolves when a client has been let in `count` times in all. */
  identified(count: number): Promise<void>;
  /** Resolves when `isSo`; asked again whenever a client came, went or sent something. */
  until(isSo: () => boolean): Promise<void>;
  /** Resolves when such a request came (from now on). */
  asked(type: string): Promise<Json>;
  /** Holds back every answer to `type` until the returned function is called. */
  hold(type: string): () => void;
  /** The next such request is refused so. */
  refuseNext(type: string, code: number, comment: string): void;
  /** Sends an event to those who subscribed to it. */
  emit(intent: number, type: string, data: Json): void;
  /** As a request of another client would do it. */
  perform(type: string, data?: Json): Json | undefined;
  /** Bytes that are no message of the protocol. */
  sendGarbage(): void;
  /** The first half of a frame, then the connection breaks. */
  dropMidFrame(): void;
  /** Takes connections and bytes, but no program is behind them, as with a stopped process or a cable that was pulled. */
  freeze(): void;
  thaw(): void;
  /** As a crash does it. */
  drop(): void;
  /** Ends every connection, or only the last one, with a close frame. */
  closeClients(code: number, reason: string, which?: 'all' | 'last'): void;
  /** Nobody listens at the port any more; `start` opens it again with the same world. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

type Wrong = readonly [code: number, reason: string];

interface Session {
  readonly socket: WebSocket;
  readonly encoding: 'json' | 'msgpack';
  readonly secret: { readonly salt: string; readonly challenge: string };
  identified: boolean;
  subscriptions: number;
}

export async function createFakeObs(options: FakeObsOptions = {}): Promise<FakeObs> {
  const { version = '5.1.0' } = options;
  const world = options.world ?? createObsWorld();
  const behaviour = {
    greets: true,
    silent: new Set<string>(),
    misplaced: new Set<string>(),
    password: options.password ?? '',
    rpcVersions: [1],
  };
  const sessions = new Set<Session>();
  const held = new Map<string, (() => void)[]>();
  const waiting = new Set<() => void>();
  const raw = new Set<Socket>();
  let connections = 0;
  let pongs = 0;
  let identifiedInAll = 0;
  let http: Server | undefined;
  let port = options.port ?? 0;
  let isFrozen = false;

  const announce = (): void => {
    for (const check of [...waiting]) check();
  };
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!isSo()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  const send = ({ socket, encoding }: Session, op: number, d: Json): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(encoding === 'json' ? JSON.stringify({ op, d }) : encode({ op, d }));
  };
  const emit = (intent: number, type: string, data: Json): void => {
    for (const session of sessions)
      if (session.identified && (session.subscriptions & intent) !== 0)
        send(session, 5, { eventType: type, eventIntent: intent, eventData: data });
  };
  const responder = createObsResponder({ world, version, emit, onRequest: announce });
  const { requests, perform } = responder;

  function request(session: Session, d: Json): void {
    const type = String(d.requestType);
    const requestId = behaviour.misplaced.delete(type) ? 'nobody asked this' : d.requestId;
    if (behaviour.silent.has(type)) {
      responder.note(type, isObject(d.requestData) ? d.requestData : {});
      return;
    }
    const answer = { ...responder.outcome(d.requestType, d.requestData), requestId };
    const kept = held.get(type);
    if (kept === undefined) send(session, 7, answer);
    else kept.push(() => send(session, 7, answer));
  }

  /** A close code and OBS's words for it, where the client did wrong. */
  function identify(session: Session, d: Json): Wrong | undefined {
    if (session.identified) return [4008, 'You are already Identified with the obs-websocket server.'];
    if (behaviour.password !== '' && d.authentication !== authentication(behaviour.password, session.secret))
      return [4009, d.authentication === undefined ? NO_AUTHENTICATION : 'Authentication failed.'];
    if (d.rpcVersion === undefined) return [4003, "Your payload's data is missing an `rpcVersion`."];
    if (typeof d.rpcVersion !== 'number') return [4004, 'Your `rpcVersion` is not an unsigned number.'];
    if (!behaviour.rpcVersions.includes(d.rpcVersion))
      return [4010, 'Your requested RPC version is not supported by this server.'];
    session.subscriptions = typeof d.eventSubscriptions === 'number' ? d.eventSubscriptions : 2047;
    session.identified = true;
    identifiedInAll += 1;
    send(session, 2, { negotiatedRpcVersion: d.rpcVersion });
    announce();
    return undefined;
  }

  function take(session: Session, message: unknown): Wrong | undefined {
    if (!isObject(message)) return [4002, 'The data frame could not be decoded.'];
    const { op, d } = message;
    if (!isObject(d)) return [4003, 'Your payload is missing data (`d`).'];
    if (!session.identified && op !== 1) return [4007, NOT_IDENTIFIED];
    if (op === 1) return identify(session, d);
    if (op === 3) {
      if (typeof d.eventSubscriptions === 'number') session.subscriptions = d.eventSubscriptions;
      send(session, 2, { negotiatedRpcVersion: 1 });
      announce();
    } else if (op === 6) request(session, d);
    else if (op === 8) send(session, 9, { requestId: d.requestId, results: responder.batch(d) });
    else return [4006, `Unknown OpCode: ${String(op)}`];
    return undefined;
  }

  function accept(socket: WebSocket): void {
    connections += 1;
    const encoding = socket.protocol === 'obswebsocket.msgpack' ? 'msgpack' : 'json';
    const secret = { salt: randomBytes(32).toString('base64'), challenge: randomBytes(32).toString('base64') };
    const session: Session = { socket, encoding, secret, identified: false, subscriptions: 0 };
    sessions.add(session);
    socket.on('close', () => {
      sessions.delete(session);
      announce();
    });
    socket.on('error', () => {});
    socket.on('pong', () => {
      pongs += 1;
      announce();
    });
    socket.on('message', (data, isBinary) => {
      const wrong = take(session, decoded(data, encoding, isBinary));
      if (wrong !== undefined) socket.close(wrong[0], wrong[1]);
    });
    if (!behaviour.greets) return;
    const hello = {
      obsWebSocketVersion: version,
      rpcVersion: Math.max(...behaviour.rpcVersions),
      ...(version >= '5.4' ? { obsStudioVersion: '30.2.3' } : {}),
    };
    send(session, 0, behaviour.password === '' ? hello : { ...hello, authentication: secret });
  }

  async function start(): Promise<void> {
    const server = createServer();
    const sockets = new WebSocketServer({
      server,
      handleProtocols: (offered) => ['obswebsocket.msgpack', 'obswebsocket.json'].find((one) => offered.has(one)) ?? false,
    });
    server.on('connection', (socket) => {
      raw.add(socket);
      if (isFrozen) socket.pause();
      socket.on('close', () => raw.delete(socket));
    });
    sockets.on('connection', accept);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    http = server;
  }

  async function stop(): Promise<void> {
    const server = http;
    http = undefined;
    if (server === undefined) return;
    for (const socket of raw) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  await start();
  return {
    get url() {
      return `ws://127.0.0.1:${port}`;
    },
    get port() {
      return port;
    },
    world,
    requests,
    get sessions() {
      return [...sessions].filter((one) => one.identified).map(({ subscriptions, encoding }) => ({ subscriptions, encoding }));
    },
    get connections() {
      return connections;
    },
    get pongs() {
      return pongs;
    },
    behaviour,
    until,
    identified: (count) => until(() => identifiedInAll >= count),
    async asked(type) {
      const from = requests.length;
      const match = (): Json | undefined => requests.slice(from).find((one) => one.type === type)?.data;
      await until(() => match() !== undefined);
      return match() ?? {};
    },
    hold(type) {
      const kept: (() => void)[] = [];
      held.set(type, kept);
      return () => {
        held.delete(type);
        for (const answer of kept) answer();
      };
    },
    refuseNext: responder.refuseNext,
    emit,
    perform,
    sendGarbage() {
      for (const { socket } of sessions) socket.send(new Uint8Array([0xc1, 0xff, 0x00, 0xc1]));
    },
    dropMidFrame() {
      // The head of an unmasked binary frame of 126 bytes and more, and four of 200 bytes.
      for (const socket of raw) socket.write(new Uint8Array([0x82, 126, 0, 200, 1, 2, 3, 4]), () => socket.destroy());
    },
    freeze() {
      isFrozen = true;
      for (const socket of raw) socket.pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of raw) socket.resume();
    },
    drop() {
      for (const socket of raw) socket.destroy();
    },
    closeClients(code, reason, which = 'all') {
      const list = [...sessions];
      for (const { socket } of which === 'all' ? list : list.slice(-1)) socket.close(code, reason);
    },
    stop,
    start,
    close: stop,
  };
}

const NO_AUTHENTICATION = "Your payload's data is missing an `authentication` string, however authentication is required.";
const NOT_IDENTIFIED = 'You attempted to send a non-Identify message while not identified.';

/** Section "Creating an authentication string" of the protocol. */
export function authentication(password: string, secret: { readonly salt: string; readonly challenge: string }): string {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
  return sha256(sha256(password + secret.salt) + secret.challenge);
}

function decoded(data: unknown, encoding: 'json' | 'msgpack', isBinary: boolean): unknown {
  try {
    if (!Buffer.isBuffer(data) || isBinary !== (encoding === 'msgpack')) return undefined;
    return encoding === 'json' ? JSON.parse(data.toString('utf8')) : decode(data);
  } catch {
    return undefined;
  }
}
