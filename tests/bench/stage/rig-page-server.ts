import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';
import { fakeCubismCoreScript } from '../../fakes/cubism-core.ts';
import { ROOT } from '../../support/studio-process.ts';

/** Counts what is spent inside the fake Core, which is slow JavaScript where the real one is fast WebAssembly. */
const COUNT_CORE = `(() => {
  const { prototype } = Live2DCubismCore.Model;
  const update = prototype.update;
  window.coreMs = 0;
  prototype.update = function () {
    const start = performance.now();
    update.call(this);
    window.coreMs += performance.now() - start;
  };
})();`;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
};

/** Builds pages/rig-cost and serves it with the shipped avatars under /avatars and the test models under /models. */
export async function serveRigCost(models: string): Promise<{ url: string; close(): Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'yingxi-rig-cost-'));
  await build({
    root: join(ROOT, 'tests/bench/pages/rig-cost'),
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome103',
      minify: false,
      // By it what libraries allocate is told from what we do.
      sourcemap: true,
    },
    worker: { format: 'es' },
  });
  const core = `${fakeCubismCoreScript()}\n${COUNT_CORE}`;
  const fileOf = (path: string): string => {
    if (path.startsWith('/avatars/')) return join(ROOT, 'resources', path);
    if (path.startsWith('/models/')) return join(models, path.slice('/models/'.length));
    return join(outDir, path === '/' ? 'index.html' : path);
  };
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname));
    try {
      const body = path === '/core.js' ? core : await readFile(fileOf(path));
      response.writeHead(200, {
        'content-type': TYPES[extname(path === '/' ? 'index.html' : path)] ?? 'application/octet-stream',
        // Isolated pages have a clock of 5 µs instead of 100.
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
