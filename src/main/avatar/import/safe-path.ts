import { IMPORT_LIMITS } from '#shared/avatar/model-import.ts';

/** What models consist of, the author's notes included. Programs, scripts and pages are left out. */
const EXTENSIONS = new Set(
  'vrm glb vrma fbx bvh json moc3 moc mtn png apng jpg jpeg webp gif ktx2 basis wav mp3 ogg m4a flac aac opus txt md pdf rtf psd psb'.split(
    ' ',
  ),
);
/** Names that Windows takes for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?$/iu;

export type PathVerdict =
  | { readonly kind: 'safe'; readonly path: string }
  /** Of no use to a model: hidden, a system's leftovers, a program. */
  | { readonly kind: 'left-out' }
  /** Tries to leave its folder, or is a name that some system reads as something else. */
  | { readonly kind: 'unsafe' };

/** Judges a path relative to a model's folder, as an archive or a page states it. Safe ones come back with forward slashes and no empty parts. */
export function judgePath(raw: string): PathVerdict {
  const path = raw.replaceAll('\\', '/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those
  if (path.startsWith('/') || /[\u0000-\u001f\u007f:]/u.test(path) || path.length > IMPORT_LIMITS.pathLength)
    return { kind: 'unsafe' };
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.length === 0) return { kind: 'left-out' };
  if (segments.some((segment) => segment === '..' || /[. ]$/u.test(segment) || DEVICE.test(segment))) return { kind: 'unsafe' };
  const last = segments.at(-1) ?? '';
  const isHidden = segments.some((segment) => segment.startsWith('.') || segment === '__MACOSX');
  const isOdd = segments.some((segment) => /[<>"|?*]/u.test(segment));
  const extension = /\.([^.]+)$/u.exec(last)?.[1]?.toLowerCase() ?? '';
  if (isHidden || isOdd || !EXTENSIONS.has(extension)) return { kind: 'left-out' };
  return { kind: 'safe', path: segments.join('/') };
}

/** Two paths that some file system takes for the same file have the same key. */
export const pathKey = (path: string): string => path.normalize('NFC').toLowerCase();
