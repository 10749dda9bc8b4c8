import { IconChevronDown } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { lookUp } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { LatencyBar, LatencyLegend } from '../../latency/latency-bar.tsx';
import { durationText, latencySegments, timeToSound } from '../../latency/latency-segments.ts';
import { PlatformBadge } from '../../ui/platform-badge.tsx';
import { useDecision } from '../live/decision-chip.tsx';
import { LedgerScore } from './ledger-score.tsx';
import { LedgerWords } from './ledger-words.tsx';

/** Entries newest first. Rows out of sight are not laid out (content-visibility), so thousands scroll well. */
export function LedgerTable({ entries }: { readonly entries: readonly LedgerEntry[] }) {
  const { ledger } = useStrings();
  return (
    <table className="ledger-table" aria-label={ledger.title}>
      <thead>
        <tr className="ledger-row ledger-head">
          <th scope="col">{ledger.time}</th>
          <th scope="col">{ledger.viewer}</th>
          <th scope="col">{ledger.message}</th>
          <th scope="col">{ledger.result}</th>
          <th scope="col">{ledger.latency}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <LedgerRow key={entry.seq} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

const LedgerRow = memo(function LedgerRow({ entry }: { readonly entry: LedgerEntry }) {
  const { ledger, reasons, kinds } = useStrings();
  const decision = useDecision(entry);
  const language = useInterfaceLanguage();
  const { received } = entry.marks;
  const time = received === undefined ? undefined : new Date(received);
  return (
    <tr className="ledger-row">
      <td className="ledger-time tabular" title={time?.toLocaleString(language)}>
        {time?.toLocaleTimeString(language, { hour12: false })}
      </td>
      <td className="ledger-viewer">
        <PlatformBadge platform={entry.platform} />
        {entry.moderation === undefined ? <b title={entry.userName}>{entry.userName}</b> : <b aria-hidden>•••</b>}
      </td>
      <td className="ledger-words">
        <span className="ledger-text">
          {entry.paid ? <em className="tag tag-paid">{ledger.paidBadge}</em> : null}
          {entry.kind === 'chat' ? null : <em className="tag">{lookUp(kinds, entry.kind) ?? entry.kind}</em>}
          <LedgerWords entry={entry}>
            {entry.moderation === undefined ? entry.text : `${entry.userName}: ${entry.text} `}
          </LedgerWords>
        </span>
        {entry.reply === undefined || entry.reply === '' ? null : <span className="ledger-reply">{entry.reply}</span>}
      </td>
      <td className="ledger-result">
        <span className={decision.className}>{decision.word}</span>
        <small>{reasons[entry.reason]}</small>
        <LedgerScore entry={entry} />
      </td>
      <td className="ledger-latency">
        <LatencyCell entry={entry} />
      </td>
    </tr>
  );
});

/** The time to the first sound and the way there; a click lists every step. */
function LatencyCell({ entry }: { readonly entry: LedgerEntry }) {
  const { ledger } = useStrings();
  const [open, setOpen] = useState(false);
  const toSound = timeToSound(entry.marks);
  if (toSound === undefined) return <small>{ledger.notSpoken}</small>;
  return (
    <>
      <button type="button" className="latency-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <b className="tabular">{durationText(toSound)}</b>
        <IconChevronDown size="0.875rem" aria-hidden />
      </button>
      <LatencyBar marks={entry.marks} />
      {open ? <LatencyLegend segments={latencySegments(entry.marks)} /> : null}
    </>
  );
}
