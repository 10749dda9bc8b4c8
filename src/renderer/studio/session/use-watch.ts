import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import type { WatchProcedure } from '#renderer/shared/client/watch.ts';
import { useSession } from './session-context.tsx';
import type { Mirrored } from './studio-session.ts';

/** The last value of a watch that is open while the component is shown. `procedure` is read once: `(api) => api.parameters.watchMapping`. */
export function useWatch<T>(procedure: (api: StudioApi) => WatchProcedure<T>): Mirrored<T> {
  return useStore(useWatchStore(procedure));
}

/** The same as a store, for values that change too often to render the whole component each time. */
export function useWatchStore<T>(procedure: (api: StudioApi) => WatchProcedure<T>): StoreApi<Mirrored<T>> {
  const { client, watch } = useSession();
  const [store] = useState(() => createStore<Mirrored<T>>(() => ({ value: undefined, problem: undefined })));
  const choose = useRef(procedure);
  useEffect(() => {
    const abort = new AbortController();
    const onProblem = (problem: unknown): void => store.setState({ problem });
    void watch(choose.current(client), (value) => store.setState({ value, problem: undefined }), {
      signal: abort.signal,
      onProblem,
    });
    return () => abort.abort();
  }, [client, watch, store]);
  return store;
}
