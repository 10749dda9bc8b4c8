import { Tooltip } from '@mantine/core';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { fill, lookUp } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

/** What a message is worth to her; what that is made of, on hover or focus. */
export function ScoreMark({ note }: { readonly note: LedgerEntry }) {
  const { choosing } = useStrings();
  const parts = Object.entries(note.score ?? {}).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  if (parts.length === 0) return null;
  return (
    <Tooltip
      label={
        <span className="feed-score-parts">
          <b>{choosing.scoreOf}</b>
          {parts.map(([part, points]) => (
            <span key={part}>
              {lookUp(choosing.parts, part) ?? part} <i className="tabular">{signed(points)}</i>
            </span>
          ))}
        </span>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the parts must be reachable from the keyboard */}
      <span className="feed-score tabular" tabIndex={0} aria-label={fill(choosing.score, { n: sumOf(parts) })} role="note">
        {sumOf(parts)}
      </span>
    </Tooltip>
  );
}

/** The points as they were given, without what the queue takes off for coming later. */
const sumOf = (parts: readonly (readonly [string, number])[]): number =>
  Math.round(parts.reduce((sum, [, points]) => sum + points, 0));
const signed = (points: number): string => `${points > 0 ? '+' : ''}${Math.round(points * 10) / 10}`;
