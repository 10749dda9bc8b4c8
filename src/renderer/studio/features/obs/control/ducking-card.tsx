import { MultiSelect } from '@mantine/core';
import { IconEar } from '@tabler/icons-react';
import type { ObsInput } from '#shared/obs/obs-state.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useSettings } from '../../../session/session-context.tsx';
import { SavedSlider, SavedSwitch } from '../../../ui/fields.tsx';
import { Panel } from '../../../ui/page.tsx';
import { useSave } from '../../../ui/use-save.ts';

/** Which sounds make room for her voice, and how. */
export function DuckingCard({ inputs }: { readonly inputs: readonly ObsInput[] }) {
  const { obsControl } = useStrings();
  const ducking = useSettings((settings) => settings.obs.ducking);
  const save = useSave();
  const change = (patch: Partial<typeof ducking>) => save({ obs: { ducking: patch } });
  const names = new Set([...inputs.flatMap(({ name, audio }) => (audio === null ? [] : [name])), ...ducking.sources]);
  const seconds = (ms: number): string => fill(obsControl.seconds, { n: (ms / 1000).toFixed(2) });
  return (
    <Panel title={obsControl.ducking} hint={obsControl.duckingHint} icon={<IconEar size="1.25rem" />}>
      <SavedSwitch
        path="obs.ducking.enabled"
        label={obsControl.duckingOn}
        value={ducking.enabled}
        onSave={(enabled) => change({ enabled })}
      />
      {ducking.enabled ? (
        <>
          <MultiSelect
            size="sm"
            label={obsControl.duckingSources}
            placeholder={ducking.sources.length === 0 ? obsControl.duckingSourcesPlaceholder : undefined}
            data={[...names]}
            maxValues={20}
            value={ducking.sources}
            onChange={(sources) => void change({ sources })}
          />
          <SavedSlider
            path="obs.ducking.byDb"
            label={obsControl.duckingBy}
            {...{ min: 3, max: 40, step: 1, home: 12, value: ducking.byDb }}
            show={(db) => fill(obsControl.db, { db })}
            onSave={(byDb) => change({ byDb })}
          />
          <SavedSlider
            path="obs.ducking.attackMs"
            label={obsControl.duckingAttack}
            {...{ min: 0, max: 2000, step: 50, home: 150, value: ducking.attackMs }}
            show={seconds}
            onSave={(attackMs) => change({ attackMs })}
          />
          <SavedSlider
            path="obs.ducking.releaseMs"
            label={obsControl.duckingRelease}
            {...{ min: 0, max: 5000, step: 100, home: 800, value: ducking.releaseMs }}
            show={seconds}
            onSave={(releaseMs) => change({ releaseMs })}
          />
        </>
      ) : null}
    </Panel>
  );
}
