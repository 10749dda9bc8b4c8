import { IconAdjustmentsAlt } from '@tabler/icons-react';
import type { ObsInput } from '#shared/obs/obs-state.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useWatchStore } from '../../../session/use-watch.ts';
import { Panel } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { MixerRow } from './mixer-row.tsx';

/** What sounds, how loud it is and how loud it may be. The levels are asked for only while this is shown. */
export function MixerCard({ inputs }: { readonly inputs: readonly ObsInput[] }) {
  const { obsControl } = useStrings();
  const levels = useWatchStore((api) => api.obsControl.watchMeters);
  const sounding = inputs.flatMap(({ name, audio }) => (audio === null ? [] : [{ name, audio }]));
  return (
    <Panel title={obsControl.mixer} hint={obsControl.mixerHint} icon={<IconAdjustmentsAlt size="1.25rem" />}>
      {sounding.length === 0 ? (
        <EmptyState icon={<IconAdjustmentsAlt size="1.5rem" />} title={obsControl.noSound} hint={obsControl.noSoundHint} />
      ) : (
        <ul className="obsc-mixer">
          {sounding.map(({ name, audio }) => (
            <MixerRow key={name} name={name} audio={audio} levels={levels} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
