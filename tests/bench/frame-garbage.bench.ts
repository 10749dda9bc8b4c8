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
  'bytes that each step of a frame leaves for the garbage collector once it is compiled: the stage’s own code, without browser or graphics card';

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
    const args = ['--enable-source-maps', join(folder, 'garbage.mjs'), join(ROOT, 'resources', 'avatars')];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 });
    console.log(stderr);
    const result: object = JSON.parse(stdout);
    return { hardware: hardware(), ...result };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
