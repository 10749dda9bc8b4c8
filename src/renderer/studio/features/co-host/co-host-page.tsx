import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { Page, Panel } from '../../ui/page.tsx';
import { FailedState, LoadingState } from '../../ui/states.tsx';
import { MovesCard } from '../avatar/moves-card.tsx';
import { CoHostCard } from './co-host-card.tsx';
import { InObsCard } from './in-obs-card.tsx';
import { PlaceCard } from './place-card.tsx';
import './co-host.css';

/** The AI's own avatar beside the streamer's: which one, where it stands, what it shows, and how it gets into OBS. */
export function CoHostPage() {
  const { coHost: words } = useStrings();
  const enabled = useSettings(({ driving }) => driving.coHost.enabled);
  return (
    <Page title={words.title} intro={words.intro} wide>
      <CoHostCard />
      {enabled ? <Hers /> : null}
    </Page>
  );
}

function Hers() {
  const { coHost: words } = useStrings();
  const { value, problem } = useWatch((api) => api.coHost.watch);
  if (value === undefined)
    return (
      <Panel>
        {problem === undefined ? <LoadingState rows={5} /> : <FailedState title={words.loadFailed} problem={problem} />}
      </Panel>
    );
  return (
    <div className="co-host-cards">
      <PlaceCard placement={value.placement} />
      <div className="cards">
        <MovesCard whose="coHost" />
        <InObsCard />
      </div>
    </div>
  );
}
