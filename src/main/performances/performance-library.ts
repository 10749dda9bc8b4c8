import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createSavedDocument } from '#main/platform/saved-document.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import { type PerformanceEntry, performanceSchema } from '#shared/contract/performances.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { LIMITS, PERFORMANCE_EXTENSION } from '#shared/performances/performance-format.ts';
import { type RecordedPerformance, readPerformance } from '#shared/performances/read-performance.ts';

/** Files of the folder, and a list of what they hold. A file that is not in the list (a crash came between) is taken up at the start. */
export interface PerformanceLibrary {
  readonly entries: Cell<readonly PerformanceEntry[]>;
  readonly removed: Cell<readonly string[]>;
  /** A new id and where its file goes; makes the folder. */
  place(): Promise<{ readonly id: string; readonly path: string }>;
  /** A file that lies at its place now is whole. `name` '': by its time. */
  takeUp(id: string, name: string): Promise<PerformanceEntry>;
  read(id: string): Promise<RecordedPerformance>;
  /** Of its file in the folder. Rejects `not-found`. */
  fileName(id: string): Promise<string>;
  /** Takes a file away from where it lies. Rejects `invalid-input` for what is no performance; then it stays there. */
  add(name: string, path: string): Promise<PerformanceEntry>;
  /** Rejects `not-found`. */
  find(id: string): PerformanceEntry;
  rename(id: string, name: string): void;
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  close(): Promise<void>;
}

const LISTED_MOST = 2000;
const FILE_NAME = new RegExp(`^([0-9a-f]{16})\\${PERFORMANCE_EXTENSION}$`);
/** What is deleted waits here until the program starts again. */
const BIN = '.removed';

export function createPerformanceLibrary(options: {
  readonly folder: string;
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}): PerformanceLibrary {
  const { folder, clock, logger } = options;
  const document = createSavedDocument({
    file: options.file,
    what: 'The list of performances',
    version: 1,
    schema: z.object({ list: z.array(performanceSchema).max(LISTED_MOST) }),
    empty: { list: [] },
    migrate: (old) => old,
    clock,
    logger,
    report: options.report,
  });
  const entries = createCell<readonly PerformanceEntry[]>(document.current().list);
  const removed = createCell<readonly string[]>([]);
  const bin = new Map<string, PerformanceEntry>();
  const pathOf = (id: string): string => join(folder, `${id}${PERFORMANCE_EXTENSION}`);
  const set = (list: readonly PerformanceEntry[]): void => {
    entries.set([...list].sort((a, b) => b.recordedAtMs - a.recordedAtMs));
    document.set({ list: [...entries.get()] });
  };
  const find = (id: string): PerformanceEntry => {
    const entry = entries.get().find((one) => one.id === id);
    if (entry === undefined) throw new StudioError('not-found', 'This performance is not in the list any more.');
    return entry;
  };
  const sizeOf = async (id: string): Promise<number> => {
    const { size } = await stat(pathOf(id)).catch((cause: unknown) => {
      throw new StudioError('not-found', 'The file of this performance is gone. Remove it from the list.', { cause });
    });
    return size;
  };
  const bytesOf = async (id: string): Promise<Uint8Array> => {
    const size = await sizeOf(id);
    if (size > LIMITS.fileBytes) throw new StudioError('too-large', `The performance has ${size} bytes: too many to read.`);
    return readFile(pathOf(id));
  };
  const takeUp = async (id: string, name: string): Promise<PerformanceEntry> => {
    const bytes = await bytesOf(id);
    const entry = describe(id, name, bytes.byteLength, readPerformance(bytes));
    set([entry, ...entries.get().filter((one) => one.id !== id)].slice(0, LISTED_MOST));
    return entry;
  };
  const place = async (): Promise<{ id: string; path: string }> => {
    await mkdir(folder, { recursive: true });
    const id = randomBytes(8).toString('hex');
    return { id, path: pathOf(id) };
  };
  const findLost = async (): Promise<void> => {
    await rm(join(folder, BIN), { recursive: true, force: true });
    const known = new Set(entries.get().map(({ id }) => id));
    for (const file of await readdir(folder).catch(() => [])) {
      const id = FILE_NAME.exec(file)?.[1];
      if (id === undefined || known.has(id)) continue;
      await takeUp(id, '').catch((cause: unknown) =>
        logger.warn('a recorded performance cannot be read', { file, cause: messageFromUnknown(cause) }),
      );
    }
  };
  const finding = findLost();

  return {
    entries,
    removed,
    place: async () => {
      await finding;
      return place();
    },
    takeUp,
    read: async (id) => {
      find(id);
      return readPerformance(await bytesOf(id));
    },
    async fileName(id) {
      await sizeOf(id);
      return `${id}${PERFORMANCE_EXTENSION}`;
    },
    async add(name, from) {
      const bytes = await readFile(from);
      const performance = readPerformance(bytes);
      const { id, path } = await place();
      await rename(from, path);
      const entry = describe(id, name, bytes.byteLength, performance);
      set([entry, ...entries.get()].slice(0, LISTED_MOST));
      return entry;
    },
    find,
    rename(id, name) {
      find(id);
      set(entries.get().map((one) => (one.id === id ? { ...one, name } : one)));
    },
    async remove(id) {
      const entry = find(id);
      await mkdir(join(folder, BIN), { recursive: true });
      await rename(pathOf(id), join(folder, BIN, id)).catch(() => undefined);
      bin.set(id, entry);
      removed.set([...bin.keys()]);
      set(entries.get().filter((one) => one.id !== id));
    },
    async restore(id) {
      const entry = bin.get(id);
      if (entry === undefined) throw new StudioError('not-found', 'This performance was deleted for good.');
      await copyFile(join(folder, BIN, id), pathOf(id), constants.COPYFILE_EXCL).catch((cause: unknown) => {
        throw new StudioError('not-found', 'The file of this performance is gone.', { cause });
      });
      bin.delete(id);
      removed.set([...bin.keys()]);
      set([entry, ...entries.get()]);
    },
    async close() {
      await finding.catch(() => undefined);
      await document.close();
    },
  };
}

function describe(id: string, name: string, bytes: number, performance: RecordedPerformance): PerformanceEntry {
  const { recordedAtMs, model } = performance.head;
  return {
    id,
    name,
    recordedAtMs,
    lengthMs: performance.lengthMs,
    bytes,
    modelName: model?.name ?? '',
    inputs: performance.inputs.length,
    bones: performance.poses.length > 0,
    events: performance.events.length,
    voice: performance.lines.length > 0,
  };
}
