import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSlider } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { percent } from './amounts.ts';

/** How loud each kind of sound is. */
export function LoudnessCard() {
  const { speaking } = useStrings();
  const { volume, effectsVolume, assistant, monitor } = useSettings(({ voice }) => voice);
  const save = useSave();
  const range = { min: 0, max: 1, step: 0.01, show: percent };
  return (
    <Panel title={speaking.loudness} hint={speaking.loudnessHint}>
      <div className="four-columns">
        <SavedSlider
          {...range}
          path="voice.volume"
          label={speaking.her}
          value={volume}
          onSave={(next) => save({ voice: { volume: next } })}
        />
        <SavedSlider
          {...range}
          path="voice.assistant.volume"
          label={speaking.helper}
          value={assistant.volume}
          onSave={(next) => save({ voice: { assistant: { volume: next } } })}
        />
        <SavedSlider
          {...range}
          path="voice.effectsVolume"
          label={speaking.effects}
          value={effectsVolume}
          onSave={(next) => save({ voice: { effectsVolume: next } })}
        />
        <SavedSlider
          {...range}
          path="voice.monitor.volume"
          label={speaking.monitor}
          value={monitor.volume}
          onSave={(next) => save({ voice: { monitor: { volume: next } } })}
        />
      </div>
    </Panel>
  );
}
