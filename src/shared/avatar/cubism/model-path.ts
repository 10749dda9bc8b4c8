import { StudioError } from '#shared/errors.ts';

/**
 * The path inside a model's folder that `reference` of a file in folder `base` means; forward slashes, no leading one. A model's file may only name
 * what lies in its own folder: no `..`, absolute paths, URLs, drive names or backslashes. Throws `invalid-input` that says which file is wrong.
 */
export function resolveModelPath(base: string, reference: string, namedBy: string): string {
  const segments = reference.split('/').filter((segment) => segment !== '' && segment !== '.');
  const leaves = segments.includes('..') || reference.startsWith('/') || /[\\:]/u.test(reference);
  if (leaves || segments.length === 0 || hasControlCharacter(reference))
    throw new StudioError(
      'invalid-input',
      `${namedBy} names the file ${JSON.stringify(reference.slice(0, 200))}, which is no plain path inside the model’s folder; export the model again with all files in one folder`,
    );
  return joinPath(base, segments.join('/'));
}

/** The folder part of a path; '' at the top. */
export function folderOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut < 0 ? '' : path.slice(0, cut);
}

export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Finds files as model makers name them: in another case, or with accents and kana composed in another way than the disk has them. */
export interface FileIndex {
  /** All paths, sorted. */
  readonly paths: readonly string[];
  /** The path as the folder has it; undefined: there is none. */
  find(path: string): string | undefined;
}

export function createFileIndex(paths: readonly string[]): FileIndex {
  const sorted = [...paths].sort();
  const exact = new Set(sorted);
  const loose = new Map<string, string>();
  for (const path of sorted) if (!loose.has(looseName(path))) loose.set(looseName(path), path);
  return {
    paths: sorted,
    find: (path) => (exact.has(path) ? path : loose.get(looseName(path))),
  };
}

const looseName = (path: string): string => path.normalize('NFC').toLowerCase();

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20) return true;
  return false;
}
