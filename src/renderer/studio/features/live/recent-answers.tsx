import { useMemo } from 'react';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { durationText, timeToSound } from '../../latency/latency-segments.ts';
import { useRoom } from '../../session/session-context.tsx';

const SHOWN = 12;

/** What she said before, newest first, where the card has room for it. */
export function RecentAnswers() {
  const { live, kinds } = useStrings();
  const notes = useRoom((room) => room.notes);
  const answers = useMemo(() => newestAnswers(notes.values()), [notes]);
  if (answers.length === 0) return null;
  return (
    <section className="recent" aria-label={live.recent}>
      <h3>{live.recent}</h3>
      <ul>
        {answers.map((entry) => (
          <li key={entry.seq}>
            <b>{entry.userName || kinds.say}</b>
            <span>{entry.reply}</span>
            <TimeToSound entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function TimeToSound({ entry }: { readonly entry: LedgerEntry }) {
  const ms = timeToSound(entry.marks);
  return ms === undefined ? null : <small className="tabular">{durationText(ms)}</small>;
}

/** One entry for each turn: those merged into it carry the same words. */
function newestAnswers(notes: Iterable<LedgerEntry>): readonly LedgerEntry[] {
  const answered = [...notes].filter(({ decision, reply }) => decision === 'answered' && reply !== undefined && reply !== '');
  return answered.sort((a, b) => (b.marks.finished ?? b.seq) - (a.marks.finished ?? a.seq)).slice(0, SHOWN);
}
