import { mkdirSync } from 'node:fs';
import { appendFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { maskText, maskValue } from './mask-secrets.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

export interface FileLoggerOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Least level that is written. */
  readonly level: LogLevel;
  /** Also writes readable lines to stderr. */
  readonly console: boolean;
  /** Bytes of one file, and how many files are kept, the newest included. */
  readonly maxBytes?: number;
  readonly maxFiles?: number;
}

export interface FileLogger extends Logger {
  /** Resolves when every line so far is in the file, or was counted as lost. */
  flush(): Promise<void>;
  /** Idempotent. Later lines go to the console only. */
  close(): Promise<void>;
}

const MAX_WAITING_LINES = 5000;

/**
 * JSON lines in `yingxi.log`, rotated to `yingxi.1.log` … . Never throws and never blocks: lines wait in a bounded buffer; when the disk cannot
 * take them the oldest are dropped and the next line that gets through says how many.
 */
export function createFileLogger(options: FileLoggerOptions): FileLogger {
  const file = createLogFile(options.folder, options.maxBytes ?? 5_000_000, options.maxFiles ?? 5);
  const least = LEVELS.indexOf(options.level);
  let waiting: string[] = [];
  let lost = 0;
  let closed = false;
  let draining: Promise<void> | undefined;

  async function drain(): Promise<void> {
    // Lines of one turn of the event loop go out in one write.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      const notice =
        lost > 0
          ? `${JSON.stringify({ time: timeOf(options.clock), level: 'warn', message: 'log lines were lost', lines: lost })}\n`
          : '';
      if (await file.append(notice + lines.join(''))) lost = notice === '' ? lost : 0;
      else lost += lines.length;
    }
    draining = undefined;
  }

  function write(level: LogLevel, part: string, message: string, fields: Readonly<Record<string, unknown>> | undefined): void {
    if (LEVELS.indexOf(level) < least) return;
    try {
      const time = timeOf(options.clock);
      const masked = maskText(message);
      const extra = fields === undefined ? undefined : maskValue(fields);
      if (options.console) process.stderr.write(prettyLine(time, level, part, masked, extra));
      if (closed) return;
      if (waiting.length >= MAX_WAITING_LINES) {
        waiting.shift();
        lost += 1;
      }
      waiting.push(
        `${JSON.stringify({ time, level, ...(part === '' ? {} : { part }), message: masked, ...(extra === undefined ? {} : { fields: extra }) })}\n`,
      );
      draining ??= drain();
    } catch {
      // A log line must never be the reason why the show stops.
      lost += 1;
    }
  }

  const loggerOf = (part: string): Logger => ({
    debug: (message, fields) => write('debug', part, message, fields),
    info: (message, fields) => write('info', part, message, fields),
    warn: (message, fields) => write('warn', part, message, fields),
    error: (message, fields) => write('error', part, message, fields),
    child: (child) => loggerOf(part === '' ? child : `${part}/${child}`),
  });
  const flush = async (): Promise<void> => {
    await draining;
  };
  return {
    ...loggerOf(''),
    flush,
    async close() {
      closed = true;
      await flush();
    },
  };
}

/** The rotating file. `append` tells whether the text was written. */
function createLogFile(folder: string, maxBytes: number, maxFiles: number): { append(text: string): Promise<boolean> } {
  const nameOf = (index: number): string => join(folder, index === 0 ? 'yingxi.log' : `yingxi.${index}.log`);
  let bytes: number | undefined;

  async function rotate(): Promise<void> {
    await rm(nameOf(maxFiles - 1), { force: true });
    for (let index = maxFiles - 2; index >= 0; index -= 1) await rename(nameOf(index), nameOf(index + 1)).catch(() => undefined);
    bytes = 0;
  }
  async function sizeNow(): Promise<number> {
    mkdirSync(folder, { recursive: true });
    return stat(nameOf(0)).then(
      (found) => found.size,
      () => 0,
    );
  }

  return {
    async append(text) {
      try {
        const size = Buffer.byteLength(text);
        bytes ??= await sizeNow();
        if (bytes > 0 && bytes + size > maxBytes) await rotate();
        await appendFile(nameOf(0), text, { mode: 0o600 });
        bytes += size;
        return true;
      } catch {
        // The next attempt looks afresh: the folder may have been removed or the disk freed meanwhile.
        bytes = undefined;
        return false;
      }
    },
  };
}

function timeOf(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

function prettyLine(time: string, level: LogLevel, part: string, message: string, extra: unknown): string {
  const fields = extra === undefined ? '' : ` ${JSON.stringify(extra)}`;
  return `${time.slice(11, 23)} ${level.padEnd(5)} ${part === '' ? '' : `[${part}] `}${message}${fields}\n`;
}
