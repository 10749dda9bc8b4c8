import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';
import { WebSocketServer } from 'ws';
import { decodeMotionFrame } from '#shared/frames/motion-frame.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import type { SourceReport } from '#shared/tracking/source-state.ts';
import { type TrackingUp, trackingUpSchema } from '#shared/tracking/tracking-protocol.ts';
import type {} from './camera-page-client.ts';

/**
 * The camera's tracker alone, as the studio's page has it: a page with the studio's own content policy, a server on this computer that gives it its files,
 * and the studio's end of `/ws/tracking`, which reads every frame as the studio does.
 */
export interface CameraSite {
  readonly url: string;
  readonly samples: readonly (MotionSample & { readonly sequence: number; readonly receivedMs: number })[];
  readonly reports: readonly SourceReport[];
  readonly hellos: readonly Extract<TrackingUp, { type: 'hello' }>[];
  /** What could not be read. */
  readonly problems: readonly string[];
  tell(message: { readonly type: 'displaced' | 'recenter' }): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

const OFFICIAL = '/official.task';

/** Builds the page once for as many sites as there are in a test file. */
export async function buildCameraPage(): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'yingxi-camera-page-'));
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: 'chrome103', minify: false, assetsInlineLimit: 0 },
    worker: { format: 'es' },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** `official`: a file of the model with 52 shapes, which the page then gets. */
export async function openCameraSite(folder: string, official?: string): Promise<CameraSite> {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
    const file = path === '/' ? '/index.html' : path;
    try {
      const body = await readFile(file === OFFICIAL && official !== undefined ? official : join(folder, file));
      response.setHeader('content-security-policy', policy(port));
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  const port = await listen(server);
  const sockets = new WebSocketServer({ server, path: '/ws/tracking' });
  const samples: CameraSite['samples'][number][] = [];
  const reports: SourceReport[] = [];
  const hellos: CameraSite['hellos'][number][] = [];
  const problems: string[] = [];
  sockets.on('connection', (socket) => {
    socket.send('{"type":"accepted"}');
    socket.on('message', (data: Buffer, isBinary) => {
      try {
        if (isBinary) {
          samples.push({ ...decodeMotionFrame(data), receivedMs: performance.timeOrigin + performance.now() });
          return;
        }
        const message = trackingUpSchema.parse(JSON.parse(data.toString('utf8')));
        if (message.type === 'hello') hellos.push(message);
        else reports.push(message.report);
      } catch (error) {
        problems.push(String(error));
      }
    });
  });
  return {
    url: `http://127.0.0.1:${port}/${official === undefined ? '' : `?official=${OFFICIAL}`}`,
    samples,
    reports,
    hellos,
    problems,
    tell(message) {
      for (const client of sockets.clients) client.send(JSON.stringify(message));
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** The studio's, of `src/main/server/pages.ts`. */
const policy = (port: number): string =>
  `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; ` +
  `connect-src 'self' blob: ws://127.0.0.1:${port}; worker-src 'self' blob:; media-src 'self' blob:`;

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return address.port;
}
