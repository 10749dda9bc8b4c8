import type { ModelManifest } from '#shared/inference/model-manifest.ts';
import type { OfferedModel } from './catalogue.ts';
import type { ModelRecord } from './model-record.ts';

/** A model as it goes into the library. */
export interface Identified {
  readonly manifest: ModelManifest;
  readonly trust: ModelRecord['trust'];
}

/**
 * Gives imported files the manifest of the offered model that they are, by their checksums: name, licence and all, whatever the files were called.
 * Others get an id of their own, made of their name.
 */
export function identify(
  staged: Omit<ModelManifest, 'id'>,
  offers: readonly OfferedModel[],
  taken: ReadonlySet<string>,
): Identified {
  const bySum = new Map(staged.files.map((file) => [file.sha256, file]));
  for (const { manifest, trust } of offers) {
    if (!manifest.files.every(({ sha256 }) => bySum.has(sha256))) continue;
    const files = manifest.files.map((file) => ({ ...file, path: bySum.get(file.sha256)?.path ?? file.path }));
    return { manifest: { ...manifest, files }, trust };
  }
  return { manifest: { ...staged, id: freeId(staged.name, taken) }, trust: 'imported' };
}

function freeId(name: string, taken: ReadonlySet<string>): string {
  const base =
    name
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(/[^a-z0-9._-]+/gu, '-')
      .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/gu, '')
      .slice(0, 60) || 'model';
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? base : `${base}-${count}`;
    if (!taken.has(id)) return id;
  }
}
