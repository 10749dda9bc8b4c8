import type { Segment } from '#shared/live/live-event.ts';
import { cleanText } from '../clean-text.ts';

interface EmoteRange {
  readonly id: string;
  /** Code points, both inclusive. */
  readonly from: number;
  readonly to: number;
}

const MAX_SEGMENTS = 500;

/**
 * Cuts a line at its emotes. `emotes` is Twitch's tag, "25:0-4,12-16/1902:6-10"; its ranges count Unicode code points, not UTF-16 units.
 * Ranges that overlap, lie outside or make no sense are left as text.
 */
export function segmentsFromText(text: string, emotes: string): Segment[] {
  const characters = Array.from(text);
  const segments: Segment[] = [];
  let at = 0;
  const addText = (until: number): void => {
    const piece = cleanText(characters.slice(at, until).join(''), text.length);
    if (piece !== '') segments.push({ type: 'text', text: piece });
  };
  for (const { id, from, to } of rangesFromTag(emotes, characters.length)) {
    if (from < at || segments.length >= MAX_SEGMENTS - 2) continue;
    addText(from);
    segments.push({ type: 'emote', name: characters.slice(from, to + 1).join(''), id });
    at = to + 1;
  }
  addText(characters.length);
  return segments;
}

function rangesFromTag(emotes: string, length: number): EmoteRange[] {
  const ranges: EmoteRange[] = [];
  for (const part of emotes === '' ? [] : emotes.split('/')) {
    const colon = part.lastIndexOf(':');
    for (const range of part.slice(colon + 1).split(',')) {
      const [from, to] = range.split('-').map(Number);
      if (
        colon > 0 &&
        from !== undefined &&
        to !== undefined &&
        Number.isInteger(from) &&
        Number.isInteger(to) &&
        from >= 0 &&
        from <= to &&
        to < length
      ) {
        ranges.push({ id: part.slice(0, colon), from, to });
      }
    }
  }
  return ranges.sort((a, b) => a.from - b.from);
}
