import type { ObsStatus } from '#shared/obs/obs-status.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import type { Mirrored } from '../../../session/studio-session.ts';
import { Panel } from '../../../ui/page.tsx';
import { FailedState, LoadingState } from '../../../ui/states.tsx';
import { AddressCard } from './address-card.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { WhereInObsCard } from './where-in-obs-card.tsx';

/** Whether OBS is there, why not, and what to do about it. */
export function ConnectTab({ status, onSetUp }: { readonly status: Mirrored<ObsStatus>; readonly onSetUp: () => void }) {
  const { obs } = useStrings();
  const { value, problem } = status;
  if (value === undefined) {
    return (
      <Panel>
        {problem === undefined ? <LoadingState rows={5} /> : <FailedState title={obs.loadFailed} problem={problem} />}
      </Panel>
    );
  }
  return (
    <div className="obs-columns">
      <div className="cards">
        <ConnectionCard status={value} onSetUp={onSetUp} />
        <AddressCard status={value} />
      </div>
      <WhereInObsCard />
    </div>
  );
}
