import { Tooltip } from '@mantine/core';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { durationText, timeToSound } from '../../latency/latency-segments.ts';

/** A line that a command or game took was not passed over, though she did not answer it herself. */
function shownDecision({ decision, reason }: Pick<LedgerEntry, 'decision' | 'reason'>): LedgerEntry['decision'] | 'taken' {
  return decision === 'skipped' && reason === 'command' ? 'taken' : decision;
}

/** What became of a message, in a word. */
export function useDecision(entry: Pick<LedgerEntry, 'decision' | 'reason'>): {
  readonly className: string;
  readonly word: string;
} {
  const { decisions, decisionTaken } = useStrings();
  const shown = shownDecision(entry);
  return { className: `decision decision-${shown}`, word: shown === 'taken' ? decisionTaken : decisions[shown] };
}

/** What became of a message; why, on hover or focus. */
export function DecisionChip({ entry }: { readonly entry: Pick<LedgerEntry, 'decision' | 'reason' | 'marks'> }) {
  const { reasons } = useStrings();
  const { className, word } = useDecision(entry);
  const toSound = timeToSound(entry.marks);
  const heard = entry.decision === 'answered' && toSound !== undefined ? ` · ${durationText(toSound)}` : '';
  return (
    <Tooltip label={`${reasons[entry.reason]}${heard}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be reachable from the keyboard */}
      <span className={className} tabIndex={0}>
        {word}
      </span>
    </Tooltip>
  );
}
