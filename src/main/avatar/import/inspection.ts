import type { ImportNote } from '#shared/avatar/model-import.ts';
import { type ErrorCode, StudioError } from '#shared/errors.ts';
import type { FoundModel } from './find-models.ts';
import { ImportFailure } from './import-failure.ts';
import type { FolderPictures } from './model-folder.ts';
import type { StagedModel } from './staged-model.ts';

export interface InspectOptions {
  /** Folder of this model alone; files in it may be rewritten. */
  readonly folder: string;
  readonly found: FoundModel;
  /** What was dropped, without its extension. */
  readonly droppedName: string;
  /** Pixels along a texture's longer side. */
  readonly textureLimit: number;
  readonly signal: AbortSignal;
  /** Share of the textures that are done. */
  readonly onTextures: (share: number) => void;
}

export type Inspected = Omit<StagedModel, 'folder' | 'bytes' | 'hasThumbnail'> & { readonly portrait: Uint8Array | undefined };

export function notesOf({ shrunk, largestBefore }: FolderPictures, limit: number): readonly ImportNote[] {
  return shrunk === 0 ? [] : [shrunkNote(shrunk, largestBefore, limit)];
}

export const shrunkNote = (count: number, from: number, to: number): ImportNote => ({
  code: 'textures-shrunk',
  detail: `${count} × ${from} → ${to}`,
});

export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ImportFailure('damaged', name, `${name} is no valid JSON. Copy or export the model again.`, { cause });
  }
}

/** Readers of the formats throw `StudioError`; its message is kept, its code becomes the import's. */
export async function asImportFailure<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    throw new ImportFailure(codes[error.code] ?? 'damaged', error.message, `${error.message}.`, { cause: error });
  }
}

const codes: Partial<Record<ErrorCode, 'missing-files' | 'version-unsupported' | 'too-large'>> = {
  'not-found': 'missing-files',
  unavailable: 'version-unsupported',
  'too-large': 'too-large',
};
