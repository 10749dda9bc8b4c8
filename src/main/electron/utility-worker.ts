import { type UtilityProcess, utilityProcess } from 'electron';
import type { WorkerLink } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/** A worker that ignores the polite signal, for example inside a long synthesis, is ended after this. */
const KILL_AFTER_MS = 500;
const MAX_LOGGED_LINE = 2000;

/**
 * Runs a built worker in Electron's utility process. Its standard output and error go to the log. Never throws: a process that cannot start is an exit
 * with code null.
 */
export function spawnUtilityWorker(options: {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly name: string;
  readonly logger: Logger;
}): WorkerLink {
  let child: UtilityProcess;
  try {
    child = utilityProcess.fork(options.file, [...options.args], {
      stdio: 'pipe',
      serviceName: options.name,
      env: { ...options.environment },
    });
  } catch (error) {
    options.logger.error('a worker process could not be started', { worker: options.name, cause: messageFromUnknown(error) });
    return deadWorker();
  }
  child.stdout?.on('data', (bytes: unknown) => logOutput(options.logger, 'debug', bytes));
  child.stderr?.on('data', (bytes: unknown) => logOutput(options.logger, 'warn', bytes));
  return linkFromProcess(child);
}

function linkFromProcess(child: UtilityProcess): WorkerLink {
  let alive = true;
  let exitCode: number | null = null;
  const exitListeners: Array<(code: number | null) => void> = [];
  child.once('exit', (code) => {
    alive = false;
    exitCode = code;
    for (const listener of exitListeners.splice(0)) listener(code);
  });
  return {
    get pid() {
      return child.pid;
    },
    post(message) {
      if (alive) child.postMessage(message);
    },
    onMessage(listener) {
      child.on('message', listener);
    },
    onExit(listener) {
      if (alive) exitListeners.push(listener);
      else queueMicrotask(() => listener(exitCode));
    },
    kill() {
      if (alive) endProcess(child);
    },
  };
}

function endProcess(child: UtilityProcess): void {
  const { pid } = child;
  child.kill();
  if (pid === undefined) return;
  const timer = setTimeout(() => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }, KILL_AFTER_MS);
  timer.unref();
  child.once('exit', () => clearTimeout(timer));
}

function deadWorker(): WorkerLink {
  return {
    pid: undefined,
    post() {},
    onMessage() {},
    onExit(listener) {
      queueMicrotask(() => listener(null));
    },
    kill() {},
  };
}

function logOutput(logger: Logger, level: 'debug' | 'warn', bytes: unknown): void {
  const text = String(bytes).trim();
  if (text !== '') logger[level]('worker output', { text: text.slice(0, MAX_LOGGED_LINE) });
}
