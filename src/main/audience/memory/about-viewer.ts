import type { AudienceSettings } from '#shared/settings/settings.ts';
import type { Regular } from '../known-viewers.ts';
import { mayRemember } from '../statistics/tracker.ts';

const DAY_MS = 86_400_000;

/**
 * What she knows of the viewer whom she answers, one fact a line, in English. Visits are counted for everyone; what they said only of those of whom it may be
 * remembered. Parts are viewers' own words: whoever puts them into a prompt has to quote them.
 */
export function aboutViewer(
  regular: Regular | undefined,
  mode: AudienceSettings['memory']['mode'],
  nowMs: number,
): string | undefined {
  if (!regular || !mayRemember(mode, regular.consent)) return undefined;
  const lines: string[] = [];
  if (regular.visits > 1) lines.push(`is here for the ${ordinal(regular.visits)} time${sinceText(regular.lastVisitMs, nowMs)}`);
  lines.push(...regular.notes);
  // The first topic may be the very line that is answered.
  for (const topic of regular.topics.slice(1)) lines.push(`said before: ${topic}`);
  return lines.length === 0 ? undefined : lines.join('\n');
}

function sinceText(lastVisitMs: number | undefined, nowMs: number): string {
  if (lastVisitMs === undefined) return '';
  const days = Math.floor((nowMs - lastVisitMs) / DAY_MS);
  if (days < 1) return '';
  return days === 1 ? ', last seen yesterday' : `, last seen ${days} days ago`;
}

function ordinal(count: number): string {
  const last = count % 100;
  if (last >= 11 && last <= 13) return `${count}th`;
  return `${count}${{ 1: 'st', 2: 'nd', 3: 'rd' }[count % 10] ?? 'th'}`;
}
