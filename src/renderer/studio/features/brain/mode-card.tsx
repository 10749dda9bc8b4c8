import { brainSettingsSchema } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

const modeSchema = brainSettingsSchema.unwrap().shape.mode;

export function ModeCard() {
  const { brain } = useStrings();
  const mode = useSettings((settings) => settings.brain.mode);
  const save = useSave();
  const lock = useLock('brain.mode');
  return (
    <Panel>
      <ChoiceCards
        label={brain.mode}
        disabled={lock.disabled}
        value={mode}
        onChange={(next) => void save({ brain: { mode: modeSchema.parse(next) } })}
        choices={[
          { value: 'auto', title: brain.modeAuto, hint: brain.modeAutoHint },
          { value: 'openai', title: brain.modeModel, hint: brain.modeModelHint },
          { value: 'offline', title: brain.modeOffline, hint: brain.modeOfflineHint },
        ]}
      />
      {lock.note}
    </Panel>
  );
}
