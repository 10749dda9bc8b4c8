import { Select } from '@mantine/core';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useSettings } from '../../../session/session-context.tsx';
import { Advanced } from '../../../ui/advanced.tsx';
import { SavedNumber, SavedText, useLock } from '../../../ui/fields.tsx';
import { useSave } from '../../../ui/use-save.ts';
import { VoiceTrial } from '../voice-trial.tsx';
import { type MoodFields, ServerMoods } from './server-moods.tsx';
import type { ServerName } from './server-names.ts';
import { ServerOptions } from './server-options.tsx';

interface ServerFormProps {
  readonly name: ServerName;
  readonly engine: VoiceEngineInfo;
  readonly onTested: () => void;
}

/** One voice server: where it is, who speaks, what it is told for each mood, and a test. */
export function ServerForm({ name, engine, onTested }: ServerFormProps) {
  const { voiceServers: words } = useStrings();
  const now = useSettings(({ voice }) => voice.servers[name]);
  const moods = useMoodFields(name);
  const save = useSave();
  return (
    <div className="server-form">
      <div className="two-columns">
        {name === 'edge' ? null : (
          <SavedText
            path={`voice.servers.${name}.url`}
            label={words.address}
            placeholder={name === 'openai' ? 'https://api.openai.com/v1' : 'http://127.0.0.1:…'}
            spellCheck={false}
            value={now.url}
            onSave={(url) => save({ voice: { servers: { [name]: { url: url.trim() } } } })}
          />
        )}
        {name === 'gptSovits' ? null : <Speaker name={name} engine={engine} />}
        <ServerOptions name={name} />
      </div>
      {moods === undefined ? null : <ServerMoods name={name} fields={moods} />}
      <VoiceTrial engine={engine} testLabel={words.test} onTested={onTested} />
      <Advanced>
        <SavedNumber
          path={`voice.servers.${name}.firstSoundTimeoutMs`}
          label={words.timeout}
          description={words.timeoutHint}
          min={0.5}
          max={120}
          value={now.firstSoundTimeoutMs / 1000}
          onSave={(seconds) => save({ voice: { servers: { [name]: { firstSoundTimeoutMs: Math.round(seconds * 1000) } } } })}
        />
      </Advanced>
    </div>
  );
}

const DEFAULT = 'default';

/** Chosen from the server's list; typed where it has none. */
function Speaker({ name, engine }: Pick<ServerFormProps, 'name' | 'engine'>) {
  const { voiceServers: words } = useStrings();
  const speaker = useSettings(({ voice }) => voice.servers[name].speaker);
  const path = `voice.servers.${name}.speaker`;
  const lock = useLock(path);
  const save = useSave();
  const keep = (next: string): Promise<void> => save({ voice: { servers: { [name]: { speaker: next } } } });
  const names = new Map(engine.voices.map((one) => [one.id, one.name]));
  if (names.size === 0) {
    return (
      <SavedText
        path={path}
        label={words.speaker}
        description={words.speakerTyped}
        maxLength={200}
        value={speaker}
        onSave={keep}
      />
    );
  }
  // One that the server does not list (any more) stays to be seen.
  if (speaker !== '' && !names.has(speaker)) names.set(speaker, speaker);
  return (
    <Select
      label={words.speaker}
      description={lock.note ?? words.speakerHint}
      disabled={lock.disabled}
      searchable
      allowDeselect={false}
      maxDropdownHeight={280}
      data={[{ value: DEFAULT, label: words.trialVoiceDefault }, ...[...names].map(([value, label]) => ({ value, label }))]}
      value={speaker === '' ? DEFAULT : speaker}
      onChange={(next) => void keep(next === null || next === DEFAULT ? '' : next)}
    />
  );
}

/** undefined: it cannot be told anything. */
function useMoodFields(name: ServerName): MoodFields | undefined {
  const mode = useSettings(({ voice }) => voice.servers.cosyvoice.mode);
  const styleOnly = { recording: undefined, recordingText: false, style: true };
  switch (name) {
    case 'gptSovits':
      return { recording: 'there', recordingText: true, style: false };
    case 'cosyvoice':
      if (mode === 'sft') return undefined;
      if (mode === 'instruct') return styleOnly;
      return { recording: 'here', recordingText: mode === 'zero-shot', style: mode === 'instruct2' };
    case 'bertVits2':
      return { recording: 'here', recordingText: false, style: true };
    case 'edge':
      return undefined;
    default:
      return styleOnly;
  }
}
