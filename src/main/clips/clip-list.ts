import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import { healthFromWriteError } from '#main/platform/disk-problem.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import { type Clip, clipSchema } from '#shared/clips/show-mark.ts';
import type { HealthReport } from '#shared/health.ts';

/** The newest stay. */
const LIMIT = 500;

/** Clips that were saved, newest first, in one JSON file. */
export interface ClipList {
  readonly clips: Cell<readonly Clip[]>;
  add(clip: Clip): void;
  remove(id: string): boolean;
  /** All is on disk, as far as the disk takes it. */
  close(): Promise<void>;
}

export function createClipList(file: string, report: (health: HealthReport) => void): ClipList {
  const clips = createCell<readonly Clip[]>([]);
  let tail = load();

  async function load(): Promise<void> {
    const text = await readFile(file, 'utf8').catch(() => '[]');
    const known = z.array(clipSchema).safeParse(jsonFrom(text)).data ?? [];
    clips.set([...clips.get(), ...known].slice(0, LIMIT));
  }

  function save(): void {
    tail = tail
      .then(() => writeFileAtomic(file, JSON.stringify(clips.get())))
      .catch((error: unknown) => report(healthFromWriteError('The list of clips', file, error)));
  }

  return {
    clips,
    add(clip) {
      clips.set([clip, ...clips.get()].slice(0, LIMIT));
      save();
    },
    remove(id) {
      const rest = clips.get().filter((clip) => clip.id !== id);
      if (rest.length === clips.get().length) return false;
      clips.set(rest);
      save();
      return true;
    },
    close: () => tail,
  };
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
