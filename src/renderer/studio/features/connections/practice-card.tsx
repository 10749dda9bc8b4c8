import { Select } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { practiceSettingsSchema } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { ChoiceCards } from '../../ui/choice-cards.tsx';
import { SavedSwitch, useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { ConnectionChip, ConnectionFacts } from './connection-state.tsx';

const { intensity: intensitySchema, language: languageSchema } = practiceSettingsSchema.unwrap().shape;
const INTENSITIES = ['quiet', 'lively', 'storm'] as const;
const LANGUAGES = ['mixed', 'zh', 'en', 'ja'] as const;

export function PracticeCard() {
  const { connections, languages } = useStrings();
  const practice = useSettings((settings) => settings.practice);
  const save = useSave();
  const intensityLock = useLock('practice.intensity');
  const languageLock = useLock('practice.language');
  const hints = { quiet: connections.quietHint, lively: connections.livelyHint, storm: connections.stormHint };
  return (
    <Panel
      title={connections.practice}
      hint={connections.practiceHint}
      icon={<IconUsersGroup size="1.25rem" />}
      right={<ConnectionChip id="practice" />}
    >
      <SavedSwitch
        path="practice.enabled"
        label={connections.enabled}
        value={practice.enabled}
        onSave={(enabled) => save({ practice: { enabled } })}
      />
      <ChoiceCards
        label={connections.intensity}
        disabled={intensityLock.disabled}
        value={practice.intensity}
        onChange={(next) => void save({ practice: { intensity: intensitySchema.parse(next) } })}
        choices={INTENSITIES.map((value) => ({ value, title: connections[value], hint: hints[value] }))}
      />
      <Select
        label={connections.language}
        description={languageLock.note}
        disabled={languageLock.disabled}
        value={practice.language}
        onChange={(next) => void save({ practice: { language: languageSchema.parse(next) } })}
        data={LANGUAGES.map((value) => ({ value, label: languages[value] }))}
      />
      <ConnectionFacts id="practice" />
    </Panel>
  );
}
