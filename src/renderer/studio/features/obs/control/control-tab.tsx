import { Button } from '@mantine/core';
import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import type { ObsView } from '#shared/contract/obs-control.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useWatch } from '../../../session/use-watch.ts';
import { Panel } from '../../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../../ui/states.tsx';
import { DuckingCard } from './ducking-card.tsx';
import { HealthCard } from './health-card.tsx';
import { ItemsCard } from './items-card.tsx';
import { MixerCard } from './mixer-card.tsx';
import { OutputsCard } from './outputs-card.tsx';
import { ScenesCard } from './scenes-card.tsx';
import { ScreenCard } from './screen-card.tsx';
import { VisionCard } from './vision-card.tsx';
import './control.css';

/** OBS at a glance, and everything that is done with it during a show. */
export function ControlTab({ onConnect }: { readonly onConnect: () => void }) {
  const { obsControl } = useStrings();
  const { value, problem } = useWatch<ObsView>((api) => (_, options) => api.obsControl.watch({}, options));
  if (value === undefined)
    return (
      <Panel>
        {problem === undefined ? <LoadingState rows={6} /> : <FailedState title={obsControl.loadFailed} problem={problem} />}
      </Panel>
    );
  const { state, undo } = value;
  if (state === null) return <NotConnected onConnect={onConnect} />;
  return (
    <div className="obsc-room">
      <div className="cards">
        <ScreenCard state={state} undo={undo} />
        <ScenesCard state={state} />
        <ItemsCard state={state} />
      </div>
      <div className="cards">
        <OutputsCard state={state} />
        <MixerCard inputs={state.inputs} />
        <HealthCard state={state} />
        <DuckingCard inputs={state.inputs} />
        <VisionCard state={state} />
      </div>
    </div>
  );
}

function NotConnected({ onConnect }: { readonly onConnect: () => void }) {
  const { obsControl } = useStrings();
  return (
    <Panel>
      <EmptyState
        icon={<IconPlugConnectedX size="1.5rem" />}
        title={obsControl.notConnected}
        hint={obsControl.notConnectedHint}
        action={
          <Button size="xs" leftSection={<IconPlugConnected size="0.95rem" />} onClick={onConnect}>
            {obsControl.toConnect}
          </Button>
        }
      />
    </Panel>
  );
}
