import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { healthFromWriteError } from '#main/platform/disk-problem.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { type Evidence, type EvidencePage, evidenceSchema } from '#shared/contract/moderation.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';

/** A day's file grows to this and no further, and so many days are kept. */
const MAX_DAY_BYTES = 8_000_000;
const MAX_DAYS = 60;
/** Records that wait for the disk. */
const MAX_PENDING = 2000;
const WRITE_EVERY_MS = 200;
const RETRY_MS = 5000;
const FILE = /^(\d{4}-\d{2}-\d{2})\.jsonl$/u;

export interface EvidenceQuery {
  readonly limit: number;
  readonly skip: number;
  readonly search: string;
  readonly day?: string | undefined;
  readonly category?: string | undefined;
  readonly deed?: string | undefined;
}

/** What was done to whom and why, a line of JSON each in a file a day. For the streamer's eyes. */
export interface EvidenceLog {
  add(record: Omit<Evidence, 'id' | 'at'>): void;
  /** Records that found no room: too many at once, a full day, or a disk that failed. */
  readonly lost: number;
  page(query: EvidenceQuery): Promise<EvidencePage>;
  /** One day's, or all. */
  erase(day: string | null): Promise<void>;
  /** Writes what waits. Idempotent, never rejects. */
  close(): Promise<void>;
}

export interface EvidenceLogOptions {
  readonly dir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}

export function createEvidenceLog({ dir, clock, logger, report }: EvidenceLogOptions): EvidenceLog {
  let pending: Evidence[] = [];
  let lost = 0;
  let cancelWrite: (() => void) | undefined;
  let work: Promise<void> = Promise.resolve();
  let sizes = new Map<string, number>();
  let failed = false;
  let closed = false;

  /** One thing at a time on the folder. */
  function queued<T>(task: () => Promise<T>): Promise<T> {
    const result = work.then(task);
    work = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  async function write(): Promise<void> {
    const records = pending;
    pending = [];
    if (records.length === 0) return;
    const days = new Map<string, Evidence[]>();
    for (const record of records) days.set(dayOf(record.at), [...(days.get(dayOf(record.at)) ?? []), record]);
    for (const [day, ofDay] of days) await append(day, ofDay);
  }

  async function append(day: string, records: readonly Evidence[]): Promise<void> {
    const lines = records.map((record) => `${JSON.stringify(record)}\n`);
    const file = join(dir, `${day}.jsonl`);
    try {
      await mkdir(dir, { recursive: true });
      if (!sizes.has(day)) await startDay(day, file);
      const size = sizes.get(day) ?? 0;
      const fitting = fittingLines(lines, MAX_DAY_BYTES - size);
      lost += lines.length - fitting.length;
      const text = fitting.join('');
      if (text !== '') await appendFile(file, text, { mode: 0o600 });
      sizes.set(day, size + Buffer.byteLength(text));
      if (failed) report({ status: 'ready' });
      failed = false;
    } catch (cause) {
      pending = [...records, ...pending];
      if (!failed) {
        logger.error('the moderation log could not be written', { day, cause: messageFromUnknown(cause) });
        report(healthFromWriteError('The moderation log', file, cause));
      }
      failed = true;
      arm(RETRY_MS);
    }
  }

  function arm(delayMs: number): void {
    if (closed) return;
    cancelWrite ??= clock.after(delayMs, () => {
      cancelWrite = undefined;
      void queued(write);
    });
  }

  async function startDay(day: string, file: string): Promise<void> {
    sizes = new Map([
      [
        day,
        await stat(file).then(
          ({ size }) => size,
          () => 0,
        ),
      ],
    ]);
    for (const old of (await daysKept()).slice(MAX_DAYS)) await rm(join(dir, `${old}.jsonl`), { force: true });
  }

  async function daysKept(): Promise<string[]> {
    const names = await readdir(dir).catch(() => []);
    return names
      .flatMap((name) => FILE.exec(name)?.[1] ?? [])
      .sort()
      .reverse();
  }

  async function read(query: EvidenceQuery): Promise<EvidencePage> {
    await write();
    const days = await daysKept();
    const records: Evidence[] = [];
    for (const day of query.day === undefined ? days : days.filter((one) => one === query.day)) {
      const text = await readFile(join(dir, `${day}.jsonl`), 'utf8').catch(() => '');
      for (const line of text.split('\n').reverse()) {
        const record = recordFrom(line);
        if (record !== undefined && fits(record, query)) records.push(record);
      }
      // One more than asked for tells whether there are more.
      if (records.length > query.skip + query.limit) break;
    }
    const end = query.skip + query.limit;
    return { records: records.slice(query.skip, end), days, hasMore: records.length > end };
  }

  return {
    add(record) {
      if (closed || pending.length >= MAX_PENDING) {
        lost += 1;
        return;
      }
      pending.push({ id: randomUUID(), at: clock.now(), ...record });
      arm(WRITE_EVERY_MS);
    },
    get lost() {
      return lost;
    },
    page: (query) => queued(() => read(query)),
    erase: (day) =>
      queued(async () => {
        pending = pending.filter(({ at }) => day !== null && dayOf(at) !== day);
        sizes.clear();
        try {
          for (const one of day === null ? await daysKept() : [day]) await rm(join(dir, `${one}.jsonl`), { force: true });
        } catch (cause) {
          throw new StudioError(
            'storage',
            `The moderation log could not be deleted: ${messageFromUnknown(cause)}. Close programs that have it open and try again.`,
            { cause },
          );
        }
      }),
    async close() {
      closed = true;
      cancelWrite?.();
      await queued(write);
    },
  };
}

function fittingLines(lines: readonly string[], room: number): string[] {
  let left = room;
  return lines.filter((line) => {
    left -= Buffer.byteLength(line);
    return left >= 0;
  });
}

/** Lines that a crash cut short, or that another version wrote, are passed over. */
function recordFrom(line: string): Evidence | undefined {
  if (line === '') return undefined;
  try {
    const parsed = evidenceSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function fits(record: Evidence, { category, deed, search }: EvidenceQuery): boolean {
  if (category !== undefined && record.category !== category) return false;
  if (deed !== undefined && record.deed !== deed) return false;
  if (search === '') return true;
  const wanted = search.toLowerCase();
  return [record.userName, record.text, record.evidence].some((text) => text.toLowerCase().includes(wanted));
}

/** YYYY-MM-DD in local time. */
function dayOf(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
