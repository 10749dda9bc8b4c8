import { memo } from 'react';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { LatencyBar } from '../../latency/latency-bar.tsx';
import { durationText, timeToSound } from '../../latency/latency-segments.ts';
import { PlatformBadge } from '../../ui/platform-badge.tsx';

/** Entries newest first. Rows out of sight are not laid out (content-visibility), so thousands scroll well. */
export function LedgerTable({ entries }: { readonly entries: readonly LedgerEntry[] }) {
  const { ledger } = useStrings();
  return (
    <div className="ledger-table" role="table" aria-label={ledger.title}>
      <div className="ledger-row ledger-head" role="row">
        <span role="columnheader">{ledger.time}</span>
        <span role="columnheader">{ledger.viewer}</span>
        <span role="columnheader">{ledger.message}</span>
        <span role="columnheader">{ledger.result}</span>
        <span role="columnheader">{ledger.latency}</span>
      </div>
      {entries.map((entry) => (
        <LedgerRow key={entry.seq} entry={entry} />
      ))}
    </div>
  );
}

const LedgerRow = memo(function LedgerRow({ entry }: { readonly entry: LedgerEntry }) {
  const { ledger, decisions, reasons } = useStrings();
  const language = useInterfaceLanguage();
  const { received } = entry.marks;
  const time = received === undefined ? undefined : new Date(received);
  return (
    <div className="ledger-row" role="row">
      <span role="cell" className="ledger-time tabular" title={time?.toLocaleString(language)}>
        {time?.toLocaleTimeString(language, { hour12: false })}
      </span>
      <span role="cell" className="ledger-viewer">
        <PlatformBadge platform={entry.platform} />
        <b title={entry.userName}>{entry.userName}</b>
      </span>
      <span role="cell" className="ledger-words">
        <span className="ledger-text">
          {entry.paid ? <em className="tag tag-paid">{ledger.paidBadge}</em> : null}
          {entry.text}
        </span>
        {entry.reply === undefined || entry.reply === '' ? null : <span className="ledger-reply">{entry.reply}</span>}
      </span>
      <span role="cell" className="ledger-result">
        <span className={`decision decision-${entry.decision}`}>{decisions[entry.decision]}</span>
        <small>{reasons[entry.reason]}</small>
      </span>
      <span role="cell" className="ledger-latency">
        <LatencyCell entry={entry} />
      </span>
    </div>
  );
});

function LatencyCell({ entry }: { readonly entry: LedgerEntry }) {
  const { ledger } = useStrings();
  const toSound = timeToSound(entry.marks);
  if (toSound === undefined) return <small>{ledger.notSpoken}</small>;
  return (
    <>
      <b className="tabular">{durationText(toSound)}</b>
      <LatencyBar marks={entry.marks} />
    </>
  );
}
