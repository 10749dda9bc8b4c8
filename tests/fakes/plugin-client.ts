import { WebSocket } from 'ws';

export interface Envelope {
  readonly apiName: string;
  readonly apiVersion: string;
  readonly timestamp: number;
  readonly requestID: string;
  readonly messageType: string;
  readonly data: Record<string, unknown>;
}

/** A plugin that says exactly what it is told to, over a real socket. */
export interface RawPlugin {
  readonly socket: WebSocket;
  /** Everything that came, in order. */
  readonly received: Envelope[];
  /** Resolves with the close code and reason. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  /** Sends one request and resolves with what carries its id first. */
  ask(messageType: string, data?: object | null): Promise<Envelope>;
  /** As `ask`, for an answer with data; throws when it is an error. */
  get(messageType: string, data?: object): Promise<Record<string, unknown>>;
  /** Error id of the answer; −1 when it is none. */
  errorOf(messageType: string, data?: object): Promise<number>;
  /** Sends anything and resolves with the next message. */
  sendRaw(text: string | Buffer): Promise<Envelope>;
  /** Resolves with the next message of this type that has not been taken yet. */
  next(messageType: string): Promise<Envelope>;
  close(): Promise<void>;
}

let ids = 0;

export async function connectPlugin(url: string, headers: Record<string, string> = {}): Promise<RawPlugin> {
  const socket = new WebSocket(url, { headers });
  const received: Envelope[] = [];
  let waiting: { readonly wants: (message: Envelope) => boolean; readonly resolve: (message: Envelope) => void }[] = [];
  const taken = new Set<Envelope>();
  socket.on('message', (data) => {
    const message: Envelope = JSON.parse(String(data));
    received.push(message);
    const waiter = waiting.find(({ wants }) => wants(message));
    if (waiter === undefined) return;
    waiting = waiting.filter((one) => one !== waiter);
    taken.add(message);
    waiter.resolve(message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString('utf8') }));
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  const wait = (wants: (message: Envelope) => boolean): Promise<Envelope> =>
    new Promise((resolve) => {
      waiting.push({ wants, resolve });
    });
  const plugin: RawPlugin = {
    socket,
    received,
    closed,
    ask(messageType, data) {
      ids += 1;
      const requestID = `q-${ids}`;
      const answer = wait((message) => message.requestID === requestID);
      socket.send(
        JSON.stringify({
          apiName: 'VTubeStudioPublicAPI',
          apiVersion: '1.0',
          requestID,
          messageType,
          ...(data === undefined ? {} : { data }),
        }),
      );
      return answer;
    },
    async get(messageType, data) {
      const answer = await plugin.ask(messageType, data);
      if (answer.messageType === 'APIError') throw new Error(`${messageType}: ${JSON.stringify(answer.data)}`);
      return answer.data;
    },
    async errorOf(messageType, data) {
      const answer = await plugin.ask(messageType, data);
      return answer.messageType === 'APIError' ? Number(answer.data.errorID) : -1;
    },
    sendRaw(text) {
      const answer = wait(() => true);
      socket.send(text);
      return answer;
    },
    next(messageType) {
      const found = received.find((message) => message.messageType === messageType && !taken.has(message));
      if (found === undefined) return wait((message) => message.messageType === messageType);
      taken.add(found);
      return Promise.resolve(found);
    },
    async close() {
      socket.close();
      await closed;
    },
  };
  return plugin;
}
