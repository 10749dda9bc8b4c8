import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { StudioError } from '#shared/errors.ts';
import type { Track } from '#shared/music/music.ts';

/** Forms of sound that the pages can play. */
const EXTENSIONS = new Set(['.mp3', '.ogg', '.opus', '.oga', '.wav', '.flac', '.m4a', '.aac', '.webm']);
const LONGEST_NAME = 120;

export const isMusicName = (name: string): boolean => EXTENSIONS.has(extname(name).toLowerCase());

/** What a file says of itself; title and artist come from its name where it says nothing. Throws `invalid-input` for what is no sound. */
export async function describeTrack(file: string, originalName: string): Promise<Pick<Track, 'title' | 'artist' | 'seconds'>> {
  const named = namesFromFile(originalName);
  const { size } = await stat(file);
  if (size === 0) throw notMusic(originalName);
  try {
    // Loaded at need: it is large, and most starts add no music.
    const { parseFile } = await import('music-metadata');
    const { common, format } = await parseFile(file, { duration: true, skipCovers: true });
    const seconds = format.duration ?? 0;
    if (format.container === undefined || !Number.isFinite(seconds)) throw notMusic(originalName);
    return {
      title: clean(common.title) || named.title,
      artist: clean(common.artist) || named.artist,
      seconds: Math.max(0, Math.round(seconds * 10) / 10),
    };
  } catch (cause) {
    if (cause instanceof StudioError) throw cause;
    throw notMusic(originalName, cause);
  }
}

function notMusic(name: string, cause?: unknown): StudioError {
  const message = `“${name}” holds no sound that can be played. Add an MP3, OGG, Opus, FLAC, WAV or M4A file.`;
  return new StudioError('invalid-input', message, { cause });
}

/** "周杰伦 - 晴天.mp3" is 晴天 by 周杰伦; "03. Song.mp3" is Song. */
export function namesFromFile(name: string): { readonly title: string; readonly artist: string } {
  const stem = clean(basename(name, extname(name)).replaceAll('_', ' ')).replace(/^\d{1,3}\s*[.)\-、]\s*/u, '');
  const [artist = '', ...rest] = stem.split(/\s+[-–—]\s+/u);
  return rest.length === 0 ? { title: stem || name, artist: '' } : { title: rest.join(' - '), artist };
}

/** Without control characters; lists that break Unicode or are endless are not worth showing. */
function clean(text: string | undefined): string {
  return [...(text ?? '').replace(/[\p{Cc}\p{Cs}\uFFFD]+/gu, ' ').replace(/\s+/gu, ' ')].slice(0, LONGEST_NAME).join('').trim();
}
