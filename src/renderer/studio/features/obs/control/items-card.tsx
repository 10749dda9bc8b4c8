import { Select } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useState } from 'react';
import type { ObsView } from '#shared/contract/obs-control.ts';
import type { ObsSceneItem, ObsState } from '#shared/obs/obs-state.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useWatch } from '../../../session/use-watch.ts';
import { Panel } from '../../../ui/page.tsx';
import { EmptyState, LoadingState } from '../../../ui/states.tsx';
import { ItemRow } from './item-row.tsx';

/** What a scene is made of, from front to back; what is in a group stands under it. */
export function ItemsCard({ state }: { readonly state: ObsState }) {
  const { obsControl } = useStrings();
  /** '' = the one in the preview, else on air. */
  const [chosen, setChosen] = useState('');
  const present = state.previewScene ?? state.programScene;
  const scene = state.scenes.some(({ name }) => name === chosen) ? chosen : present;
  return (
    <Panel
      title={obsControl.sources}
      hint={fill(obsControl.sourcesOf, { name: scene })}
      icon={<IconStack2 size="1.25rem" />}
      right={
        <Select
          aria-label={obsControl.whichScene}
          data={state.scenes.map(({ name }) => name)}
          value={scene}
          onChange={(name) => name !== null && setChosen(name === present ? '' : name)}
          w="12rem"
        />
      }
    >
      {scene === state.programScene || scene === state.previewScene ? (
        <Items state={state} scene={scene} />
      ) : (
        <ItemsElsewhere key={scene} scene={scene} />
      )}
    </Panel>
  );
}

/** Of a scene that nobody sees: its items are told only while they are looked at. */
function ItemsElsewhere({ scene }: { readonly scene: string }) {
  const { value } = useWatch<ObsView>((api) => (_, options) => api.obsControl.watch({ scene }, options));
  if (value?.state == null) return <LoadingState rows={3} />;
  return <Items state={value.state} scene={scene} />;
}

function Items({ state, scene }: { readonly state: ObsState; readonly scene: string }) {
  const { obsControl } = useStrings();
  const items = state.scenes.find(({ name }) => name === scene)?.items ?? [];
  if (items.length === 0)
    return <EmptyState icon={<IconStack2 size="1.5rem" />} title={obsControl.noSources} hint={obsControl.noSourcesHint} />;
  return (
    <ul className="obsc-items">
      {items.map((item) => (
        <Rows key={item.id} state={state} scene={scene} item={item} />
      ))}
    </ul>
  );
}

function Rows({ state, scene, item }: { readonly state: ObsState; readonly scene: string; readonly item: ObsSceneItem }) {
  const inner = item.kind === 'group' ? (state.groups.find(({ name }) => name === item.source)?.items ?? []) : [];
  return (
    <>
      <ItemRow state={state} scene={scene} item={item} />
      {inner.map((one) => (
        <ItemRow key={one.id} state={state} scene={item.source} item={one} inGroup />
      ))}
    </>
  );
}
