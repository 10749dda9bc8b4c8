import { useCallback, useEffect, useRef, useState } from 'react';
import type { JournalLine, ViewerCard, ViewerSummary } from '#shared/audience/viewers.ts';
import { useClient } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { type Query, useQuery } from '../../ui/use-query.ts';

const PAGE = 50;
export const VIEWER_ORDERS = ['last', 'points', 'visits', 'messages'] as const;
export type ViewerOrder = (typeof VIEWER_ORDERS)[number];

/** Rises when the book has changed, so that what is shown is asked for again. */
export function useBookChanges(): number {
  return useWatch((api) => api.audience.watchChanges).value ?? 0;
}

/** A question that is asked again whenever the book has changed. */
export function useBookQuery<T>(ask: (signal: AbortSignal) => Promise<T>): Query<T> {
  const changes = useBookChanges();
  const query = useQuery(ask);
  const { again } = query;
  const seen = useRef(changes);
  useEffect(() => {
    if (seen.current === changes) return;
    seen.current = changes;
    again();
  }, [changes, again]);
  return query;
}

export interface ViewerPages extends Query<readonly ViewerSummary[]> {
  readonly hasMore: boolean;
  readonly more: () => void;
}

/** The viewers that match, from the first to as many as were asked for. */
export function useViewers(search: string, order: ViewerOrder): ViewerPages {
  const client = useClient();
  const [limit, setLimit] = useState(PAGE);
  const ask = useCallback(
    async (signal: AbortSignal) => (await client.audience.viewers({ search, order, limit }, { signal })).viewers,
    [client, search, order, limit],
  );
  const query = useBookQuery<readonly ViewerSummary[]>(ask);
  const hasMore = (query.value?.length ?? 0) >= limit && limit < 200;
  return { ...query, hasMore, more: () => setLimit((before) => Math.min(200, before + PAGE)) };
}

export function useViewerCard(viewerKey: string): Query<ViewerCard> {
  const client = useClient();
  const ask = useCallback((signal: AbortSignal) => client.audience.viewer({ viewerKey }, { signal }), [client, viewerKey]);
  return useBookQuery(ask);
}

/** The newest lines of the journal, of one viewer or of all. */
export function useJournal(
  viewerKey: string | undefined,
): Query<readonly JournalLine[]> & { readonly more: (() => void) | undefined } {
  const client = useClient();
  const [limit, setLimit] = useState(PAGE);
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const who = viewerKey === undefined ? {} : { viewerKey };
      return (await client.audience.journal({ ...who, limit }, { signal })).lines;
    },
    [client, viewerKey, limit],
  );
  const query = useBookQuery<readonly JournalLine[]>(ask);
  const hasMore = (query.value?.length ?? 0) >= limit && limit < 500;
  return { ...query, more: hasMore ? () => setLimit((before) => Math.min(500, before + PAGE)) : undefined };
}
