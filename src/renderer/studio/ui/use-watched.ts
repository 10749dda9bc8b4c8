import { useEffect, useState } from 'react';
import type { WatchProcedure } from '#renderer/shared/client/watch.ts';
import { useSession } from '../session/session-context.tsx';
import type { Mirrored } from '../session/studio-session.ts';

/** The last value of a watch that is open while this component is shown; it is subscribed to again after a lost connection. */
export function useWatched<T>(procedure: WatchProcedure<T>): Mirrored<T> {
  const { watch } = useSession();
  const [state, setState] = useState<Mirrored<T>>({ value: undefined, problem: undefined });
  useEffect(() => {
    const abort = new AbortController();
    void watch(procedure, (value) => setState({ value, problem: undefined }), {
      signal: abort.signal,
      onProblem: (problem) => setState(({ value }) => ({ value, problem })),
    });
    return () => abort.abort();
  }, [watch, procedure]);
  return state;
}
