import { Button } from '@mantine/core';
import { IconListNumbers } from '@tabler/icons-react';
import type { JournalLine } from '#shared/audience/viewers.ts';
import { fill, lookUp, type Strings } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { EmptyState, FailedState, LoadingState } from '../../ui/states.tsx';
import { useJournal } from '../viewers/use-viewers.ts';
import { ViewerName } from '../viewers/viewer-name.tsx';
import { useGiveBack } from './use-give-back.ts';
import './points.css';

/** The newest changes of one viewer, or of all. */
export function JournalTable({ viewerKey }: { readonly viewerKey: string | undefined }) {
  const { points, viewers } = useStrings();
  const { value, problem, again, more } = useJournal(viewerKey);
  if (value === undefined)
    return problem === undefined ? (
      <LoadingState rows={4} />
    ) : (
      <FailedState title={points.journalFailed} problem={problem} onRetry={again} />
    );
  if (value.length === 0) return <EmptyState icon={<IconListNumbers size="1.5rem" />} title={points.journalNone} />;
  return (
    <>
      <div className="points-journal">
        <table>
          <thead>
            <tr>
              <th>{points.time}</th>
              {viewerKey === undefined ? <th>{points.viewer}</th> : null}
              <th>{points.reason}</th>
              <th className="points-amount">{points.change}</th>
              <th aria-label={points.undo} />
            </tr>
          </thead>
          <tbody>
            {value.map((line) => (
              <JournalRow key={line.seq} line={line} withName={viewerKey === undefined} />
            ))}
          </tbody>
        </table>
      </div>
      {more === undefined ? null : (
        <Button className="points-more" size="compact-sm" variant="subtle" onClick={more}>
          {viewers.more}
        </Button>
      )}
    </>
  );
}

function JournalRow({ line, withName }: { readonly line: JournalLine; readonly withName: boolean }) {
  const { points } = useStrings();
  const language = useInterfaceLanguage();
  const giveBack = useGiveBack();
  const time = new Date(line.atMs);
  return (
    <tr>
      <td className="tabular" title={time.toLocaleString(language)}>
        {time.toLocaleString(language, { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false })}
      </td>
      {withName ? (
        <td>
          <ViewerName name={line.name} />
        </td>
      ) : null}
      <td>
        {reasonText(points, line.reason)}
        {line.note === '' ? null : <small> · {line.note}</small>}
      </td>
      <td className={line.points < 0 ? 'points-amount points-minus tabular' : 'points-amount points-plus tabular'}>
        {line.points > 0 ? '+' : '−'}
        {Math.abs(line.points).toLocaleString(language)}
      </td>
      <td className="points-undo">
        {line.refunded ? <small>{points.undone}</small> : null}
        {line.refunded || line.reason === 'closed' || line.reason.startsWith('refund:') ? null : (
          <Button size="compact-xs" variant="subtle" onClick={() => giveBack(line.eventId, line.reason)}>
            {points.undo}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** A reason in words; one that is not known is shown as it is. */
function reasonText(points: Strings['points'], reason: string): string {
  const first = reason.replace(/^refund:/, '');
  const word = lookUp(points.reasons, first) ?? first;
  return first === reason ? word : fill(points.refundOf, { reason: word });
}
