import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

/** What becomes of the streamer's words, and whether they may interrupt her. */
export function DeedsCard() {
  const { hearing } = useStrings();
  const settings = useSettings((all) => all.hearing);
  const save = useSave();
  return (
    <Panel title={hearing.deeds}>
      <SavedSwitch
        path="hearing.coHost"
        label={hearing.coHost}
        description={hearing.coHostHint}
        value={settings.coHost}
        onSave={(coHost) => save({ hearing: { coHost } })}
      />
      <SavedSwitch
        path="hearing.commands"
        label={hearing.commands}
        description={hearing.commandsHint}
        value={settings.commands}
        onSave={(commands) => save({ hearing: { commands } })}
      />
      <SavedSwitch
        path="hearing.captions"
        label={hearing.captions}
        description={hearing.captionsHint}
        value={settings.captions}
        onSave={(captions) => save({ hearing: { captions } })}
      />
      <SavedSwitch
        path="hearing.movesMouth"
        label={hearing.movesMouth}
        description={hearing.movesMouthHint}
        value={settings.movesMouth}
        onSave={(movesMouth) => save({ hearing: { movesMouth } })}
      />
      <SavedSwitch
        path="hearing.bargeIn.enabled"
        label={hearing.bargeIn}
        description={hearing.bargeInHint}
        value={settings.bargeIn.enabled}
        onSave={(enabled) => save({ hearing: { bargeIn: { enabled } } })}
      />
      {settings.bargeIn.enabled ? <Afterwards /> : null}
    </Panel>
  );
}

function Afterwards() {
  const { hearing } = useStrings();
  const afterwards = useSettings((all) => all.hearing.bargeIn.afterwards);
  const lock = useLock('hearing.bargeIn.afterwards');
  const save = useSave();
  return (
    <ChoiceCards
      wide
      label={hearing.afterwards}
      disabled={lock.disabled}
      value={afterwards}
      onChange={(next) => void save({ hearing: { bargeIn: { afterwards: next === 'go-on' ? 'go-on' : 'forget' } } })}
      choices={[
        { value: 'forget', title: hearing.afterwardsForget, hint: hearing.afterwardsForgetHint },
        { value: 'go-on', title: hearing.afterwardsGoOn, hint: hearing.afterwardsGoOnHint },
      ]}
    />
  );
}
