import { Select } from '@mantine/core';
import { hearingSettingsSchema } from '#shared/settings/settings.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { SavedSlider, SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const { noiseSuppression: noiseSchema } = hearingSettingsSchema.unwrap().shape;

/** What is done to the sound, and what counts as speech. */
export function SoundCard() {
  const { hearing } = useStrings();
  const settings = useSettings((all) => all.hearing);
  const save = useSave();
  return (
    <Panel title={hearing.sound}>
      <div className="two-columns">
        <SavedSwitch
          path="hearing.echoCancellation"
          label={hearing.echoCancellation}
          description={hearing.echoCancellationHint}
          value={settings.echoCancellation}
          onSave={(echoCancellation) => save({ hearing: { echoCancellation } })}
        />
        <NoiseField />
      </div>
      <Advanced>
        <SavedSwitch
          path="hearing.autoGain"
          label={hearing.autoGain}
          value={settings.autoGain}
          onSave={(autoGain) => save({ hearing: { autoGain } })}
        />
        <div className="two-columns">
          <SavedSlider
            path="hearing.threshold"
            label={hearing.threshold}
            hint={hearing.thresholdHint}
            min={0.1}
            max={0.95}
            step={0.05}
            home={0.5}
            show={(value) => `${Math.round(value * 100)} %`}
            value={settings.threshold}
            onSave={(threshold) => save({ hearing: { threshold } })}
          />
          <SavedSlider
            path="hearing.endSilenceMs"
            label={hearing.endSilence}
            hint={hearing.endSilenceHint}
            min={100}
            max={2000}
            step={50}
            home={250}
            show={(n) => fill(hearing.ms, { n })}
            value={settings.endSilenceMs}
            onSave={(endSilenceMs) => save({ hearing: { endSilenceMs } })}
          />
        </div>
      </Advanced>
    </Panel>
  );
}

function NoiseField() {
  const { hearing } = useStrings();
  const value = useSettings((all) => all.hearing.noiseSuppression);
  const lock = useLock('hearing.noiseSuppression');
  const save = useSave();
  return (
    <Select
      label={hearing.noise}
      description={lock.note}
      disabled={lock.disabled}
      value={value}
      onChange={(next) => void save({ hearing: { noiseSuppression: noiseSchema.parse(next ?? 'browser') } })}
      data={(['browser', 'rnnoise', 'off'] as const).map((one) => ({ value: one, label: hearing.noises[one] }))}
    />
  );
}
