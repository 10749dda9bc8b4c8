import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { fill, lookUp } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';

/** What moderation and the classifier made of a message, and its points; a click lists what they are made of. */
export function LedgerScore({ entry }: { readonly entry: LedgerEntry }) {
  const { choosing } = useStrings();
  const [open, setOpen] = useState(false);
  const parts = Object.entries(entry.score ?? {}).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  const notes = [
    entry.moderation === undefined ? undefined : fill(choosing.moderation, { name: choosing.categories[entry.moderation] }),
    entry.intent === undefined ? undefined : fill(choosing.intent, { name: choosing.intents[entry.intent] }),
  ].filter((note) => note !== undefined);
  return (
    <>
      {notes.map((note) => (
        <small key={note}>{note}</small>
      ))}
      {parts.length === 0 ? null : (
        <button
          type="button"
          className="latency-toggle ledger-score-toggle"
          aria-expanded={open}
          title={choosing.scoreOf}
          onClick={() => setOpen(!open)}
        >
          <small className="tabular">{fill(choosing.score, { n: Math.round(entry.priority) })}</small>
          <IconChevronDown size="0.875rem" aria-hidden />
        </button>
      )}
      {open ? (
        <dl className="ledger-score" aria-label={choosing.scoreOf}>
          {parts.map(([part, points]) => (
            <div key={part}>
              <dt>{lookUp(choosing.parts, part) ?? part}</dt>
              <dd className="tabular">{points > 0 ? `+${points}` : points}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </>
  );
}
