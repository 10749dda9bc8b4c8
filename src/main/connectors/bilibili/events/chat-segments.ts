import type { Segment } from '#shared/live/live-event.ts';
import { at, pictureUrl, words } from './wire-values.ts';

const MOST_SEGMENTS = 500;
const MOST_EMOTES = 50;

/** A line cut at its inline emotes. `emotes` maps what stands in the text, "[dog]", to its picture. Joined again the segments give the text. */
export function segmentsFromLine(text: string, emotes: unknown): Segment[] {
  const pictures = new Map<string, string | undefined>();
  if (typeof emotes === 'object' && emotes !== null)
    for (const name of Object.keys(emotes).slice(0, MOST_EMOTES))
      if (words(name, 100) === name && name !== '') pictures.set(name, pictureUrl(at(emotes, name, 'url')));
  if (pictures.size === 0) return [{ type: 'text', text }];
  // Longest first: one name may begin another.
  const names = [...pictures.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const pieces = text.split(new RegExp(`(${names.join('|')})`, 'u')).filter((piece) => piece !== '');
  if (pieces.length === 0 || pieces.length > MOST_SEGMENTS) return [{ type: 'text', text }];
  return pieces.map((piece) => {
    if (!pictures.has(piece)) return { type: 'text', text: piece };
    const url = pictures.get(piece);
    return { type: 'emote', name: piece, ...(url === undefined ? {} : { url }) };
  });
}

/** A message that is one picture. */
export function segmentsFromSticker(text: string, url: string | undefined): Segment[] {
  return [{ type: 'emote', name: text, ...(url === undefined ? {} : { url }) }];
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
}
