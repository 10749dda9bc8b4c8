import { useCallback, useEffect } from 'react';
import { useClient } from '../../session/session-context.tsx';
import { useQuery } from '../../ui/use-query.ts';
import { useConnection } from './connection-state.tsx';
import { RecordingCard } from './recording-card.tsx';
import { ReplayCard } from './replay-card.tsx';

const REFRESH_MS = 5000;

/** Recording and replay share one list of recorded shows, refreshed while the page is open. */
export function RecordingsCards() {
  const client = useClient();
  const ask = useCallback((signal: AbortSignal) => client.live.recordings({}, { signal }), [client]);
  const query = useQuery(ask);
  const { again } = query;
  const replay = useConnection('replay');
  const running = replay !== undefined && replay.health.status !== 'off' && replay.health.status !== 'failed';
  useEffect(() => {
    const timer = setInterval(again, REFRESH_MS);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <>
      <RecordingCard current={query.value?.current} onChanged={again} />
      <ReplayCard query={query} replay={replay} running={running} />
    </>
  );
}
