import type { Connection } from '#shared/contract/live.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useMirror } from '../../session/session-context.tsx';
import { HealthChip } from '../../ui/health-chip.tsx';
import { useHealthText } from '../../ui/health-text.ts';

export function useConnection(id: Connection['id']): Connection | undefined {
  return useMirror('connections').value?.find((connection) => connection.id === id);
}

/** A connection's chip for its card's corner. */
export function ConnectionChip({ id }: { readonly id: Connection['id'] }) {
  return <HealthChip health={useConnection(id)?.health ?? { id, status: 'off', sinceMs: 0 }} />;
}

/** What came in so far, what could not be understood, and, in trouble, why and what to do. */
export function ConnectionFacts({ id }: { readonly id: Connection['id'] }) {
  const connection = useConnection(id);
  return connection === undefined ? <div className="facts" /> : <Facts connection={connection} />;
}

function Facts({ connection }: { readonly connection: Connection }) {
  const { connections } = useStrings();
  const { health, eventsReceived, errors, quota } = connection;
  const text = useHealthText(health);
  const failures = Object.values(errors).reduce((sum, count) => sum + count, 0);
  const trouble = health.status === 'failed' || health.status === 'degraded';
  return (
    <>
      {trouble && text !== undefined ? <p className={`trouble trouble-${health.status}`}>{text}</p> : null}
      <div className="facts tabular">
        <span>{fill(connections.eventsReceived, { n: eventsReceived })}</span>
        {quota === undefined ? null : <span>{fill(connections.quota, { used: quota.used, daily: quota.daily })}</span>}
        {failures > 0 ? (
          <span
            className="facts-bad"
            title={Object.entries(errors)
              .map(([code, count]) => `${code} ×${count}`)
              .join(', ')}
          >
            {fill(connections.errors, { n: failures })}
          </span>
        ) : null}
      </div>
    </>
  );
}
