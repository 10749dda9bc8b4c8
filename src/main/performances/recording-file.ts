import { type FileHandle, open } from 'node:fs/promises';
import { codeFromError } from '#main/platform/disk-problem.ts';
import type { Clock } from '#main/platform/host.ts';

/** Why a file took no more. */
export type FileProblem = 'disk-full' | 'disk-slow' | 'disk-failed';

/** A file that grows while it is recorded: what a crash loses is at most what came within the last half second. */
export interface RecordingFile {
  append(pieces: readonly Uint8Array[]): void;
  /** Of the file and of what waits to be written. */
  readonly bytes: number;
  /** Writes what waits and closes. Never rejects: a problem was told before. */
  close(): Promise<void>;
}

const FLUSH_MS = 500;
/** What may wait for a slow disk: minutes of a face. */
const WAITING_BYTES = 8 * 1024 * 1024;

/** Makes the file; rejects when it cannot be made. `onProblem` is told once; nothing is written after it. */
export async function createRecordingFile(options: {
  readonly path: string;
  readonly clock: Clock;
  readonly onProblem: (problem: FileProblem, cause: unknown) => void;
}): Promise<RecordingFile> {
  const { clock, onProblem } = options;
  const handle: FileHandle = await open(options.path, 'wx');
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let bytes = 0;
  let broken = false;
  let cancelFlush: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();

  const fail = (problem: FileProblem, cause: unknown): void => {
    if (broken) return;
    broken = true;
    waiting = [];
    onProblem(problem, cause);
  };
  const write = async (): Promise<void> => {
    const now = waiting;
    const size = waitingBytes;
    waiting = [];
    if (now.length === 0 || broken) return;
    try {
      await handle.appendFile(Buffer.concat(now));
    } catch (cause) {
      const code = codeFromError(cause);
      fail(code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' ? 'disk-full' : 'disk-failed', cause);
    }
    waitingBytes -= size;
  };
  const flush = (): void => {
    cancelFlush = undefined;
    writing = writing.then(write);
  };
  return {
    get bytes() {
      return bytes;
    },
    append(pieces) {
      if (broken || pieces.length === 0) return;
      for (const piece of pieces) {
        waiting.push(piece);
        waitingBytes += piece.byteLength;
        bytes += piece.byteLength;
      }
      if (waitingBytes > WAITING_BYTES) fail('disk-slow', undefined);
      else cancelFlush ??= clock.after(FLUSH_MS, flush);
    },
    async close() {
      cancelFlush?.();
      await writing;
      await write();
      await handle.close().catch(() => undefined);
    },
  };
}
