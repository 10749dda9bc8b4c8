import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '#main/platform/atomic-file.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { ExtraCatalogue } from '#shared/inference/local-models.ts';
import { catalogueFromText, type OfferedModel } from './catalogue.ts';
import { openHttpSource } from './http-source.ts';
import { failureFromUnknown, ModelFailure } from './model-failure.ts';
import type { SigningKey } from './signatures.ts';

/** The list that the streamer added. Fetched only when asked to; what was fetched is kept and works offline. */
export interface ExtraCatalogueKeeper {
  readonly view: ExtraCatalogue;
  readonly offers: readonly OfferedModel[];
  /** Reads what was fetched earlier, if it came from the address of today. */
  restore(url: string, keys: readonly SigningKey[]): Promise<void>;
  /** Never throws: what failed is in `view`. */
  refresh(url: string, keys: readonly SigningKey[], signal: AbortSignal): Promise<void>;
}

const LIST_BYTES = 4_000_000;
const savedSchema = z.object({ version: z.literal(1), url: z.string(), fetchedAt: z.number(), text: z.string() });
const nothing: ExtraCatalogue = {
  url: '',
  name: '',
  fetchedAt: null,
  models: 0,
  leftOut: 0,
  busy: false,
  problem: null,
  message: '',
};

export function createExtraCatalogue(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onChange: () => void;
}): ExtraCatalogueKeeper {
  const file = join(options.folder, 'catalogue.json');
  let view = nothing;
  let offers: readonly OfferedModel[] = [];

  function take(url: string, text: string, fetchedAt: number, keys: readonly SigningKey[]): void {
    const { name, offers: found, leftOut } = catalogueFromText(text, 'other', keys);
    offers = found;
    view = { ...nothing, url, name, fetchedAt, models: found.length, leftOut };
  }

  return {
    get view() {
      return view;
    },
    get offers() {
      return offers;
    },
    async restore(url, keys) {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined) return;
      try {
        const saved = savedSchema.parse(JSON.parse(text));
        if (saved.url === url) take(url, saved.text, saved.fetchedAt, keys);
      } catch (error) {
        options.logger.warn('the kept list of models is broken and is forgotten', { cause: messageFromUnknown(error) });
        await rm(file, { force: true });
      }
    },
    async refresh(url, keys, signal) {
      // Of another address: what it offered is not what the streamer asks for now.
      if (url !== view.url) offers = [];
      view = { ...(url === view.url ? view : nothing), url, busy: true, problem: null, message: '' };
      options.onChange();
      try {
        const text = await fetchText(url, signal, options.clock);
        const fetchedAt = options.clock.now();
        take(url, text, fetchedAt, keys);
        await writeFileAtomic(file, JSON.stringify({ version: 1, url, fetchedAt, text }));
      } catch (error) {
        const { code, message } = failureFromUnknown(signal.aborted ? signal.reason : error);
        view = { ...view, busy: false, problem: code, message };
      }
      options.onChange();
    },
  };
}

async function fetchText(url: string, signal: AbortSignal, clock: Clock): Promise<string> {
  const source = await openHttpSource(url, { from: 0, etag: undefined, signal, clock });
  const cancel = clock.after(60_000, source.close);
  signal.addEventListener('abort', source.close, { once: true });
  try {
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of source.body) {
      bytes += piece.length;
      if (bytes > LIST_BYTES)
        throw new ModelFailure(
          'not-a-list',
          `${bytes} bytes`,
          'This is no list of models: it is far too long. Check the address.',
        );
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8');
  } finally {
    cancel();
    signal.removeEventListener('abort', source.close);
    source.close();
  }
}
