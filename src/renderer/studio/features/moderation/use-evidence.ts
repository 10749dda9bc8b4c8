import { useCallback, useEffect, useState } from 'react';
import type { Evidence, EvidencePage } from '#shared/contract/moderation.ts';
import { useClient } from '../../session/session-context.tsx';

export interface EvidenceFilter {
  readonly search: string;
  readonly day: string;
  readonly category: Evidence['category'];
  readonly deed: Evidence['deed'] | null;
}

const PAGE = 50;
const TYPING_PAUSE_MS = 250;

/** The log under a filter: read when the filter changes, on `refresh`, and further on `more`. */
export function useEvidence({ search, day, category, deed }: EvidenceFilter) {
  const client = useClient();
  const [page, setPage] = useState<EvidencePage>();
  const [problem, setProblem] = useState<unknown>();
  const [count, setCount] = useState(PAGE);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks for the same once more
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(() => {
      client.moderation
        .evidence({
          limit: Math.min(500, count),
          search,
          ...(day === '' ? {} : { day }),
          ...(category === null ? {} : { category }),
          ...(deed === null ? {} : { deed }),
        })
        .then(
          (next) => {
            if (stale) return;
            setPage(next);
            setProblem(undefined);
          },
          (error: unknown) => (stale ? undefined : setProblem(error)),
        );
    }, TYPING_PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, search, day, category, deed, count, turn]);
  const refresh = useCallback(() => setTurn((now) => now + 1), []);
  const more = useCallback(() => setCount((now) => now + PAGE), []);
  return { page, problem, refresh, more };
}
