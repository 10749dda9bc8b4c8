import { Select } from '@mantine/core';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import { assistantVoiceSchema } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSlider, SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { percent, signed } from './amounts.ts';
import { engineName } from './engine-names.ts';

const engineSchema = assistantVoiceSchema.unwrap().shape.engine;

/** The second voice: what it does and how it sounds. */
export function AssistantCard({ engines }: { readonly engines: readonly VoiceEngineInfo[] }) {
  const { speaking, voice } = useStrings();
  const assistant = useSettings((settings) => settings.voice.assistant);
  const save = useSave();
  const lock = useLock('voice.assistant.engine');
  return (
    <Panel title={speaking.assistant} hint={speaking.assistantHint}>
      <SavedSwitch
        path="voice.assistant.readsMessages"
        label={speaking.readsMessages}
        description={speaking.readsMessagesHint}
        value={assistant.readsMessages}
        onSave={(readsMessages) => save({ voice: { assistant: { readsMessages } } })}
      />
      <div className="three-columns">
        <Select
          label={speaking.engine}
          description={lock.note}
          disabled={lock.disabled}
          allowDeselect={false}
          value={assistant.engine}
          onChange={(next) => void save({ voice: { assistant: { engine: engineSchema.parse(next) } } })}
          data={[
            { value: 'auto', label: speaking.engineAuto },
            ...engines.filter(({ available }) => available).map(({ id }) => ({ value: id, label: engineName(voice, id) })),
          ]}
        />
        <SavedSlider
          path="voice.assistant.rate"
          label={speaking.rate}
          min={0.5}
          max={2}
          step={0.05}
          home={1.1}
          show={percent}
          value={assistant.rate}
          onSave={(rate) => save({ voice: { assistant: { rate } } })}
        />
        <SavedSlider
          path="voice.assistant.pitch"
          label={speaking.pitch}
          min={-12}
          max={12}
          step={1}
          home={0}
          show={signed}
          value={assistant.pitch}
          onSave={(pitch) => save({ voice: { assistant: { pitch } } })}
        />
      </div>
    </Panel>
  );
}
