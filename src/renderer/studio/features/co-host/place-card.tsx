import { Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowsMove } from '@tabler/icons-react';
import type { Placement } from '#shared/avatar/scene.ts';
import { HOME_PLACEMENT, placementScale } from '#shared/avatar/scene-start.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { SavedSlider } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { PlacePad } from './place-pad.tsx';
import { usePlacing } from './use-placing.ts';

const percent = (value: number): string => `${Math.round(value * 100)} %`;

/** Where she stands in her picture and how large: by dragging in the picture itself, by keys, or by sliders. */
export function PlaceCard({ placement }: { readonly placement: Placement }) {
  const { coHost: words, common } = useStrings();
  const { change, undo } = usePlacing(placement);
  const atHome = KEYS.every((key) => placement[key] === HOME_PLACEMENT[key]);
  const slider = (key: keyof Placement, range: { min: number; max: number; step: number; show: (value: number) => string }) => (
    <SavedSlider
      path="driving.coHost.placements"
      label={words[key]}
      home={HOME_PLACEMENT[key]}
      value={Math.min(range.max, Math.max(range.min, placement[key]))}
      onSave={(next) => change({ [key]: next })}
      {...range}
    />
  );
  return (
    <Panel
      title={words.place}
      hint={words.placeHint}
      icon={<IconArrowsMove size="1.25rem" />}
      right={
        <div className="button-row">
          {undo === undefined ? null : (
            <Button size="compact-sm" variant="default" leftSection={<IconArrowBackUp size="0.9rem" />} onClick={undo}>
              {common.undo}
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" color="gray" disabled={atHome} onClick={() => change({ ...HOME_PLACEMENT })}>
            {common.reset}
          </Button>
        </div>
      }
    >
      <PlacePad placement={placement} onChange={change} />
      <div className="co-host-sliders">
        {slider('x', { min: -1, max: 1, step: 0.01, show: percent })}
        {slider('y', { min: -1, max: 1, step: 0.01, show: percent })}
        {slider('size', { min: -100, max: 100, step: 1, show: (value) => percent(placementScale(value)) })}
        {slider('rotation', { min: -180, max: 180, step: 1, show: (value) => `${Math.round(value)}°` })}
      </div>
    </Panel>
  );
}

const KEYS = ['x', 'y', 'size', 'rotation'] as const;
