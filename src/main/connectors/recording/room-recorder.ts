import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { Recording } from '#shared/contract/live.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { waitAtMost } from '../time-limit.ts';
import { isRecordingName, recordingNameFrom } from './recording-format.ts';
import { createRecordingList } from './recording-list.ts';

/**
 * Writes down a room, one line per event. The show never waits for the disk: lines gather in a bounded buffer, and what finds no room there while the
 * disk is full or slow is counted as lost and told in the health state. Writing is tried again, so a disk that has room again ends the trouble.
 *   idle → recording (ready ↔ degraded) → idle; each `start` opens a new file named after its time
 */
export interface RoomRecorder {
  /** Begins a new recording; does nothing while one runs. */
  start(): void;
  /** Ends it once everything gathered is written, or after a bounded wait. */
  stop(): Promise<void>;
  record(events: readonly LiveEvent[]): void;
  /** Newest first; counts of the running one are those on disk. */
  list(): Promise<readonly Recording[]>;
  /** Name of the running recording. */
  readonly current: string | undefined;
  /** Events lost in the running, or else the last, recording. */
  readonly lost: number;
  /** Full path; throws `not-found` for a name that is none of a recording. */
  fileOf(name: string): string;
  close(): Promise<void>;
}

export interface RoomRecorderOptions {
  readonly dir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}

/** Characters that wait for the disk at most: about 30 000 chat lines. */
const MAX_BUFFERED = 16 * 1024 * 1024;
/** Lines are gathered this long, so that a flood makes few writes. */
const GATHER_MS = 200;
const RETRY_MS = 5000;
const CLOSE_WAIT_MS = 2000;

interface Session {
  readonly name: string;
  readonly startedAtMs: number;
  lines: string[];
  buffered: number;
  lost: number;
  failing: boolean;
  ended: boolean;
  cancelTimer: (() => void) | undefined;
  /** The write in progress. */
  writing: Promise<void> | undefined;
  file: FileHandle | undefined;
  /** A write may have been cut off in the middle of a line, after `goodBytes`. */
  torn: boolean;
  goodBytes: number;
}

export function createRoomRecorder(options: RoomRecorderOptions): RoomRecorder {
  const { dir, clock, logger, report } = options;
  const list = createRecordingList(dir);
  let session: Session | undefined;
  let lastLost = 0;
  let closed = false;

  const reportState = (current: Session): void => report({ status: 'ready', ...incompleteness(current.lost) });
  const fail = (current: Session, cause: unknown): void => {
    const isNew = !current.failing;
    current.failing = true;
    const isFull =
      typeof cause === 'object' && cause !== null && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
    const lost = current.lost > 0 ? ` ${current.lost} events are lost so far.` : '';
    const next = isFull
      ? 'Free some space; recording goes on by itself.'
      : `Check that ${dir} can be written; recording is tried again every 5 s.`;
    report({
      status: 'degraded',
      reason: isFull ? 'disk-full' : 'recording-failed',
      message: `The show goes on, but ${current.name} cannot be written (${messageFromUnknown(cause)}).${lost} ${next}`,
    });
    if (isNew) logger.warn('recording cannot be written', { name: current.name, cause: messageFromUnknown(cause) });
  };
  const schedule = (current: Session, delayMs: number): void => {
    if (current.ended || current.cancelTimer !== undefined || current.writing !== undefined) return;
    current.cancelTimer = clock.after(delayMs, () => {
      current.cancelTimer = undefined;
      void flush(current);
    });
  };
  const writeOut = async (current: Session): Promise<void> => {
    const lines = current.lines;
    current.lines = [];
    try {
      if (current.file === undefined) {
        await mkdir(dir, { recursive: true });
        current.file = await open(join(dir, current.name), 'a');
      }
      // A failed write may have left half a line: it is cut off, or else ended, so that at most that line is unreadable.
      if (current.torn)
        current.torn = !(await current.file.truncate(current.goodBytes).then(
          () => true,
          () => false,
        ));
      const bytes = Buffer.from(`${current.torn ? '\n' : ''}${lines.join('')}`);
      await writeAll(current.file, bytes);
      current.goodBytes += bytes.length;
      current.buffered -= lines.reduce((sum, line) => sum + line.length, 0);
      current.torn = false;
      const recovered = current.failing;
      current.failing = false;
      if (recovered) logger.info('recording can be written again', { name: current.name, lost: current.lost });
      if (recovered) reportState(current);
    } catch (cause) {
      current.lines = lines.concat(current.lines);
      current.torn = current.file !== undefined;
      fail(current, cause);
    }
  };
  const flush = async (current: Session): Promise<void> => {
    if (current.lines.length === 0) return current.writing;
    current.writing ??= writeOut(current).finally(() => {
      current.writing = undefined;
      if (current.lines.length > 0) schedule(current, current.failing ? RETRY_MS : GATHER_MS);
    });
    return current.writing;
  };
  const add = (current: Session, line: string): boolean => {
    if (current.buffered + line.length > MAX_BUFFERED) return false;
    current.lines.push(line);
    current.buffered += line.length;
    return true;
  };
  const end = async (current: Session): Promise<void> => {
    current.cancelTimer?.();
    current.cancelTimer = undefined;
    await current.writing;
    await flush(current);
    current.ended = true;
    const unwritten = current.lines.length;
    current.lost += unwritten;
    lastLost = current.lost;
    if (unwritten > 0)
      logger.error('a recording ended with events that could not be written', { name: current.name, lost: current.lost });
    await current.file?.close().catch(() => undefined);
  };

  const stop = async (): Promise<void> => {
    const current = session;
    if (current === undefined) return;
    session = undefined;
    lastLost = current.lost;
    await waitAtMost(clock, CLOSE_WAIT_MS, end(current));
    report({ status: 'off', ...incompleteness(lastLost) });
  };

  return {
    start() {
      if (closed || session !== undefined) return;
      const startedAtMs = clock.now();
      session = {
        name: recordingNameFrom(startedAtMs),
        startedAtMs,
        lines: [],
        buffered: 0,
        lost: 0,
        failing: false,
        ended: false,
        cancelTimer: undefined,
        writing: undefined,
        file: undefined,
        torn: false,
        goodBytes: 0,
      };
      add(
        session,
        `${JSON.stringify({ type: 'yingxi-recording', v: 1, startedAt: Math.round(startedAtMs), program: 'yingxi' })}\n`,
      );
      reportState(session);
      schedule(session, 0);
    },
    stop,
    record(events) {
      const current = session;
      if (current === undefined) return;
      for (const event of events) {
        const t = Math.max(0, Math.round(clock.now() - current.startedAtMs));
        const { raw: _raw, ...kept } = event;
        if (!add(current, `${JSON.stringify({ t, event: kept })}\n`)) current.lost += 1;
      }
      schedule(current, GATHER_MS);
    },
    list: list.read,
    get current() {
      return session?.name;
    },
    get lost() {
      return session?.lost ?? lastLost;
    },
    fileOf(name) {
      if (!isRecordingName(name))
        throw new StudioError('not-found', `There is no recording named ${name}. Choose one from the list.`);
      return join(dir, name);
    },
    async close() {
      closed = true;
      await stop();
    },
  };
}

function incompleteness(lost: number): { reason?: string; message?: string } {
  return lost === 0
    ? {}
    : {
        reason: 'recording-incomplete',
        message: `${lost} events are missing from this recording, because the disk could not be written. Free some space before the next show.`,
      };
}

/** A disk that takes nothing more may accept a part and say so only at the next call. */
async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at);
    if (bytesWritten === 0) throw new StudioError('storage', 'the disk takes nothing more');
    at += bytesWritten;
  }
}
