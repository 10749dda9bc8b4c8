import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MODEL_LIMITS } from '#shared/inference/local-models.ts';
import { ModelFailure } from '../model-failure.ts';
import type { FoundFile } from '../model-paths.ts';
import { type OnnxFacts, readOnnxFacts } from '../onnx-file.ts';

/** The files of what was chosen, and looks into them. Nothing is run. */
export interface FolderReader {
  /** What was chosen, for people. */
  readonly name: string;
  readonly files: readonly FoundFile[];
  /** Files whose path matches, in order of their paths. */
  matching(pattern: RegExp): readonly FoundFile[];
  onnx(file: FoundFile): Promise<OnnxFacts>;
  /** undefined: it is no JSON. */
  json(file: FoundFile): Promise<unknown>;
}

export function createFolderReader(folder: string, name: string, files: readonly FoundFile[]): FolderReader {
  const read = new Map<string, Promise<OnnxFacts>>();
  return {
    name,
    files,
    matching: (pattern) => files.filter(({ path }) => pattern.test(path)),
    onnx({ path }) {
      const known = read.get(path);
      if (known !== undefined) return known;
      const facts = readChecked(folder, path, files);
      read.set(path, facts);
      return facts;
    },
    async json({ path, bytes }) {
      if (bytes > MODEL_LIMITS.textBytes) return undefined;
      try {
        return JSON.parse(await readFile(join(folder, path), 'utf8'));
      } catch {
        return undefined;
      }
    },
  };
}

/** Weights outside of the model's file are taken only when they lie beside it: a model must not name other files of this computer. */
async function readChecked(folder: string, path: string, files: readonly FoundFile[]): Promise<OnnxFacts> {
  const facts = await readOnnxFacts(join(folder, path), path);
  const beside = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  for (const external of facts.externalFiles)
    if (!files.some((file) => file.path === `${beside}${external}`))
      throw new ModelFailure(
        'external-data',
        external.slice(0, 200),
        `${path} keeps its weights in ${JSON.stringify(external.slice(0, 200))}, which is not beside it. Add both files together.`,
      );
  return facts;
}

/** The last part of a path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
