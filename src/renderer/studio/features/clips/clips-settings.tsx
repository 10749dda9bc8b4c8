import { IconSettingsAutomation } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedNumber, SavedSwitch } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

/** What happens to recordings without a click. */
export function ClipsSettings() {
  const { clips } = useStrings();
  const values = useSettings((settings) => settings.clips);
  const save = useSave();
  return (
    <Panel title={clips.settings} icon={<IconSettingsAutomation size="1.25rem" />}>
      <SavedSwitch
        path="clips.besideVideo"
        label={clips.besideVideo}
        description={clips.besideVideoHint}
        value={values.besideVideo}
        onSave={(besideVideo) => save({ clips: { besideVideo } })}
      />
      <SavedSwitch
        path="clips.replayWithShow"
        label={clips.replayWithShow}
        value={values.replayWithShow}
        onSave={(replayWithShow) => save({ clips: { replayWithShow } })}
      />
      <div className="number-grid">
        <SavedNumber
          path="clips.paidFromCny"
          label={clips.paidFrom}
          description={clips.paidFromHint}
          min={0}
          max={1_000_000}
          value={values.paidFromCny}
          onSave={(paidFromCny) => save({ clips: { paidFromCny } })}
        />
      </div>
    </Panel>
  );
}
