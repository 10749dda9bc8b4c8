import { IconArrowDown, IconFilterOff, IconMessageCircle, IconShieldCheck } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import type { FeedRow } from '../../session/room-feed.ts';
import { useRoom, useSettings } from '../../session/session-context.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { type FeedFilter, feedLines, isFiltered } from './feed-filter.ts';
import { FeedFilters } from './feed-filters.tsx';
import { FeedItem } from './feed-item.tsx';
import { HeldItem } from './held-item.tsx';
import { useFeedFilter } from './use-feed-filter.ts';
import { useStickToBottom } from './use-stick-to-bottom.ts';

/** The room: all that viewers did, newest at the bottom, each with what became of it. Stands still while somebody reads in it. */
export function FeedPanel() {
  const { live, roomFeed } = useStrings();
  const [filter, setFilter] = useFeedFilter();
  const rows = useRoom((room) => room.rows);
  const notes = useRoom((room) => room.notes);
  const arrived = useRoom((room) => room.arrived);
  const herName = useSettings(({ persona }) => persona.name);
  const { ref, handlers, paused, unseen, toEnd } = useStickToBottom(arrived);
  const standing = useStanding(rows, paused);
  const lines = useMemo(() => feedLines(standing, notes, filter, [herName]), [standing, notes, filter, herName]);
  const platforms = useMemo(() => [...new Set(rows.map(({ event }) => event.platform))].sort(), [rows]);
  return (
    <section className="panel feed" aria-label={live.feed}>
      <div className="panel-head">
        <div className="panel-title">
          <h2>{live.feed}</h2>
        </div>
        <FeedCounts filter={filter} shown={lines.length} all={standing.length} />
      </div>
      <FeedFilters filter={filter} onChange={setFilter} platforms={platforms} />
      <div className="feed-list" ref={ref} {...handlers} role="log" aria-live="off">
        {lines.length === 0 ? <NothingShown filter={filter} /> : null}
        {lines.map((line) =>
          line.type === 'row' ? (
            <FeedItem key={line.key} row={line.row} note={notes.get(line.row.event.id)} />
          ) : (
            <HeldItem key={line.key} entry={line.entry} />
          ),
        )}
      </div>
      {unseen > 0 ? (
        <button type="button" className="feed-pill" onClick={toEnd}>
          <IconArrowDown size="0.9rem" aria-hidden /> {fill(roomFeed.pausedNew, { n: unseen })}
        </button>
      ) : null}
    </section>
  );
}

/** The rows as they were when the pause began, each in its present state; all of them when there is none. */
function useStanding(rows: readonly FeedRow[], paused: boolean): readonly FeedRow[] {
  const kept = useRef(rows);
  return useMemo(() => {
    if (!paused) {
      kept.current = rows;
      return rows;
    }
    const present = new Map(rows.map((row) => [row.key, row]));
    return kept.current.map((row) => present.get(row.key) ?? row);
  }, [rows, paused]);
}

function FeedCounts({ filter, shown, all }: { readonly filter: FeedFilter; readonly shown: number; readonly all: number }) {
  const { live, roomFeed } = useStrings();
  const omitted = useRoom((room) => room.omitted);
  return (
    <>
      {isFiltered(filter) && filter.view !== 'held' ? (
        <span className="feed-count tabular">{fill(roomFeed.shown, { shown, all })}</span>
      ) : null}
      {omitted > 0 ? <span className="feed-omitted tabular">{fill(live.omitted, { n: omitted })}</span> : null}
    </>
  );
}

function NothingShown({ filter }: { readonly filter: FeedFilter }) {
  const { live, roomFeed } = useStrings();
  if (!isFiltered(filter))
    return <EmptyState icon={<IconMessageCircle size="1.5rem" />} title={live.feedEmpty} hint={live.feedEmptyHint} />;
  if (filter.view === 'held')
    return <EmptyState icon={<IconShieldCheck size="1.5rem" />} title={roomFeed.noHeld} hint={roomFeed.noHeldHint} />;
  return <EmptyState icon={<IconFilterOff size="1.5rem" />} title={roomFeed.nothing} hint={roomFeed.nothingHint} />;
}
