import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build, type Plugin } from 'vite';
import type { Pose } from '#renderer/stage/layers/pose.ts';
import type { View } from '#renderer/stage/rigs/rig.ts';
import type { AvatarSource, ModelDescription, ModelFormat } from '#shared/avatar/model.ts';
import { ROOT } from '../studio-process.ts';
import type { Picture } from './pictures.ts';
import type {} from './rig-page-client.ts';

/**
 * One rig alone in a real browser, for tests of pixels: `src/renderer/stage/rigs/<format>/<format>-rig.ts` with its `<format>RigLoader`. Time passes
 * only in `draw`, and nothing moves but what a test wrote.
 */
export interface RigPage {
  readonly page: Page;
  /** Loads the model whose entry file is at `path` below one of the folders, `/<folder>/<path>`. */
  load(path: string, options?: { readonly coreUrl?: string }): Promise<{ description: ModelDescription; loadMs: number }>;
  setView(change: Partial<View>): Promise<void>;
  /** `frames` frames of `dt` seconds, all with the same values; the last one's picture. */
  draw(set?: Readonly<Record<string, number>>, options?: DrawOptions): Promise<Picture>;
  /** As `draw`, but the applied values by parameter id. */
  values(set?: Readonly<Record<string, number>>, options?: DrawOptions): Promise<Record<string, number>>;
  /** Pixels that each set of parameters changes by more than `threshold`, then those of the zero control. */
  changes(sets: readonly Readonly<Record<string, number>>[], threshold: number): Promise<number[]>;
  close(): Promise<void>;
}

export interface DrawOptions {
  /** Seconds; by default no time passes: springs stand still. */
  readonly dt?: number;
  readonly frames?: number;
  /** Draws the last frame only; for rigs whose motion does not happen in `render`. */
  readonly lastOnly?: boolean;
  readonly pose?: Partial<Omit<Pose, 'mouth' | 'face'>>;
}

export interface RigPageOptions {
  readonly format: ModelFormat;
  /** Folders on disk by the name under which the page finds them. */
  readonly folders: Readonly<Record<string, string>>;
  /** Contents by path (`/fake-core.js`), before any folder. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

export const RIG_WIDTH = 480;
export const RIG_HEIGHT = 270;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

export async function openRigPage(browser: Browser, options: RigPageOptions): Promise<RigPage> {
  const outDir = await mkdtemp(join(tmpdir(), `yingxi-rig-${options.format}-`));
  await buildPage(options.format, outDir);
  const server = createServer(serve(outDir, options));
  const port = await listen(server);
  const page = await browser.newPage({ viewport: { width: RIG_WIDTH, height: RIG_HEIGHT } });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.waitForFunction(() => window.rigPage !== undefined);

  return {
    page,
    load(path, { coreUrl } = {}) {
      const source: AvatarSource = {
        modelId: '0'.repeat(32),
        name: path.split('/').at(-1) ?? path,
        format: options.format,
        url: path,
        coreUrl: coreUrl ?? null,
      };
      return page.evaluate(({ source, width, height }) => window.rigPage.load(source, width, height), {
        source,
        width: RIG_WIDTH,
        height: RIG_HEIGHT,
      });
    },
    setView: (change) => page.evaluate((view) => window.rigPage.setView(view), change),
    async draw(set = {}, drawOptions = {}) {
      const { width, height, base64 } = await page.evaluate(
        ({ set, dt, frames, pose, lastOnly }) => {
          for (let i = 1; i <= frames; i++) window.rigPage.frame(dt, set, pose, !lastOnly || i === frames);
          return window.rigPage.pixels();
        },
        { set, dt: 0, frames: 1, pose: {}, lastOnly: false, ...drawOptions },
      );
      return { width, height, rgba: new Uint8Array(Buffer.from(base64, 'base64')) };
    },
    values: (set = {}, drawOptions = {}) =>
      page.evaluate(
        ({ set, dt, frames, pose }) => {
          let last: Record<string, number> = {};
          for (let i = 0; i < frames; i++) last = window.rigPage.frame(dt, set, pose);
          return last;
        },
        { set, dt: 0, frames: 1, pose: {}, ...drawOptions },
      ),
    changes: (sets, threshold) =>
      page.evaluate(({ sets, threshold }) => window.rigPage.changes(sets, threshold), { sets, threshold }),
    async close() {
      await page.close();
      await new Promise((done) => server.close(done));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

async function buildPage(format: ModelFormat, outDir: string): Promise<void> {
  const id = 'virtual:rig-of-format';
  const rig = join(ROOT, `src/renderer/stage/rigs/${format}/${format}-rig.ts`);
  const rigOfFormat: Plugin = {
    name: 'rig-of-format',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (source) => (source === `\0${id}` ? `export { ${format}RigLoader as loader } from ${JSON.stringify(rig)};` : null),
  };
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    plugins: [rigOfFormat],
    build: { outDir, emptyOutDir: true, target: 'chrome103', minify: false, assetsInlineLimit: 0 },
    worker: { format: 'es' },
  });
}

function serve(outDir: string, { folders, files = {} }: RigPageOptions): Parameters<typeof createServer>[1] {
  return async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    const [, first = '', ...rest] = path.split('/');
    const folder = Object.hasOwn(folders, first) ? folders[first] : undefined;
    const inside = normalize(`/${rest.join('/')}`);
    try {
      const body =
        files[path] ??
        (await readFile(folder === undefined ? join(outDir, path === '/' ? 'index.html' : path) : join(folder, inside)));
      response.writeHead(200, {
        'content-type': TYPES[extname(path === '/' ? 'index.html' : path)] ?? 'application/octet-stream',
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return address.port;
}
