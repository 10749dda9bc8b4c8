import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';

export interface FunasrServerOptions {
  /**
   * python: `funasr_wss_server.py`: the subprotocol `binary` must be offered, `is_final` tells whether one still speaks, nothing comes for silence, every new client
   * throws the others out. cpp: `funasr-wss-server-2pass`: selects no subprotocol, and ends with `is_final: true`.
   */
  readonly kind: 'python' | 'cpp';
  /** What it hears: stretches of speech, each as online words and the whole text of the second pass. */
  readonly stretches: readonly { readonly online: readonly string[]; readonly offline: string }[];
  /** never-final: takes everything and says nothing; online-only: the second pass fails; cut: hangs up at the first word; not-funasr: other JSON; late: see `release`; ends-before: the last stretch is over before the sound is. */
  readonly fault?: 'never-final' | 'online-only' | 'cut' | 'not-funasr' | 'not-json' | 'late' | 'ends-before';
}

export interface FunasrUtterance {
  readonly config: Record<string, unknown>;
  readonly messages: number[];
  /** Samples of all binary messages. */
  samples: number;
  ended: boolean;
}

export interface FunasrServer {
  readonly url: string;
  readonly utterances: readonly FunasrUtterance[];
  /** Resolves when so many utterances have ended. */
  ends(count: number): Promise<void>;
  /** With fault 'late': sends what is due. */
  release(): void;
  close(): Promise<void>;
}

/** Samples from one online message to the next: a step of 600 ms. */
const STEP_SAMPLES = 9600;

/** A real WebSocket server on a free port that speaks FunASR's protocol (runtime/docs/websocket_protocol.md), as its two implementations do. */
export async function startFunasrServer(options: FunasrServerOptions): Promise<FunasrServer> {
  const http = createServer((_, response) => response.writeHead(426).end());
  const utterances: FunasrUtterance[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const late: (() => void)[] = [];
  const sockets = new WebSocketServer({
    server: http,
    handleProtocols: (offered) => (options.kind === 'python' && offered.has('binary') ? 'binary' : false),
    // Newer releases of Python's websockets refuse clients that offer none.
    verifyClient: ({ req }, decide) =>
      decide(options.kind !== 'python' || req.headers['sec-websocket-protocol'] !== undefined, 400, 'missing subprotocol'),
  });
  sockets.on('connection', (socket) => {
    if (options.kind === 'python') for (const other of sockets.clients) if (other !== socket) other.close();
    const utterance: FunasrUtterance = { config: {}, messages: [], samples: 0, ended: false };
    utterances.push(utterance);
    serve(socket, utterance);
  });

  function serve(socket: WebSocket, utterance: FunasrUtterance): void {
    let onlineSent = 0;
    let stretch = 0;
    const due = options.stretches.flatMap(({ online }, index) =>
      online.map((text, at) => ({ text, index, last: at === online.length - 1 })),
    );
    const say = (mode: string, text: string, isFinal: boolean): void =>
      socket.send(JSON.stringify({ mode, text, wav_name: utterance.config.wav_name, is_final: isFinal }));
    const isFinal = (): boolean => options.kind === 'python' && !utterance.ended;
    const whole = (last: boolean): void => {
      const text = options.stretches[stretch++]?.offline;
      if (options.fault === 'online-only' || (text === undefined && options.kind === 'python')) return;
      say('2pass-offline', text ?? '', last && options.kind === 'cpp' ? true : isFinal());
    };
    const heard = (): void => {
      if (options.fault === 'never-final') return;
      if (options.fault === 'cut') return void socket.terminate();
      if (options.fault === 'not-funasr') return void socket.send(JSON.stringify(['hello']));
      if (options.fault === 'not-json') return void socket.send('<html>');
      while (onlineSent < due.length && utterance.samples >= (onlineSent + 1) * STEP_SAMPLES) {
        const next = due[onlineSent++];
        if (!next) break;
        say('2pass-online', next.text, isFinal());
        if (next.last && (next.index < options.stretches.length - 1 || options.fault === 'ends-before')) whole(false);
      }
    };
    const end = (): void => {
      utterance.ended = true;
      for (const one of waiting) if (utterances.filter((u) => u.ended).length >= one.count) one.resolve();
      if (options.fault === 'never-final' || options.fault === 'ends-before' || utterance.samples === 0) return;
      const finish = (): void => whole(true);
      if (options.fault === 'late') late.push(finish);
      else finish();
    };
    socket.on('message', (data: RawData, isBinary: boolean) => {
      if (isBinary) {
        const samples = (data as Buffer).length / 2;
        utterance.messages.push(samples);
        utterance.samples += samples;
        heard();
        return;
      }
      const message = JSON.parse(data.toString()) as Record<string, unknown>;
      Object.assign(utterance.config, message);
      if (message.is_speaking === false) end();
    });
  }

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    utterances,
    ends: (count) =>
      new Promise((resolve) => {
        if (utterances.filter((one) => one.ended).length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    release: () => {
      for (const task of late.splice(0)) task();
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
