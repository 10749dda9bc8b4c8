import { posix } from 'node:path';
import { unzipSync } from 'fflate';
import { readPictureHeader } from '#main/platform/image-header.ts';
import { StudioError } from '#shared/errors.ts';
import { cleanCss } from './theme-css.ts';

/** A theme as it came: a folder's files, or one archive. Paths with forward slashes. */
export type ThemeFiles = ReadonlyMap<string, Uint8Array>;
export interface CheckedTheme {
  /** What is kept: `theme.css` and what it refers to. */
  readonly files: ThemeFiles;
  readonly notes: readonly string[];
}

export const THEME_LIMITS = {
  files: 300,
  bytes: 24 * 1024 * 1024,
  cssBytes: 512 * 1024,
  archiveBytes: 24 * 1024 * 1024,
} as const;
const STYLE = 'theme.css';
const MOST_PIXELS = 40_000_000;
const FONT_MARKS = ['wOF2', 'wOFF', 'OTTO', 'true', '\u0000\u0001\u0000\u0000'];

/** Throws StudioError `invalid-input` or `too-large` when no theme can be made of it. */
export function checkTheme(given: ThemeFiles): CheckedTheme {
  const files = unpacked(given);
  const entry = entryOf(files);
  const style = files.get(entry);
  if (style === undefined) throw noStyle();
  if (style.length > THEME_LIMITS.cssBytes)
    throw new StudioError('too-large', `${entry} has more than 512 KB. Move its pictures into files of their own.`);
  const root = posix.dirname(entry);
  const rejected = new Map<string, string>();
  const find = (address: string): string | undefined => {
    const path = resolve(root, address);
    const bytes = path === undefined ? undefined : files.get(path);
    if (path === undefined || bytes === undefined) return undefined;
    const problem = problemOfFile(path, bytes);
    if (problem !== undefined) rejected.set(path, problem);
    return problem === undefined ? path : undefined;
  };
  const { css, notes, used } = cleanCss(new TextDecoder('utf-8').decode(style), find);
  const kept = new Map(
    [...used].flatMap((path) => (files.has(path) ? [[path, files.get(path) ?? new Uint8Array(0)] as const] : [])),
  );
  kept.set(STYLE, new TextEncoder().encode(css));
  const others = [...files.keys()].filter((path) => path !== entry && /\.css$/iu.test(path));
  return {
    files: kept,
    notes: [...notes, ...rejected.values(), ...others.map((path) => `${path} is not used: a theme has one style sheet.`)].slice(
      0,
      40,
    ),
  };
}

/** The path in the theme that a relative address names; undefined: it leads out, or is something else. */
function resolve(root: string, address: string): string | undefined {
  const [path = ''] = address.split(/[?#]/u, 1);
  if (path === '' || path.startsWith('/') || /^[a-z][a-z0-9+.-]*:/iu.test(path) || path.includes('\\')) return undefined;
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const whole = posix.normalize(posix.join(root, decoded));
  return whole.startsWith('..') || whole.startsWith('/') ? undefined : whole;
}

function entryOf(files: ThemeFiles): string {
  const styles = [...files.keys()].filter((path) => /\.css$/iu.test(path));
  const named = styles.filter((path) => /^(?:theme|index|style)\.css$/iu.test(posix.basename(path)));
  const [entry] = (named.length > 0 ? named : styles).sort(
    (a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b),
  );
  if (entry === undefined) throw noStyle();
  return entry;
}

function problemOfFile(path: string, bytes: Uint8Array): string | undefined {
  if (/\.(?:png|apng|jpe?g|gif|webp)$/iu.test(path)) {
    const header = readPictureHeader(bytes);
    if (header === undefined || header.type === 'ktx2') return `${path} is no picture and was left out.`;
    return header.width * header.height > MOST_PIXELS ? `${path} has too many pixels and was left out.` : undefined;
  }
  if (/\.(?:woff2?|ttf|otf)$/iu.test(path)) {
    const mark = String.fromCharCode(...bytes.subarray(0, 4));
    return FONT_MARKS.includes(mark) ? undefined : `${path} is no font and was left out.`;
  }
  return `${path} is neither a picture nor a font and was left out.`;
}

function unpacked(given: ThemeFiles): ThemeFiles {
  const [only] = given;
  const files = given.size === 1 && only !== undefined && isZip(only[1]) ? unzipped(only[1]) : given;
  if (files.size > THEME_LIMITS.files) throw new StudioError('too-large', `A theme has at most ${THEME_LIMITS.files} files.`);
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  if (bytes > THEME_LIMITS.bytes) throw tooLarge();
  return new Map([...files].filter(([path]) => isPlain(path)));
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] ?? 0) < 0x09;

/** Only what a theme may hold is unpacked, and never more than the limits: sizes are looked at before, and the result again. */
function unzipped(archive: Uint8Array): ThemeFiles {
  let count = 0;
  let bytes = 0;
  try {
    const files = unzipSync(archive, {
      filter({ name, originalSize }) {
        if (name.endsWith('/') || !/\.(?:css|png|apng|jpe?g|gif|webp|woff2?|ttf|otf)$/iu.test(name)) return false;
        count += 1;
        bytes += originalSize;
        if (count > THEME_LIMITS.files || bytes > THEME_LIMITS.bytes) throw tooLarge();
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (cause) {
    if (cause instanceof StudioError) throw cause;
    throw new StudioError('invalid-input', 'The archive is broken. Pack the theme again as a ZIP file, or add its folder.', {
      cause,
    });
  }
}

/** A path that stays in its folder on every system. */
export function isPlain(path: string): boolean {
  return (
    path.length <= 200 &&
    !/[\p{Cc}<>:"\\|?*]/u.test(path) &&
    path.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.startsWith('__MACOSX') && !/[. ]$/u.test(part))
  );
}

const noStyle = (): StudioError =>
  new StudioError(
    'invalid-input',
    'There is no style sheet in it. A theme is a folder or ZIP file with theme.css, and the pictures and fonts that it uses.',
  );
const tooLarge = (): StudioError =>
  new StudioError('too-large', 'The theme holds more than 24 MB or 300 files. Make its pictures smaller.');
