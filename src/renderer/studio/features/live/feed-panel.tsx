import { IconArrowDown, IconMessageCircle } from '@tabler/icons-react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useRoom } from '../../session/session-context.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { FeedItem } from './feed-item.tsx';
import { useStickToBottom } from './use-stick-to-bottom.ts';

/** The room: all that viewers did, newest at the bottom, each with what became of it. */
export function FeedPanel() {
  const { live } = useStrings();
  const rows = useRoom((room) => room.rows);
  const notes = useRoom((room) => room.notes);
  const omitted = useRoom((room) => room.omitted);
  const arrived = useRoom((room) => room.arrived);
  const { ref, onScroll, unseen, toEnd } = useStickToBottom(arrived);
  return (
    <section className="panel feed" aria-label={live.feed}>
      <div className="panel-head">
        <div className="panel-title">
          <h2>{live.feed}</h2>
        </div>
        {omitted > 0 ? <span className="feed-omitted tabular">{fill(live.omitted, { n: omitted })}</span> : null}
      </div>
      <div className="feed-list" ref={ref} onScroll={onScroll} role="log" aria-live="off">
        {rows.length === 0 ? (
          <EmptyState icon={<IconMessageCircle size="1.5rem" />} title={live.feedEmpty} hint={live.feedEmptyHint} />
        ) : (
          rows.map((row) => <FeedItem key={row.key} row={row} note={notes.get(row.event.id)} />)
        )}
      </div>
      {unseen > 0 ? (
        <button type="button" className="feed-pill" onClick={toEnd}>
          <IconArrowDown size="0.9rem" aria-hidden /> {fill(live.newMessages, { n: unseen })}
        </button>
      ) : null}
    </section>
  );
}
