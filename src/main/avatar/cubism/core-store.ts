import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CubismCoreStore } from '#main/avatar/cubism-core.types.ts';
import { writeFileAtomicSync } from '#main/platform/atomic-file.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import { type CubismView, cubismCoreSchema } from '#shared/contract/cubism.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { inspectCore } from './inspect-core.ts';

export interface CoreStoreOptions {
  /** The folder `cubism` of the data folder. */
  readonly folder: string;
  /** Address of a file in it. */
  readonly urlOf: (file: string) => string;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly logger: Logger;
  /** The address has changed: stages must be told. */
  readonly changed: () => void;
}

const RECORD_FILE = 'core.json';
/** The terms that the user accepted, by name and place. */
const LICENCE = {
  name: 'Live2D Proprietary Software License Agreement',
  url: 'https://www.live2d.com/eula/live2d-proprietary-software-license-agreement_en.html',
} as const;

const recordSchema = cubismCoreSchema.extend({
  version: z.string().nullable(),
  /** In this folder: one segment, ends with `.js`. */
  file: z.string().regex(/^[\w.-]+\.js$/),
  sha256: z.string(),
  licence: z.object({ name: z.string(), url: z.string() }),
});
type CoreRecord = z.infer<typeof recordSchema>;

export function createCoreStore({ folder, urlOf, now, logger, changed }: CoreStoreOptions): CubismCoreStore {
  let record = readRecord(folder, logger);
  /** Waits for second thoughts. */
  let removed: CoreRecord | undefined;
  removeOthers(folder, record?.file);
  const viewOf = (one: CoreRecord | undefined): CubismView => ({ core: one === undefined ? null : cubismCoreSchema.parse(one) });
  const view = createCell(viewOf(record));

  function show(next: CoreRecord | undefined): void {
    record = next;
    view.set(viewOf(next));
    changed();
  }

  function keep(next: CoreRecord, content: Uint8Array): void {
    try {
      mkdirSync(folder, { recursive: true });
      writeFileAtomicSync(join(folder, next.file), content);
      writeRecord(next);
    } catch (error) {
      throw new StudioError(
        'storage',
        `the Cubism Core could not be kept (${messageFromUnknown(error)}); free some disk space, then add it again`,
        { cause: error },
      );
    }
  }
  const writeRecord = (one: CoreRecord): void => writeFileAtomicSync(join(folder, RECORD_FILE), JSON.stringify(one, null, 2));

  return {
    view,
    url: () => (record === undefined ? null : urlOf(record.file)),
    async add(fileName, content) {
      const facts = inspectCore(content);
      if (typeof facts === 'string') return facts;
      const sha256 = createHash('sha256').update(content).digest('hex');
      const next: CoreRecord = {
        ...facts,
        fileName: fileName.slice(0, 300),
        bytes: content.byteLength,
        addedAt: now(),
        acceptedAt: now(),
        // The name changes with the content, so that no stage keeps an old one.
        file: `live2dcubismcore-${sha256.slice(0, 12)}.js`,
        sha256,
        licence: LICENCE,
      };
      keep(next, content);
      removed = undefined;
      removeOthers(folder, next.file);
      show(next);
      return null;
    },
    remove() {
      removed = record ?? removed;
      rmSync(join(folder, RECORD_FILE), { force: true });
      show(undefined);
    },
    restore() {
      if (removed === undefined || record !== undefined) return false;
      writeRecord(removed);
      show(removed);
      removed = undefined;
      return true;
    },
  };
}

/** What is on disk and whole; anything else is as if there were nothing, and the log says so. */
function readRecord(folder: string, logger: Logger): CoreRecord | undefined {
  const path = join(folder, RECORD_FILE);
  if (!existsSync(path)) return undefined;
  try {
    const parsed = recordSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const content = readFileSync(join(folder, parsed.file));
    if (createHash('sha256').update(content).digest('hex') === parsed.sha256) return parsed;
    logger.warn('the Cubism Core in the data folder is not the file that was added; it is not used', { file: parsed.file });
  } catch (error) {
    logger.warn('the Cubism Core in the data folder cannot be used', { error: messageFromUnknown(error) });
  }
  rmSync(path, { force: true });
  return undefined;
}

function removeOthers(folder: string, keep: string | undefined): void {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  for (const file of files)
    if (/^live2dcubismcore-.*\.js$/u.test(file) && file !== keep) rmSync(join(folder, file), { force: true });
}
