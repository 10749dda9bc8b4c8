import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { ROOT } from '../support/studio-process.ts';
import { hardware } from './support.ts';

export const name = 'frame-garbage';
export const description =
  'bytes that a frame leaves for the garbage collector once it is compiled, per rig, while she idles, speaks, shows an expression and is tracked: the stage’s own code, without browser or graphics card';

const FORMATS = ['vrm', 'live2d', 'puppet', 'image'] as const;

export async function run(): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'yingxi-garbage-'));
  try {
    await build({
      root: ROOT,
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: join(ROOT, 'tests/bench/frame-garbage/garbage.ts'),
        outDir: folder,
        target: 'node20',
        minify: false,
        sourcemap: true,
        rollupOptions: { output: { entryFileNames: 'garbage.mjs' } },
      },
    });
    const rigs: Record<string, object> = {};
    for (const format of FORMATS) {
      const args = ['--enable-source-maps', join(folder, 'garbage.mjs'), format, join(ROOT, 'resources', 'avatars')];
      const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 });
      console.log(stderr);
      rigs[format] = JSON.parse(stdout);
    }
    return { hardware: hardware(), target: 0, rigs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
