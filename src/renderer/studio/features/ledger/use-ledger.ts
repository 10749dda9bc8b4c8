import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { useClient, useRoom } from '../../session/session-context.tsx';
import { mergedEntries } from './ledger-filter.ts';

const PAGE = 100;

export interface LedgerPages {
  readonly entries: readonly LedgerEntry[];
  readonly loading: boolean;
  readonly problem: unknown;
  /** Whether older entries may be left. */
  readonly hasMore: boolean;
  readonly more: () => void;
}

/** Ledger entries, page by page from the newest, kept up to date by the room's watch. */
export function useLedger(): LedgerPages {
  const client = useClient();
  const notes = useRoom((room) => room.notes);
  const [pages, setPages] = useState<readonly LedgerEntry[]>([]);
  const [state, setState] = useState({ loading: false, hasMore: true, problem: undefined as unknown });
  const busy = useRef(false);
  const oldest = pages.at(-1)?.seq;
  const more = useCallback(() => {
    if (busy.current) return;
    busy.current = true;
    setState((before) => ({ ...before, loading: true, problem: undefined }));
    client.live
      .ledger({ limit: PAGE, ...(oldest === undefined ? {} : { beforeSeq: oldest }) })
      .then(
        ({ entries }) => {
          setPages((before) => [...before, ...entries]);
          setState({ loading: false, hasMore: entries.length === PAGE, problem: undefined });
        },
        (problem: unknown) => setState((before) => ({ ...before, loading: false, problem })),
      )
      .finally(() => {
        busy.current = false;
      });
  }, [client, oldest]);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    more();
  }, [more]);
  const entries = useMemo(() => mergedEntries(pages, notes.values()), [pages, notes]);
  return { entries, ...state, more };
}
