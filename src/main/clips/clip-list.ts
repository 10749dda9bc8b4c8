import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createSavedDocument } from '#main/platform/saved-document.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import { type Clip, clipSchema } from '#shared/clips/show-mark.ts';
import type { HealthReport } from '#shared/health.ts';

/** The newest stay. */
const LIMIT = 500;
const documentSchema = z.object({ clips: z.array(clipSchema) });

/** Clips that were saved, newest first, in one JSON document. */
export interface ClipList {
  readonly clips: Cell<readonly Clip[]>;
  add(clip: Clip): void;
  remove(id: string): boolean;
  /** All is on disk, as far as the disk takes it. */
  close(): Promise<void>;
}

export function createClipList(options: {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}): ClipList {
  const document = createSavedDocument({
    ...options,
    what: 'The list of clips',
    version: 1,
    schema: documentSchema,
    empty: { clips: [] },
    migrate: (old) => old,
  });
  const clips = createCell<readonly Clip[]>(document.current().clips);

  function keep(next: readonly Clip[]): void {
    clips.set(next);
    document.set({ clips: [...next] });
  }

  return {
    clips,
    add: (clip) => keep([clip, ...clips.get()].slice(0, LIMIT)),
    remove(id) {
      const rest = clips.get().filter((clip) => clip.id !== id);
      if (rest.length === clips.get().length) return false;
      keep(rest);
      return true;
    },
    close: document.close,
  };
}
