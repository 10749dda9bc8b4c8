import type { SpokenLine } from './show-mark.ts';
import { columnsOf, wrapped } from './text-width.ts';

/**
 * Subtitles of what she said, as files: SubRip (.srt) and WebVTT (.vtt, https://www.w3.org/TR/webvtt1/). A cue has at most two lines of 42 columns
 * (21 Chinese or Japanese characters), as broadcasters do; a longer sentence becomes several cues that share its time by their length.
 */
const LINE_COLUMNS = 42;
/** A flash cannot be read; where nothing follows, a cue stays at least so long. */
const SHORTEST_MS = 700;

interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

export function srtFromLines(lines: readonly SpokenLine[]): string {
  return cuesOf(lines)
    .map(
      (cue, index) =>
        `${index + 1}\n${stamp(cue.startMs, ',')} --> ${stamp(cue.endMs, ',')}\n${cue.lines.map(plain).join('\n')}\n`,
    )
    .join('\n');
}

export function vttFromLines(lines: readonly SpokenLine[]): string {
  const cues = cuesOf(lines).map(
    (cue) => `${stamp(cue.startMs, '.')} --> ${stamp(cue.endMs, '.')}\n${cue.lines.map(escaped).join('\n')}\n`,
  );
  return ['WEBVTT\n', ...cues].join('\n');
}

/** Cues in order, without overlap, none empty. */
function cuesOf(lines: readonly SpokenLine[]): readonly Cue[] {
  const ordered = lines.filter(({ text }) => text.trim() !== '').sort((a, b) => a.startMs - b.startMs);
  return ordered.flatMap((line, index) => {
    const next = ordered[index + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    const endMs = Math.max(line.startMs + 1, Math.min(next, Math.max(line.endMs, line.startMs + SHORTEST_MS)));
    return shared(line.text, line.startMs, endMs);
  });
}

function shared(text: string, startMs: number, endMs: number): readonly Cue[] {
  const pieces = wrapped(text.replace(/\s+/gu, ' '), LINE_COLUMNS * 2);
  const total = pieces.reduce((sum, piece) => sum + columnsOf(piece), 0);
  let at = startMs;
  return pieces.map((piece) => {
    const from = at;
    at += ((endMs - startMs) * columnsOf(piece)) / Math.max(1, total);
    return { startMs: from, endMs: at, lines: balanced(piece) };
  });
}

/** One line where it fits, else two of about the same length. */
function balanced(text: string): readonly string[] {
  if (columnsOf(text) <= LINE_COLUMNS) return [text];
  const halves = wrapped(text, Math.ceil(columnsOf(text) / 2) + 6);
  return halves.length === 2 ? halves : wrapped(text, LINE_COLUMNS);
}

/** An arrow would begin a new cue. */
const plain = (text: string): string => text.replaceAll('-->', '→');
const escaped = (text: string): string => plain(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function stamp(ms: number, separator: ',' | '.'): string {
  const whole = Math.round(Math.max(0, ms));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor(whole / 60_000) % 60;
  const seconds = Math.floor(whole / 1000) % 60;
  return `${two(hours)}:${two(minutes)}:${two(seconds)}${separator}${String(whole % 1000).padStart(3, '0')}`;
}
