import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { Advanced } from '../../ui/advanced.tsx';
import { SavedSwitch, SavedText } from '../../ui/fields.tsx';
import { useSave } from '../../ui/use-save.ts';
import { ApiKeyField } from '../brain/api-key-field.tsx';

/** Recognition by servers that the streamer runs or rents. */
export function RecognizerServers() {
  const { hearing } = useStrings();
  const { funasr, openai } = useSettings((all) => all.hearing.servers);
  const save = useSave();
  return (
    <Advanced>
      <SavedSwitch
        path="hearing.servers.funasr.enabled"
        label={hearing.funasr}
        value={funasr.enabled}
        onSave={(enabled) => save({ hearing: { servers: { funasr: { enabled } } } })}
      />
      {funasr.enabled ? (
        <SavedText
          path="hearing.servers.funasr.url"
          label={hearing.url}
          placeholder="ws://127.0.0.1:10095"
          value={funasr.url}
          onSave={(url) => save({ hearing: { servers: { funasr: { url } } } })}
        />
      ) : null}
      <SavedSwitch
        path="hearing.servers.openai.enabled"
        label={hearing.openai}
        description={hearing.onlineHint}
        value={openai.enabled}
        onSave={(enabled) => save({ hearing: { servers: { openai: { enabled } } } })}
      />
      {openai.enabled ? (
        <>
          <div className="two-columns">
            <SavedText
              path="hearing.servers.openai.url"
              label={hearing.url}
              placeholder="http://127.0.0.1:8000/v1"
              value={openai.url}
              onSave={(url) => save({ hearing: { servers: { openai: { url } } } })}
            />
            <SavedText
              path="hearing.servers.openai.model"
              label={hearing.model}
              value={openai.model}
              onSave={(model) => save({ hearing: { servers: { openai: { model } } } })}
            />
          </div>
          <ApiKeyField secret="hearing.openaiApiKey" hint={hearing.apiKeyNone} />
        </>
      ) : null}
    </Advanced>
  );
}
