import { Select } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { type MusicSettings, musicSettingsSchema } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { SavedNumber, SavedSlider, SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { percentOf } from './music-words.ts';

const fields = musicSettingsSchema.unwrap().shape;

/** Who plays, in which order, and how the music makes way for her. */
export function MusicSettingsCard() {
  const { music } = useStrings();
  const values = useSettings((settings) => settings.music);
  const save = useSave();
  const outputLock = useLock('music.output');
  const repeatLock = useLock('music.repeat');
  const repeatNames: Readonly<Record<MusicSettings['repeat'], string>> = {
    list: music.repeatList,
    one: music.repeatOne,
    none: music.repeatNone,
  };
  const chooseOutput = (value: string): void => {
    const output = fields.output.safeParse(value).data;
    if (output !== undefined) void save({ music: { output } });
  };
  const chooseRepeat = (value: string | null): void => {
    const repeat = fields.repeat.safeParse(value).data;
    if (value !== null && repeat !== undefined) void save({ music: { repeat } });
  };
  return (
    <Panel title={music.settings} icon={<IconAdjustments size="1.25rem" />}>
      <ChoiceCards
        label={music.output}
        value={values.output}
        disabled={outputLock.disabled}
        wide
        choices={[
          { value: 'overlay', title: music.outputOverlay, hint: music.outputOverlayHint },
          { value: 'stage', title: music.outputStage, hint: music.outputStageHint },
        ]}
        onChange={chooseOutput}
      />
      <SavedSwitch
        path="music.shuffle"
        label={music.shuffle}
        value={values.shuffle}
        onSave={(shuffle) => save({ music: { shuffle } })}
      />
      <div className="number-grid">
        <Select
          label={music.repeat}
          allowDeselect={false}
          disabled={repeatLock.disabled}
          data={Object.entries(repeatNames).map(([value, label]) => ({ value, label }))}
          value={values.repeat}
          onChange={chooseRepeat}
        />
        <SavedNumber
          path="music.fadeSeconds"
          label={music.fade}
          min={0}
          max={15}
          step={0.5}
          value={values.fadeSeconds}
          onSave={(fadeSeconds) => save({ music: { fadeSeconds } })}
        />
      </div>
      <SavedSwitch
        path="music.ducking.enabled"
        label={music.ducking}
        value={values.ducking.enabled}
        onSave={(enabled) => save({ music: { ducking: { enabled } } })}
      />
      {values.ducking.enabled ? (
        <SavedSlider
          path="music.ducking.to"
          label={music.duckTo}
          min={0}
          max={1}
          step={0.05}
          home={0.3}
          show={percentOf}
          value={values.ducking.to}
          onSave={(to) => save({ music: { ducking: { to } } })}
        />
      ) : null}
    </Panel>
  );
}
