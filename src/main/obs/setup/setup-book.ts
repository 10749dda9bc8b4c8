import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createSavedDocument } from '#main/platform/saved-document.ts';
import type { HealthReport } from '#shared/health.ts';
import { type CollectionRecord, emptyRecord, emptySetupFile, type SetupFile, setupFileSchema } from './record.ts';

export interface SetupBookOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}

/** What is remembered of the set-up through restarts: own templates, wishes, how each scene collection was left, and the way back of the last run. */
export interface SetupBook {
  current(): SetupFile;
  change(patch: Partial<SetupFile>): void;
  recordOf(collection: string): CollectionRecord;
  keepRecord(collection: string, record: CollectionRecord, undo: SetupFile['undo']): void;
  close(): Promise<void>;
}

export function createSetupBook(options: SetupBookOptions): SetupBook {
  const document = createSavedDocument<SetupFile>({
    ...options,
    what: 'What Yingxi made in OBS',
    version: 1,
    schema: setupFileSchema,
    empty: emptySetupFile(),
    migrate: (old) => old,
  });
  const change = (patch: Partial<SetupFile>): void => document.set({ ...document.current(), ...patch });
  return {
    current: document.current,
    change,
    recordOf: (collection) => document.current().collections[collection] ?? emptyRecord(),
    keepRecord: (collection, record, undo) =>
      change({ collections: { ...document.current().collections, [collection]: record }, undo }),
    close: document.close,
  };
}
