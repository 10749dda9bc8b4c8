import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';

/** Volumes in dB that the streamer had of what is lowered, so that a crash of ours cannot leave OBS quiet. */
const loweredSchema = z.object({ collection: z.string(), byDb: z.number(), volumes: z.record(z.string(), z.number()) });
export type Lowered = z.infer<typeof loweredSchema>;

export interface LoweredFile {
  read(): Promise<Lowered | undefined>;
  /** The newest wins; `undefined`: nothing is lowered. */
  write(lowered: Lowered | undefined): void;
  /** Resolves when the newest is on disk, or could not be written. */
  written(): Promise<void>;
}

export function createLoweredFile(file: string, logger: Logger): LoweredFile {
  let next: { readonly text: string } | undefined;
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;

  async function writeNext(): Promise<void> {
    isWriting = true;
    while (next !== undefined) {
      const { text } = next;
      next = undefined;
      try {
        await writeFileAtomic(file, text);
      } catch (cause) {
        logger.error('what is lowered in OBS could not be remembered', { cause: messageFromUnknown(cause) });
      }
    }
    isWriting = false;
  }

  return {
    async read() {
      try {
        return loweredSchema.nullable().parse(JSON.parse(await readFile(file, 'utf8'))) ?? undefined;
      } catch {
        // Not there, or not ours: nothing is known to be lowered.
        return undefined;
      }
    },
    write(lowered) {
      next = { text: JSON.stringify(lowered ?? null) };
      if (!isWriting) writing = writeNext();
    },
    written: () => writing,
  };
}
