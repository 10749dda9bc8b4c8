import { Tooltip } from '@mantine/core';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { durationText, timeToSound } from '../../latency/latency-segments.ts';

/** What became of a message; why, on hover or focus. */
export function DecisionChip({ entry }: { readonly entry: Pick<LedgerEntry, 'decision' | 'reason' | 'marks'> }) {
  const { decisions, reasons } = useStrings();
  const toSound = timeToSound(entry.marks);
  const heard = entry.decision === 'answered' && toSound !== undefined ? ` · ${durationText(toSound)}` : '';
  return (
    <Tooltip label={`${reasons[entry.reason]}${heard}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be reachable from the keyboard */}
      <span className={`decision decision-${entry.decision}`} tabIndex={0}>
        {decisions[entry.decision]}
      </span>
    </Tooltip>
  );
}
