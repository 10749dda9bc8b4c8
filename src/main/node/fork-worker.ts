import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { WorkerLink } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';

export interface ForkWorkerOptions {
  /** Built worker entry (CommonJS). */
  readonly file: string;
  readonly args: readonly string[];
  readonly logger: Logger;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A worker that ignores the polite signal is ended after this. */
const KILL_AFTER_MS = 1000;

/** A worker in a child process of plain Node. Never throws: a worker that cannot start reports an exit. */
export function forkWorker(options: ForkWorkerOptions): WorkerLink {
  const { logger } = options;
  const messageListeners: ((message: unknown) => void)[] = [];
  const exitListeners: ((code: number | null) => void)[] = [];
  let exit: { readonly code: number | null } | undefined;

  const child = fork(options.file, [...options.args], {
    // Structured clone between the processes: PCM goes as typed arrays, not as JSON.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...(options.environment ?? process.env) },
  });

  function ended(code: number | null): void {
    if (exit) return;
    exit = { code };
    for (const listener of exitListeners.splice(0)) listener(code);
  }

  child.on('message', (message: unknown) => {
    for (const listener of messageListeners) listener(message);
  });
  child.on('error', (error) => {
    logger.error('worker process failed', { file: options.file, cause: messageFromUnknown(error) });
    if (child.pid === undefined) ended(null);
  });
  child.on('exit', (code) => ended(code));
  forwardLines(child.stdout, (line) => logger.debug(line));
  forwardLines(child.stderr, (line) => logger.warn(line));

  return {
    pid: child.pid,
    post(message) {
      if (exit || !child.connected) return;
      // A worker that died a moment ago: its exit is on the way and says so.
      child.send(
        message as object,
        (error) => error && logger.debug('message to a worker that is gone', { cause: error.message }),
      );
    },
    onMessage(listener) {
      messageListeners.push(listener);
    },
    onExit(listener) {
      if (exit) queueMicrotask(() => listener(exit?.code ?? null));
      else exitListeners.push(listener);
    },
    kill() {
      if (exit) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
      child.once('exit', () => clearTimeout(timer));
      timer.unref();
    },
  };
}

function forwardLines(stream: Readable | null, write: (line: string) => void): void {
  if (!stream) return;
  createInterface({ input: stream }).on('line', (line) => line.trim() !== '' && write(line.slice(0, 2000)));
}
