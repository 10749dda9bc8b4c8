import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface EdgeOptions {
  /** Sound of every turn. */
  readonly mp3: Buffer;
  /** The service's clock, ms since the epoch. */
  now(): number;
}
export interface FakeEdge {
  /** ws://127.0.0.1:PORT/consumer/speech/synthesize/readaloud/edge/v1 */
  readonly url: string;
  readonly ssml: readonly string[];
  readonly configs: readonly string[];
  /** Handshakes that were refused for their token. */
  readonly refused: number;
  /** How the next turns go wrong, until it is changed. */
  misbehave(how: 'hang-up' | 'no-sound' | 'hang' | undefined): void;
  close(): Promise<void>;
}

const TOKEN = '6A5AA1D4EAFF4E9FB37E23D68491D6F4';
const PATH = '/consumer/speech/synthesize/readaloud';
const VOICES = [
  ['zh-CN-XiaoxiaoNeural', 'zh-CN'],
  ['zh-CN-YunxiNeural', 'zh-CN'],
  ['en-US-EmmaMultilingualNeural', 'en-US'],
  ['ja-JP-NanamiNeural', 'ja-JP'],
  ['fr-FR-DeniseNeural', 'fr-FR'],
].map(([ShortName, Locale]) => ({
  Name: `Microsoft Server Speech (${ShortName})`,
  ShortName,
  Locale,
  Gender: 'Female',
  Status: 'GA',
  SuggestedCodec: 'audio-24khz-48kbitrate-mono-mp3',
}));

/** Edge's voices: a list over HTTP and a WebSocket, both with a token that is good for five minutes by the service's clock (else 403 with its Date). */
export async function startEdge(options: EdgeOptions): Promise<FakeEdge> {
  const ssml: string[] = [];
  const configs: string[] = [];
  let refused = 0;
  let how: 'hang-up' | 'no-sound' | 'hang' | undefined;
  const headers = (): Record<string, string> => ({ date: new Date(options.now()).toUTCString() });
  const isGood = (url: URL): boolean => url.searchParams.get('Sec-MS-GEC') === tokenAt(options.now());

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://edge');
    if (url.pathname !== `${PATH}/voices/list` || !isGood(url))
      response.writeHead(url.pathname.endsWith('/list') ? 403 : 404, headers()).end();
    else response.writeHead(200, { 'content-type': 'application/json', ...headers() }).end(JSON.stringify(VOICES));
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://edge');
    const isEdge =
      request.headers.origin?.startsWith('chrome-extension://') === true &&
      request.headers['user-agent']?.includes('Edg/') === true;
    if (url.pathname === `${PATH}/edge/v1` && isGood(url) && isEdge && url.searchParams.get('TrustedClientToken') === TOKEN)
      return sockets.handleUpgrade(request, socket, head, serve);
    refused++;
    socket.end(`HTTP/1.1 403 Forbidden\r\nDate: ${headers().date}\r\nContent-Length: 0\r\n\r\n`);
  });

  function serve(socket: WebSocket): void {
    socket.on('message', (data) => {
      const message = data.toString();
      if (message.includes('Path:speech.config')) configs.push(message);
      if (!message.includes('Path:ssml')) return;
      ssml.push(message);
      answer(socket, message, options.mp3, how);
    });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}/edge/v1`,
    ssml,
    configs,
    get refused() {
      return refused;
    },
    misbehave(next) {
      how = next;
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(socket: WebSocket, message: string, mp3: Buffer, how: string | undefined): void {
  const id = /X-RequestId:(\w+)/.exec(message)?.[1] ?? '';
  const text = unescaped(/<prosody[^>]*>([\s\S]*)<\/prosody>/.exec(message)?.[1] ?? '');
  const say = (path: string, body: unknown): void =>
    socket.send(
      `X-RequestId:${id}\r\nContent-Type:application/json; charset=utf-8\r\nPath:${path}\r\n\r\n${JSON.stringify(body)}`,
    );
  say('turn.start', { context: { serviceTag: 'x' } });
  say('response', { context: { serviceTag: 'x' }, audio: { type: 'inline', streamId: 'y' } });
  if (how === 'hang') return;
  const parts = how === 'no-sound' ? [] : [mp3.subarray(0, 700), mp3.subarray(700, 1500), mp3.subarray(1500)];
  for (const [i, part] of parts.entries()) {
    socket.send(audioMessage(id, part));
    if (i === 0) for (const word of wordsOf(text)) say('audio.metadata', { Metadata: [word] });
    if (how !== 'hang-up') continue;
    socket.close(1011, 'internal error');
    return;
  }
  say('turn.end', {});
}

function audioMessage(id: string, body: Buffer): Buffer {
  const head = Buffer.from(`X-RequestId:${id}\r\nContent-Type:audio/mpeg\r\nX-StreamId:y\r\nPath:audio\r\n`);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(head.length);
  return Buffer.concat([length, head, body]);
}

/** Every word 0.1 s after the one before, from 0.1 s on; offsets in 100 ns. */
function wordsOf(text: string): unknown[] {
  const words = text.match(/[\p{Script=Han}]{1,2}|[\w&']+/gu) ?? [];
  return words.map((Text, i) => ({
    Type: 'WordBoundary',
    Data: {
      Offset: (i + 1) * 1_000_000,
      Duration: 900_000,
      text: { Text: Text.replaceAll('&', '&amp;'), Length: Text.length, BoundaryType: 'WordBoundary' },
    },
  }));
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&apos;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

function tokenAt(nowMs: number): string {
  let ticks = (BigInt(Math.floor(nowMs / 1000)) + 11_644_473_600n) * 10_000_000n;
  ticks -= ticks % 3_000_000_000n;
  return createHash('sha256').update(`${ticks}${TOKEN}`).digest('hex').toUpperCase();
}
