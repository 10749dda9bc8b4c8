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

interface ConnectionFactsProps {
  readonly id: Connection['id'];
  /** Reasons that the card itself tells. */
  readonly told?: readonly string[];
}

/** What came in so far, what could not be understood, and, in trouble, why and what to do. Nothing of a room that is off. */
export function ConnectionFacts({ id, told = [] }: ConnectionFactsProps) {
  const connection = useConnection(id);
  if (connection === undefined || (connection.health.status === 'off' && connection.eventsReceived === 0)) return null;
  return <Facts connection={connection} told={told} />;
}

function Facts({ connection, told }: { readonly connection: Connection; readonly told: readonly string[] }) {
  const { connections } = useStrings();
  const { health, eventsReceived, errors, quota } = connection;
  const text = useHealthText(health);
  const failures = Object.values(errors).reduce((sum, count) => sum + count, 0);
  // While it tries again: why, and when.
  const waiting = health.status === 'connecting' && health.reason !== 'connecting' && text !== undefined;
  const trouble = (health.status === 'failed' || health.status === 'degraded') && !told.includes(health.reason ?? '');
  return (
    <>
      {trouble && text !== undefined ? <p className={`trouble trouble-${health.status}`}>{text}</p> : null}
      {waiting ? <p className="field-hint">{text}</p> : null}
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
