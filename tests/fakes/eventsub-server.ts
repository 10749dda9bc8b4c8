import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { createJsonServer, type JsonReply, type JsonRequestSeen, type JsonServer } from './json-server.ts';

/** What a well-behaved server does; each can be switched off while it runs. */
export interface EventSubBehaviour {
  welcomes: boolean;
  /** Greets connections that come by a reconnect address. */
  welcomesHandOver: boolean;
  keepaliveSeconds: number;
}

/**
 * Twitch's EventSub WebSocket and the part of its HTTP interface that belongs to it, on free ports of 127.0.0.1. Like Twitch it ends a connection on
 * which something is sent (4001), hands sessions over by address, and knows which subscription belongs to which session.
 */
export interface EventSubServer {
  readonly socketUrl: string;
  /** The HTTP side; `mishaps` make it misbehave. */
  readonly api: JsonServer;
  readonly behaviour: EventSubBehaviour;
  /** Connections ever accepted. */
  readonly connections: number;
  readonly open: number;
  readonly paths: readonly string[];
  /** Subscription types of the session that lives. */
  readonly subscribed: readonly string[];
  /** Types that the HTTP side refuses, with status and message. */
  readonly refusals: Map<string, { status: number; message: string }>;
  readonly chatLines: readonly { message: string; reply_parent_message_id?: string }[];
  /** Answers chat lines with this instead of sending them. */
  dropReason: string | undefined;
  readonly bans: readonly { user_id: string; duration: number; reason: string }[];
  connected(count: number): Promise<void>;
  /** Resolves when the living session has so many subscriptions. */
  hasSubscriptions(count: number): Promise<void>;
  empty(): Promise<void>;
  until(condition: () => boolean): Promise<void>;
  /** Sends a notification to whoever has a subscription to it. Returns its text, so that it can be sent again. */
  notify(type: string, event: object, options?: { messageId?: string; sentAt?: string }): string;
  keepalive(): void;
  /** Asks all clients to move to a new address, as Twitch does before it restarts a server. */
  askToReconnect(): void;
  revoke(type: string, status: string): void;
  /** Exactly this to every connection. */
  sendText(text: string): void;
  sendBinary(bytes: Uint8Array): void;
  closeClients(code: number): void;
  /** Ends them as a lost network does: the oldest only, or all. */
  dropClients(which?: 'oldest' | 'newest'): void;
  close(): Promise<void>;
}

interface Session {
  readonly id: string;
  readonly types: Set<string>;
}

export async function createEventSubServer(isTokenGood: (token: string) => boolean, clientId: string): Promise<EventSubServer> {
  const behaviour: EventSubBehaviour = { welcomes: true, welcomesHandOver: true, keepaliveSeconds: 30 };
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  const sessions = new Map<WebSocket, Session>();
  /** Sessions that wait to be taken over, by the key in the reconnect address. */
  const handOvers = new Map<string, Session>();
  const paths: string[] = [];
  const refusals = new Map<string, { status: number; message: string }>();
  const chatLines: { message: string; reply_parent_message_id?: string }[] = [];
  const bans: { user_id: string; duration: number; reason: string }[] = [];
  let made = 0;
  let messages = 0;
  let dropReason: string | undefined;
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const check of [...waiting]) check();
  };
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!condition()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });

  const envelope = (type: string, payload: object, metadata: object = {}): string => {
    messages += 1;
    const standard = { message_id: `m-${messages}`, message_type: type, message_timestamp: '2023-11-14T22:13:20.123456789Z' };
    return JSON.stringify({ metadata: { ...standard, ...metadata }, payload });
  };
  const sessionOf = (session: Session, status: string, url: string | null = null): object => ({
    session: {
      id: session.id,
      status,
      keepalive_timeout_seconds: status === 'connected' ? behaviour.keepaliveSeconds : null,
      reconnect_url: url,
      connected_at: '2023-11-14T22:13:20Z',
    },
  });

  const newSession = (): Session => {
    made += 1;
    return { id: `session-${made}`, types: new Set<string>() };
  };
  sockets.on('connection', (socket, request) => {
    const url = new URL(request.url ?? '/', 'ws://x');
    paths.push(request.url ?? '');
    const taken = handOvers.get(url.searchParams.get('challenge') ?? '');
    const session = taken ?? newSession();
    socket.on('error', () => {});
    socket.on('close', () => {
      sessions.delete(socket);
      changed();
    });
    socket.on('message', () => socket.close(4001, 'client sent inbound traffic'));
    if (taken === undefined ? behaviour.welcomes : behaviour.welcomesHandOver) {
      sessions.set(socket, session);
      socket.send(envelope('session_welcome', sessionOf(session, 'connected')));
    }
    changed();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const socketUrl = `ws://127.0.0.1:${port}/ws`;
  const refuse = (status: number, message: string): JsonReply => ({ status, body: { error: 'refused', status, message } });

  function subscribe(body: string): JsonReply {
    const asked = JSON.parse(body) as { type: string; transport: { method: string; session_id: string } };
    const refusal = refusals.get(asked.type);
    if (refusal) return refuse(refusal.status, refusal.message);
    const session = [...sessions.values()].find(({ id }) => id === asked.transport.session_id);
    if (session === undefined) return refuse(400, 'websocket transport session does not exist or has already disconnected');
    if (session.types.has(asked.type)) return refuse(409, 'subscription already exists');
    session.types.add(asked.type);
    return { status: 202, body: { data: [{ id: `sub-${asked.type}`, status: 'enabled', type: asked.type }], total: 1 } };
  }

  function chat(body: string): JsonReply {
    const line = JSON.parse(body) as { message: string; sender_id: string; broadcaster_id: string };
    if (line.message.length > 500) return refuse(400, 'message is too long');
    if (dropReason !== undefined) {
      const drop = { code: 'msg_rejected', message: dropReason };
      return { status: 200, body: { data: [{ message_id: '', is_sent: false, drop_reason: drop }] } };
    }
    chatLines.push(line);
    return { status: 200, body: { data: [{ message_id: `line-${chatLines.length}`, is_sent: true, drop_reason: null }] } };
  }

  const api = await createJsonServer((request: JsonRequestSeen) => {
    const token = /^Bearer (.+)$/u.exec(request.authorization)?.[1] ?? '';
    if (request.headers['client-id'] !== clientId || !isTokenGood(token)) return refuse(401, 'Invalid OAuth token');
    if (request.path.endsWith('/eventsub/subscriptions')) return subscribe(request.body);
    if (request.path.endsWith('/chat/messages')) return chat(request.body);
    if (request.path.endsWith('/moderation/bans')) {
      bans.push((JSON.parse(request.body) as { data: (typeof bans)[number] }).data);
      return { status: 200, body: { data: [{}] } };
    }
    return refuse(404, 'Not Found');
  });

  const toAll = (task: (client: WebSocket) => void): void => {
    for (const client of [...sockets.clients]) task(client);
  };
  const living = (): Session | undefined => [...sessions.values()].at(-1);

  return {
    socketUrl,
    api,
    behaviour,
    paths,
    refusals,
    chatLines,
    bans,
    get connections() {
      return paths.length;
    },
    get open() {
      return [...sockets.clients].filter((client) => client.readyState === client.OPEN).length;
    },
    get subscribed() {
      return [...(living()?.types ?? [])].sort();
    },
    get dropReason() {
      return dropReason;
    },
    set dropReason(reason) {
      dropReason = reason;
    },
    connected: (count) => until(() => paths.length >= count),
    async hasSubscriptions(count) {
      await api.until(() => (living()?.types.size ?? 0) >= count);
    },
    empty: () => until(() => sockets.clients.size === 0),
    until,
    notify(type, event, { messageId, sentAt } = {}) {
      const metadata = {
        subscription_type: type,
        subscription_version: '1',
        ...(messageId === undefined ? {} : { message_id: messageId }),
        ...(sentAt === undefined ? {} : { message_timestamp: sentAt }),
      };
      const text = envelope(
        'notification',
        { subscription: { id: 's', type, version: '1', status: 'enabled' }, event },
        metadata,
      );
      for (const [socket, session] of sessions) if (session.types.has(type)) socket.send(text);
      return text;
    },
    keepalive: () => toAll((client) => client.send(envelope('session_keepalive', {}))),
    askToReconnect() {
      for (const [socket, session] of sessions) {
        const key = `challenge-${handOvers.size + 1}`;
        handOvers.set(key, session);
        socket.send(envelope('session_reconnect', sessionOf(session, 'reconnecting', `${socketUrl}?challenge=${key}`)));
      }
    },
    revoke(type, status) {
      const subscription = { id: 's', type, version: '1', status };
      toAll((client) => client.send(envelope('revocation', { subscription }, { subscription_type: type })));
    },
    sendText: (text) => toAll((client) => client.send(text)),
    sendBinary: (bytes) => toAll((client) => client.send(bytes)),
    closeClients: (code) => toAll((client) => client.close(code)),
    dropClients(which) {
      const clients = [...sockets.clients];
      const chosen = which === undefined ? clients : which === 'oldest' ? clients.slice(0, 1) : clients.slice(-1);
      for (const client of chosen) client.terminate();
    },
    async close() {
      toAll((client) => client.terminate());
      await new Promise((resolve) => sockets.close(resolve));
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await api.close();
    },
  };
}
