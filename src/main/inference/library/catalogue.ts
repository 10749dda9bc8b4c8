import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { MODEL_LIMITS, type ModelTrust } from '#shared/inference/local-models.ts';
import { type ModelManifest, modelManifestSchema } from '#shared/inference/model-manifest.ts';
import { ModelFailure } from './model-failure.ts';
import { bytesOf } from './model-record.ts';
import { judgeSignature, type SigningKey } from './signatures.ts';

/** A list of models on offer. Within a task the list's author puts the best first. */
const catalogueSchema = z.object({
  version: z.literal(1),
  name: z.string().max(120).default(''),
  /** Checked one by one: an entry that this version does not understand costs only itself. */
  models: z.array(z.unknown()).max(2000),
});

export interface OfferedModel {
  readonly manifest: ModelManifest;
  readonly trust: ModelTrust;
}
export interface Catalogue {
  readonly name: string;
  readonly offers: readonly OfferedModel[];
  /** Entries that were not understood, are signed wrongly, or break a rule. */
  readonly leftOut: number;
}

/** Parses a list. Throws `not-a-list` when it is none. `author`: built-in lists are trusted as they are. */
export function catalogueFromText(text: string, author: 'built-in' | 'other', keys: readonly SigningKey[]): Catalogue {
  const parsed = catalogueSchema.safeParse(parse(text));
  if (!parsed.success)
    throw new ModelFailure(
      'not-a-list',
      parsed.error.issues[0]?.message ?? '',
      'This is no list of models: it must be JSON with "version": 1 and "models". Check the address.',
    );
  const offers: OfferedModel[] = [];
  const seen = new Set<string>();
  for (const raw of parsed.data.models) {
    const offer = offerFromRaw(raw, author, keys);
    if (offer === undefined || seen.has(offer.manifest.id)) continue;
    seen.add(offer.manifest.id);
    offers.push(offer);
  }
  return { name: parsed.data.name, offers, leftOut: parsed.data.models.length - offers.length };
}

function offerFromRaw(raw: unknown, author: 'built-in' | 'other', keys: readonly SigningKey[]): OfferedModel | undefined {
  const parsed = modelManifestSchema.safeParse(raw);
  if (!parsed.success) return undefined;
  const manifest = parsed.data;
  // The probe's model is made by the program itself; lists have no business with it.
  if (manifest.engine === 'probe' || !isFetchable(manifest)) return undefined;
  if (author === 'built-in') return { manifest, trust: 'built-in' };
  const verdict = judgeSignature(manifest, raw, keys);
  return verdict === 'wrong' ? undefined : { manifest, trust: verdict === 'valid' ? 'signed' : 'unsigned' };
}

function isFetchable(manifest: ModelManifest): boolean {
  const keys = manifest.files.map(({ path }) => path.normalize('NFC').toLowerCase());
  return (
    new Set(keys).size === keys.length &&
    bytesOf(manifest) <= MODEL_LIMITS.modelBytes &&
    manifest.files.every(({ url, bytes }) => url !== undefined && bytes <= MODEL_LIMITS.fileBytes)
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Rejects with the file system's error, or `not-a-list`. */
export async function readCatalogue(file: string, author: 'built-in' | 'other', keys: readonly SigningKey[]): Promise<Catalogue> {
  return catalogueFromText(await readFile(file, 'utf8'), author, keys);
}
