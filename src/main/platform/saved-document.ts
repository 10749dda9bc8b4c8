import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { messageFromUnknown } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { codeFromError, fileStampFromMs, healthFromWriteError } from './disk-problem.ts';
import type { Clock } from './host.ts';
import type { Logger } from './logger.ts';

export interface SavedDocumentOptions<T> {
  readonly file: string;
  /** Begins sentences for people: "Parameter mappings". */
  readonly what: string;
  readonly version: number;
  readonly schema: z.ZodType<T>;
  readonly empty: T;
  /** Brings a document of an older version to the present one; healing comes from the schema. */
  readonly migrate: (document: Readonly<Record<string, unknown>>, fromVersion: number) => Readonly<Record<string, unknown>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}

/** A small JSON document on disk: whole in memory, written atomically soon after a change, tried again while the disk will not take it. */
export interface SavedDocument<T> {
  current(): T;
  set(next: T): void;
  /** Resolves when everything so far has been written or has failed once; never rejects. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const DEBOUNCE_MS = 50;
const RETRY_MS = 5000;

export function createSavedDocument<T>(options: SavedDocumentOptions<T>): SavedDocument<T> {
  const { file, what, clock, logger, report } = options;
  const loaded = loadDocument(options);
  let value = loaded.value;
  let dirty = false;
  let failed = false;
  let closed = false;
  let cancelTimer: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();
  if (loaded.notice !== undefined) {
    logger.warn(loaded.notice.message ?? `${what} could not be read`, { file });
    report(loaded.notice);
  }

  function schedule(delayMs: number): void {
    if (closed || !loaded.replaceable) return;
    cancelTimer ??= clock.after(delayMs, () => void save());
  }

  /** One write at a time; each writes what is newest when its turn comes. */
  function save(): Promise<void> {
    cancelTimer?.();
    cancelTimer = undefined;
    writing = writing.then(writeNewest);
    return writing;
  }

  async function writeNewest(): Promise<void> {
    if (!dirty || !loaded.replaceable) return;
    dirty = false;
    try {
      mkdirSync(dirname(file), { recursive: true });
      await writeFileAtomic(file, `${JSON.stringify({ version: options.version, ...value }, undefined, 2)}\n`);
      if (failed) report({ status: 'ready' });
      failed = false;
    } catch (error) {
      dirty = true;
      if (!failed) logger.error(`${what} not saved`, { file, code: codeFromError(error), cause: messageFromUnknown(error) });
      failed = true;
      report(healthFromWriteError(what, file, error));
      schedule(RETRY_MS);
    }
  }

  return {
    current: () => value,
    set(next) {
      value = next;
      dirty = true;
      schedule(DEBOUNCE_MS);
    },
    flush: save,
    async close() {
      closed = true;
      await save();
    },
  };
}

interface Loaded<T> {
  readonly value: T;
  readonly notice: HealthReport | undefined;
  /** False when the file is there but cannot be read: replacing it could destroy good work. */
  readonly replaceable: boolean;
}

function loadDocument<T>(options: SavedDocumentOptions<T>): Loaded<T> {
  const { file, what, version, schema, empty, migrate } = options;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeFromError(error) === 'ENOENT') return { value: empty, notice: undefined, replaceable: true };
    const message = `${what} in ${file} cannot be read (${messageFromUnknown(error)}). Changes last for this session only. Allow reading it and start again.`;
    return { value: empty, notice: { status: 'degraded', reason: 'document-unreadable', message }, replaceable: false };
  }
  try {
    const raw: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (!isRecord(raw)) throw new TypeError('it holds no object');
    const found = typeof raw.version === 'number' ? raw.version : 0;
    if (found > version) throw new TypeError(`it is of version ${found}, which only a newer Yingxi understands`);
    return { value: schema.parse(found < version ? migrate(raw, found) : raw), notice: undefined, replaceable: true };
  } catch (error) {
    return { value: empty, ...setAside(options, error) };
  }
}

/** Keeps a copy of what could not be understood. Without the copy the file is left alone. */
function setAside({ file, what, clock }: SavedDocumentOptions<unknown>, cause: unknown): Omit<Loaded<never>, 'value'> {
  const backup = file.replace(/(\.json)?$/, `.broken-${fileStampFromMs(clock.now())}.json`);
  const why = `${what} in ${file} cannot be understood (${messageFromUnknown(cause).slice(0, 300)}).`;
  try {
    copyFileSync(file, backup);
  } catch (error) {
    const message = `${why} No copy could be made (${messageFromUnknown(error)}); changes last for this session only. Free some space or move the file away, and start again.`;
    return { notice: { status: 'degraded', reason: 'document-unreadable', message }, replaceable: false };
  }
  const message = `${why} The old file is kept as ${backup}; it starts anew.`;
  return { notice: { status: 'degraded', reason: 'document-broken', message }, replaceable: true };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
