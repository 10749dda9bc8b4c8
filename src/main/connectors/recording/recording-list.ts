import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recording } from '#shared/contract/live.ts';
import { isRecordingName, recordedEventFromLine, recordingHeaderFromLine } from './recording-format.ts';

/** Reads what recordings there are, newest first. A file is read once and again only when it grew. */
export interface RecordingList {
  read(): Promise<readonly Recording[]>;
}

const CHUNK_BYTES = 64 * 1024;
/** Files that are no recordings or cannot be read are left out. */
const MAX_LISTED = 1000;

export function createRecordingList(dir: string): RecordingList {
  const known = new Map<string, { bytes: number; modifiedMs: number; recording: Recording | undefined }>();
  const describe = async (name: string): Promise<Recording | undefined> => {
    const path = join(dir, name);
    const { size, mtimeMs } = await stat(path);
    const before = known.get(name);
    if (before?.bytes === size && before.modifiedMs === mtimeMs) return before.recording;
    const recording = await recordingFrom(path, name, size);
    known.set(name, { bytes: size, modifiedMs: mtimeMs, recording });
    return recording;
  };
  return {
    async read() {
      const names = await readdir(dir).catch(() => []);
      const recordings: Recording[] = [];
      for (const name of names.filter(isRecordingName).sort().reverse().slice(0, MAX_LISTED)) {
        const recording = await describe(name).catch(() => undefined);
        if (recording !== undefined) recordings.push(recording);
      }
      return recordings.sort((a, b) => b.startedAt - a.startedAt);
    },
  };
}

/** Counts lines without parsing them; only the header and the last whole event are read. */
async function recordingFrom(path: string, name: string, bytes: number): Promise<Recording | undefined> {
  const file = await open(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let lines = 0;
    let head = '';
    for (let at = 0; at < bytes; ) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, at);
      if (bytesRead === 0) break;
      if (at === 0) head = chunk.toString('utf8', 0, bytesRead);
      for (let index = chunk.indexOf(10); index >= 0 && index < bytesRead; index = chunk.indexOf(10, index + 1)) lines += 1;
      at += bytesRead;
    }
    const header = recordingHeaderFromLine(head.slice(0, Math.max(0, head.indexOf('\n'))));
    if (header === undefined) return undefined;
    const tailAt = Math.max(0, bytes - CHUNK_BYTES);
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, tailAt);
    return {
      name,
      events: Math.max(0, lines - 1),
      bytes,
      startedAt: header.startedAt,
      durationMs: lastOffset(chunk.toString('utf8', 0, bytesRead)),
    };
  } finally {
    await file.close();
  }
}

function lastOffset(tail: string): number {
  for (const line of tail.split('\n').reverse()) {
    const recorded = line === '' ? undefined : recordedEventFromLine(line);
    if (recorded !== undefined) return recorded.t;
  }
  return 0;
}
