import { SegmentedControl } from '@mantine/core';
import { LANGUAGES, languageSchema } from '#shared/speech/emotion.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';

/** What is heard in another language than what is read. */
export function TranslationCard() {
  const { speaking, languages } = useStrings();
  const translation = useSettings(({ voice }) => voice.translation);
  const offline = useSettings(({ brain }) => brain.mode === 'offline');
  const save = useSave();
  const lock = useLock('voice.translation.language');
  return (
    <Panel title={speaking.translation} hint={speaking.translationHint}>
      <SavedSwitch
        path="voice.translation.enabled"
        label={speaking.translationOn}
        description={offline ? speaking.translationNeeds : undefined}
        value={translation.enabled}
        onSave={(enabled) => save({ voice: { translation: { enabled } } })}
      />
      <SegmentedControl
        aria-label={speaking.spokenLanguage}
        disabled={lock.disabled || !translation.enabled}
        value={translation.language}
        onChange={(next) => void save({ voice: { translation: { language: languageSchema.parse(next) } } })}
        data={LANGUAGES.map((language) => ({ value: language, label: languages[language] }))}
      />
      {lock.note}
    </Panel>
  );
}
