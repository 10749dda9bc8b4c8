import { Select } from '@mantine/core';
import type { VoiceEngineInfo } from '#shared/contract/speech.ts';
import type { Settings } from '#shared/settings/settings.ts';
import { LANGUAGES, type Language } from '#shared/speech/emotion.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { engineName } from './engine-names.ts';

/** Which voice speaks which language. */
export function VoicesCard({ engines }: { readonly engines: readonly VoiceEngineInfo[] }) {
  const { voice } = useStrings();
  const chosen = useSettings((settings) => settings.voice.engine);
  return (
    <Panel title={voice.voices}>
      <div className="three-columns">
        {LANGUAGES.map((language) => (
          <VoiceField key={language} language={language} engines={offered(engines, chosen)} />
        ))}
      </div>
    </Panel>
  );
}

function offered(engines: readonly VoiceEngineInfo[], chosen: Settings['voice']['engine']): readonly VoiceEngineInfo[] {
  return engines.filter((engine) => engine.available && (chosen === 'auto' || engine.id === chosen));
}

type EngineId = VoiceEngineInfo['id'];
/** The voices of one language by engine. Two engines may name a voice alike (both speak through eSpeak NG); the setting holds the name alone, so it is listed once. */
function groupsOf(
  engines: readonly VoiceEngineInfo[],
  language: Language,
): readonly { readonly engine: EngineId; readonly voices: VoiceEngineInfo['voices'] }[] {
  const seen = new Set<string>();
  const isNew = ({ id }: { readonly id: string }): boolean => !seen.has(id) && seen.add(id).has(id);
  return engines.map((engine) => ({
    engine: engine.id,
    voices: engine.voices.filter((one) => one.language === language).filter(isNew),
  }));
}

/** Mantine's Select takes no empty value; the setting's '' is this. */
const DEFAULT = 'default';

function VoiceField({ language, engines }: { readonly language: Language; readonly engines: readonly VoiceEngineInfo[] }) {
  const { voice, languages } = useStrings();
  const current = useSettings((settings) => settings.voice.voices[language]);
  const save = useSave();
  const lock = useLock(`voice.voices.${language}`);
  const speakers = engines.filter((engine) => engine.languages.includes(language));
  const groups = groupsOf(speakers, language).map(({ engine, voices }) => ({
    group: engineName(voice, engine),
    items: voices.map(({ id, name }) => ({ value: id, label: name })),
  }));
  const known = groups.some(({ items }) => items.some(({ value }) => value === current));
  const mute = speakers.length === 0;
  return (
    <Select
      label={languages[language]}
      description={lock.note}
      disabled={lock.disabled || mute}
      searchable
      placeholder={mute ? voice.noVoice : undefined}
      maxDropdownHeight={280}
      value={mute ? null : known ? current : DEFAULT}
      onChange={(next) => void save({ voice: { voices: { [language]: next === DEFAULT || next === null ? '' : next } } })}
      data={[{ value: DEFAULT, label: voice.defaultVoice }, ...groups.filter(({ items }) => items.length > 0)]}
    />
  );
}
