import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { codeFromError } from '#main/platform/disk-problem.ts';
import {
  type Recording,
  recordingSchema,
  type ShowMark,
  type SpokenLine,
  showMarkSchema,
  spokenLineSchema,
} from '#shared/clips/show-mark.ts';

/**
 * One recording is one file of JSON lines, `<id>.jsonl`, only ever appended to: what was written before a crash is whole. The first line tells what it
 * is, then come sentences and marks in any order, and `end` (again when more became known: the last one counts).
 */
const entrySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('recording'),
    v: z.literal(1),
    ...recordingSchema.pick({ id: true, kind: true, startedMs: true }).shape,
  }),
  z.object({ type: z.literal('line'), ...spokenLineSchema.shape }),
  z.object({ type: z.literal('mark'), ...showMarkSchema.shape }),
  z.object({ type: z.literal('end'), ...recordingSchema.pick({ lengthMs: true, path: true }).shape, endedMs: z.number() }),
]);
export type LogEntry = z.infer<typeof entrySchema>;
export interface ReadLog {
  readonly recording: Recording;
  readonly lines: readonly SpokenLine[];
  readonly marks: readonly ShowMark[];
}

const NAME = /^([0-9a-z-]{8,40})\.jsonl$/;

export interface LogFiles {
  /** In the order of the calls; rejects with the file system's own error. */
  append(id: string, entry: LogEntry): Promise<void>;
  /** undefined: there is none, or it is not one of ours. Lines that a crash cut off are passed over. */
  read(id: string): Promise<ReadLog | undefined>;
  ids(): Promise<readonly string[]>;
  remove(id: string): Promise<void>;
}

export function createLogFiles(folder: string): LogFiles {
  let tail: Promise<void> = Promise.resolve();
  const fileOf = (id: string): string => join(folder, `${id}.jsonl`);

  async function write(id: string, text: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await appendFile(fileOf(id), text, { mode: 0o600 });
  }

  return {
    append(id, entry) {
      // A line of its own even when the one before was cut off.
      const text = `${entry.type === 'recording' ? '' : '\n'}${JSON.stringify(entry)}`;
      const done = tail.then(() => write(id, text));
      tail = done.catch(() => undefined);
      return done;
    },
    async read(id) {
      await tail;
      try {
        return logFrom(await readFile(fileOf(id), 'utf8'));
      } catch (error) {
        if (codeFromError(error) === 'ENOENT') return undefined;
        throw error;
      }
    },
    async ids() {
      const names = await readdir(folder).catch(() => [] as string[]);
      return names.flatMap((name) => NAME.exec(name)?.[1] ?? []).sort();
    },
    async remove(id) {
      await tail;
      await rm(fileOf(id), { force: true });
    },
  };
}

function logFrom(text: string): ReadLog | undefined {
  const entries = text.split('\n').flatMap((line) => entryFrom(line) ?? []);
  const head = entries[0];
  if (head?.type !== 'recording') return undefined;
  const lines = entries.filter((entry) => entry.type === 'line');
  const marks = entries.filter((entry) => entry.type === 'mark');
  const end = entries.filter((entry) => entry.type === 'end').at(-1);
  const lastMs = Math.max(0, ...lines.map(({ endMs }) => endMs), ...marks.map(({ atMs }) => atMs));
  return {
    lines: lines.map(({ startMs, endMs, text: said }) => ({ startMs, endMs, text: said })),
    marks: marks.map(({ atMs, kind, title }) => ({ atMs, kind, title })),
    recording: {
      id: head.id,
      kind: head.kind,
      startedMs: head.startedMs,
      endedMs: end?.endedMs ?? null,
      lengthMs: end?.lengthMs ?? lastMs,
      path: end?.path ?? '',
      lines: lines.length,
      marks: marks.length,
    },
  };
}

function entryFrom(line: string): LogEntry | undefined {
  if (line === '') return undefined;
  try {
    return entrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
