import { clockText } from '#shared/clock-text.ts';
import type { ShowMark } from './show-mark.ts';

/**
 * Chapters from a recording's marks. YouTube takes lines of "0:00 title" in the description when the first is 0:00, there are at least three, and each
 * lasts ten seconds or more (https://support.google.com/youtube/answer/9884579); players read the other form, FFmpeg's metadata.
 */
const SHORTEST_MS = 10_000;
/** What begins something new; a gift is a moment, not a chapter. */
const BEGINS: ReadonlySet<ShowMark['kind']> = new Set(['begin', 'scene', 'song', 'raid', 'clip']);

export interface Chapter {
  readonly startMs: number;
  readonly endMs: number;
  readonly title: string;
}

/** In order from 0 to the end, none shorter than ten seconds: of marks too close together the later one counts, for that is what stays on. */
export function chaptersOf(marks: readonly ShowMark[], lengthMs: number): readonly Chapter[] {
  const begins: { startMs: number; title: string }[] = [];
  for (const mark of [...marks].sort((a, b) => a.atMs - b.atMs)) {
    const title = oneLine(mark.title);
    if (!BEGINS.has(mark.kind) || title === '' || (begins.length > 0 && mark.atMs > lengthMs - SHORTEST_MS)) continue;
    const last = begins.at(-1);
    if (last === undefined) begins.push({ startMs: 0, title });
    else if (mark.atMs - last.startMs < SHORTEST_MS) last.title = title;
    else if (last.title !== title) begins.push({ startMs: mark.atMs, title });
  }
  return begins.map(({ startMs, title }, index) => ({
    startMs,
    title,
    endMs: begins[index + 1]?.startMs ?? Math.max(lengthMs, startMs),
  }));
}

export function youtubeChapters(chapters: readonly Chapter[]): string {
  return chapters.map(({ startMs, title }) => `${clockText(startMs / 1000)} ${title}\n`).join('');
}

/** https://ffmpeg.org/ffmpeg-formats.html#Metadata-2 */
export function ffmetadataChapters(chapters: readonly Chapter[]): string {
  const blocks = chapters.map(({ startMs, endMs, title }) =>
    [
      '[CHAPTER]',
      'TIMEBASE=1/1000',
      `START=${Math.round(startMs)}`,
      `END=${Math.round(endMs)}`,
      `title=${title.replace(/[=;#\\]/gu, '\\$&')}`,
      '',
    ].join('\n'),
  );
  return [';FFMETADATA1\n', ...blocks].join('');
}

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
