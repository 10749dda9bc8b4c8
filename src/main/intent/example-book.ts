import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import { fileStampFromMs } from '#main/platform/disk-problem.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { exampleSchema, type IntentExample } from '#shared/contract/intent.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { labelledLineSchema } from '#shared/intent/labels.ts';
import { lineForReading } from '#shared/intent/line.ts';
import type { ExampleBook, ExampleInput } from './intent.types.ts';

/** More would make a training longer than anybody waits for. */
export const MAX_EXAMPLES = 5000;
const fileSchema = z.object({
  version: z.literal(1),
  nextId: z.number().int(),
  examples: z.array(exampleSchema).max(MAX_EXAMPLES),
});

export interface ExampleBookOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** After every change. */
  readonly onChange: () => void;
}

export interface OpenExampleBook extends ExampleBook {
  all(): readonly IntentExample[];
  readonly version: number;
  /** How many `undoRemove` would bring back. */
  readonly removed: number;
  /** Resolves when what was changed is written or has failed to be. */
  close(): Promise<void>;
}

/** Kept in memory and written as one JSON document after each change, one write at a time. Two spellings of a line that read the same are one example. */
export function createExampleBook({ file, clock, logger, onChange }: ExampleBookOptions): OpenExampleBook {
  const kept = readBook(file, clock, logger);
  let nextId = kept.nextId;
  /** By the line as it is read; the newest last. */
  let byLine = new Map(kept.examples.map((example) => [lineForReading(example.text), example]));
  let lastRemoved: readonly IntentExample[] = [];
  let version = 0;
  let writing: Promise<void> = Promise.resolve();

  function changed(): Promise<void> {
    version += 1;
    onChange();
    const write = writing
      .catch(() => undefined)
      .then(async () => {
        mkdirSync(dirname(file), { recursive: true });
        await writeFileAtomic(file, JSON.stringify({ version: 1, nextId, examples: [...byLine.values()] }));
      });
    writing = write;
    return write.catch((cause: unknown) => {
      throw new StudioError(
        'storage',
        `The examples could not be written (${messageFromUnknown(cause)}). They are kept until you close the program; free some disk space.`,
        { cause },
      );
    });
  }

  function put({ text, intent, emotion }: ExampleInput): { id: string; replaced: boolean } | undefined {
    const line = lineForReading(text);
    const known = byLine.get(line);
    if (known === undefined && byLine.size >= MAX_EXAMPLES) return undefined;
    const id = known?.id ?? String(nextId++);
    byLine.delete(line);
    byLine.set(line, {
      id,
      text: text.trim(),
      addedAt: clock.now(),
      ...(intent === undefined ? {} : { intent }),
      ...(emotion === undefined ? {} : { emotion }),
    });
    return { id, replaced: known !== undefined };
  }

  return {
    all: () => [...byLine.values()],
    get version() {
      return version;
    },
    get removed() {
      return lastRemoved.length;
    },
    page({ search, intent, offset, limit }) {
      const wanted = search.trim().toLowerCase();
      const found = [...byLine.values()]
        .reverse()
        .filter(
          (one) => (intent === undefined || one.intent === intent) && (wanted === '' || one.text.toLowerCase().includes(wanted)),
        );
      return { examples: found.slice(offset, offset + limit), found: found.length };
    },
    async add(example) {
      if (lineForReading(example.text) === '')
        throw new StudioError(
          'invalid-input',
          'Nothing can be read in this line: it is only an address or a name. Write it in words.',
        );
      const result = put(example);
      if (result === undefined)
        throw new StudioError('conflict', `There are ${MAX_EXAMPLES} examples already. Remove some that are no longer needed.`);
      await changed();
      return result;
    },
    async remove(ids) {
      const gone = ids === undefined ? undefined : new Set(ids);
      const taken = [...byLine.values()].filter(({ id }) => gone === undefined || gone.has(id));
      if (taken.length === 0) return { removed: 0 };
      const takenIds = new Set(taken.map(({ id }) => id));
      byLine = new Map([...byLine].filter(([, { id }]) => !takenIds.has(id)));
      lastRemoved = taken;
      await changed();
      return { removed: taken.length };
    },
    async undoRemove() {
      if (lastRemoved.length === 0) throw new StudioError('not-found', 'Nothing was removed that could be brought back.');
      for (const example of lastRemoved) {
        const line = lineForReading(example.text);
        if (!byLine.has(line) && byLine.size < MAX_EXAMPLES) byLine.set(line, example);
      }
      lastRemoved = [];
      await changed();
    },
    exported: () => ({
      fileName: `yingxi-examples-${new Date(clock.now()).toISOString().slice(0, 10)}.jsonl`,
      text: [...byLine.values()].map(({ text, intent, emotion }) => `${JSON.stringify({ text, intent, emotion })}\n`).join(''),
    }),
    async imported(text) {
      const counts = { added: 0, replaced: 0, unreadable: 0, noRoom: 0 };
      for (const row of text.split('\n')) {
        if (row.trim() === '') continue;
        const example = exampleFromRow(row);
        const result = example === undefined ? undefined : put(example);
        if (example === undefined) counts.unreadable += 1;
        else if (result === undefined) counts.noRoom += 1;
        else counts[result.replaced ? 'replaced' : 'added'] += 1;
      }
      if (counts.added + counts.replaced > 0) await changed();
      return counts;
    },
    close: () => writing.catch(() => undefined),
  };
}

function exampleFromRow(row: string): ExampleInput | undefined {
  try {
    const example = labelledLineSchema.parse(JSON.parse(row));
    const says = example.intent !== undefined || example.emotion !== undefined;
    return says && lineForReading(example.text) !== '' ? example : undefined;
  } catch {
    return undefined;
  }
}

/** Absent: empty. Damaged: set aside under another name, so that nothing is overwritten. */
function readBook(file: string, clock: Clock, logger: Logger): { nextId: number; examples: IntentExample[] } {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    return { nextId: 1, examples: [] };
  }
  try {
    return fileSchema.parse(JSON.parse(content));
  } catch (error) {
    const aside = `${file}.damaged-${fileStampFromMs(clock.now())}`;
    renameSync(file, aside);
    logger.error('the examples of intents could not be read; beginning anew', { file: aside, why: messageFromUnknown(error) });
    return { nextId: 1, examples: [] };
  }
}
