import type { HealthStatus } from '#shared/health.ts';
import type { ObsStatus } from '#shared/obs/obs-status.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';

const COLOURS: Readonly<Record<ObsStatus['state'], HealthStatus>> = {
  off: 'off',
  searching: 'connecting',
  connecting: 'connecting',
  ready: 'ready',
  waiting: 'degraded',
  refused: 'failed',
};

/** The state of the connection as a dot and a word. */
export function ObsStateChip({ state }: { readonly state: ObsStatus['state'] }) {
  const { obs } = useStrings();
  return (
    <span className={`health-chip health-${COLOURS[state]}`}>
      <i aria-hidden />
      {obs.states[state]}
    </span>
  );
}
