import { useCallback, useEffect, useState } from 'react';

export interface Query<T> {
  readonly value: T | undefined;
  readonly problem: unknown;
  readonly loading: boolean;
  readonly again: () => void;
}

/** Asks once when shown, and again on `again`. The last answer stays while a new one is under way; a late answer to an older question is ignored. */
export function useQuery<T>(ask: (signal: AbortSignal) => Promise<T>): Query<T> {
  const [round, setRound] = useState(0);
  const [state, setState] = useState<Omit<Query<T>, 'again'>>({ value: undefined, problem: undefined, loading: true });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks again
  useEffect(() => {
    const abort = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    ask(abort.signal).then(
      (value) => abort.signal.aborted || setState({ value, problem: undefined, loading: false }),
      (problem: unknown) => abort.signal.aborted || setState((before) => ({ ...before, problem, loading: false })),
    );
    return () => abort.abort();
  }, [ask, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { ...state, again };
}
