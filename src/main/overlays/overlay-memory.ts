import { mkdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic, writeFileAtomicSync } from '#main/platform/atomic-file.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/** What overlays show that no other part of the program keeps: after a restart they go on where they were. */
const memorySchema = z.object({
  lines: z.array(z.unknown()).default([]),
  alerts: z.array(z.unknown()).default([]),
  status: z.string().max(200).default(''),
  frame: z.string().max(200).default(''),
});
export type OverlayMemory = z.infer<typeof memorySchema>;

export interface OverlayMemoryFile {
  readonly before: OverlayMemory;
  /** Something has changed: it is written soon. */
  changed(): void;
  /** Writes what is not written yet. */
  close(): void;
}

const WRITE_AFTER_MS = 1000;

/** A file that cannot be read counts as empty: nothing in it is worth a question. */
export function createOverlayMemory(options: {
  readonly file: string;
  readonly read: () => OverlayMemory;
  readonly clock: Clock;
  readonly logger: Logger;
}): OverlayMemoryFile {
  const { file, clock, logger } = options;
  let cancel: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();
  const text = (): string => JSON.stringify(options.read());
  const warn = (cause: unknown): void =>
    logger.warn('what the overlays show could not be kept', { file, cause: messageFromUnknown(cause) });

  async function write(): Promise<void> {
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFileAtomic(file, text(), 0o600);
    } catch (cause) {
      warn(cause);
    }
  }

  return {
    before: readMemory(file),
    changed() {
      cancel ??= clock.after(WRITE_AFTER_MS, () => {
        cancel = undefined;
        writing = writing.then(write);
      });
    },
    close() {
      if (cancel === undefined) return;
      cancel();
      cancel = undefined;
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileAtomicSync(file, text(), 0o600);
      } catch (cause) {
        warn(cause);
      }
    },
  };
}

function readMemory(file: string): OverlayMemory {
  try {
    return memorySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return memorySchema.parse({});
  }
}
