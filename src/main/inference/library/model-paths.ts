import { MODEL_LIMITS } from '#shared/inference/local-models.ts';
import { ModelFailure, megabytes } from './model-failure.ts';

/** A file that may belong to a model. */
export interface FoundFile {
  /** With forward slashes, relative to what was chosen. */
  readonly path: string;
  readonly bytes: number;
}

export type PathVerdict =
  | { readonly kind: 'safe'; readonly path: string }
  /** Hidden, a system's leftovers, a program: of no use to a model. */
  | { readonly kind: 'left-out' }
  /** Tries to leave its folder, or is a name that some system reads as something else. */
  | { readonly kind: 'unsafe' };

/** Names that Windows takes for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?$/iu;
/** What models of speech consist of. eSpeak's data has names without an extension. */
const EXTENSION = /\.(?:onnx|onnx_data|data|json|txt|bin|npz|npy|model|vocab|fst|far|utf8|dict|yaml|yml|md|mvn)$/iu;

/** Judges a path as an archive or a page states it. */
export function judgePath(raw: string): PathVerdict {
  const path = raw.replaceAll('\\', '/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those
  if (path.startsWith('/') || /[\u0000-\u001f\u007f:]/u.test(path) || path.length > MODEL_LIMITS.pathLength)
    return { kind: 'unsafe' };
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.length === 0) return { kind: 'left-out' };
  // A dot at the end covers `..` too; Windows drops it, and a space, from names.
  if (segments.some((segment) => /[. ]$/u.test(segment) || DEVICE.test(segment))) return { kind: 'unsafe' };
  if (segments.some((segment) => segment.startsWith('.') || segment === '__MACOSX' || /[<>"|?*]/u.test(segment)))
    return { kind: 'left-out' };
  const last = segments.at(-1) ?? '';
  const isPlain =
    !last.includes('.') && (segments.includes('espeak-ng-data') || /^(?:licen[cs]e|readme|model_card)$/iu.test(last));
  return EXTENSION.test(last) || isPlain ? { kind: 'safe', path: segments.join('/') } : { kind: 'left-out' };
}

export const unsafePath = (raw: string): ModelFailure =>
  new ModelFailure(
    'unsafe-path',
    raw.slice(0, 200),
    `${JSON.stringify(raw.slice(0, 200))} leads out of its folder or is no name for a file. Models do not do that; get it anew from its author.`,
  );

/** Counts what comes in against the limits. Throws `ModelFailure` at the first that goes too far. */
export function createQuota(): { add(path: string, bytes: number): void } {
  const seen = new Set<string>();
  let total = 0;
  return {
    add(path, bytes) {
      const key = path.normalize('NFC').toLowerCase();
      if (seen.has(key))
        throw new ModelFailure(
          'damaged',
          path,
          `${path} is there twice (capital letters do not count). Remove one of them and try again.`,
        );
      seen.add(key);
      if (seen.size > 2 * MODEL_LIMITS.files)
        throw new ModelFailure(
          'too-many-files',
          String(seen.size),
          'There are far more files than a model has. Choose the folder of one model, not one above it.',
        );
      total += bytes;
      const limit = /\.(?:json|txt|md|ya?ml)$/iu.test(path) ? MODEL_LIMITS.textBytes : MODEL_LIMITS.fileBytes;
      if (bytes > limit || total > MODEL_LIMITS.modelBytes)
        throw new ModelFailure(
          'too-large',
          `${path}: ${megabytes(bytes)}`,
          `${path} (${megabytes(bytes)}) is larger than any model that Yingxi runs. Choose the folder of one speech model only.`,
        );
    },
  };
}
