import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash, IconVocabulary } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { pronunciationSchema, type Settings } from '#shared/settings/settings.ts';
import { LANGUAGES } from '#shared/speech/emotion.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { useLock } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSave } from '../../ui/use-save.ts';

type Entry = Settings['voice']['pronunciations'][number];
const NEW: Entry = { written: '', spoken: '', language: 'any' };

/** The pronunciation dictionary: a line to add, and what is in it. */
export function DictionaryCard() {
  const { speaking, common } = useStrings();
  const entries = useSettings(({ voice }) => voice.pronunciations);
  const save = useSave();
  const keep = (next: readonly Entry[]): void => void save({ voice: { pronunciations: [...next] } });
  const lock = useLock('voice.pronunciations');
  const remove = (entry: Entry): void => {
    keep(entries.filter((one) => one !== entry));
    showToast({
      tone: 'plain',
      title: fill(speaking.removed, { written: entry.written }),
      action: { label: common.undo, run: () => keep(entries) },
    });
  };
  return (
    <Panel title={speaking.dictionary} hint={lock.note ?? speaking.dictionaryHint}>
      <NewEntry entries={entries} disabled={lock.disabled} onAdd={(entry) => keep([...entries, entry])} />
      {entries.length === 0 ? (
        <EmptyState icon={<IconVocabulary size="1.5rem" />} title={speaking.dictionaryEmpty} />
      ) : (
        <ul className="dictionary">
          {entries.map((entry) => (
            <li key={`${entry.language} ${entry.written}`}>
              <b>{entry.written}</b>
              <span>{entry.spoken === '' ? speaking.silent : entry.spoken}</span>
              <LanguageName language={entry.language} />
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={lock.disabled}
                aria-label={`${common.remove} ${entry.written}`}
                onClick={() => remove(entry)}
              >
                <IconTrash size="1rem" />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function LanguageName({ language }: Pick<Entry, 'language'>) {
  const { speaking, languages } = useStrings();
  return <span className="dictionary-language">{language === 'any' ? speaking.anyLanguage : languages[language]}</span>;
}

interface NewEntryProps {
  readonly entries: readonly Entry[];
  readonly disabled: boolean;
  readonly onAdd: (entry: Entry) => void;
}

function NewEntry({ entries, disabled, onAdd }: NewEntryProps) {
  const { speaking, languages } = useStrings();
  const [entry, setEntry] = useState(NEW);
  const written = entry.written.trim();
  const exists = entries.some((one) => one.language === entry.language && one.written.toLowerCase() === written.toLowerCase());
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (written === '' || exists) return;
    onAdd({ ...entry, written, spoken: entry.spoken.trim() });
    setEntry({ ...NEW, language: entry.language });
  };
  return (
    <form className="dictionary-new" onSubmit={add}>
      <TextInput
        label={speaking.written}
        maxLength={100}
        disabled={disabled}
        error={exists ? speaking.exists : undefined}
        value={entry.written}
        onChange={(event) => setEntry({ ...entry, written: event.currentTarget.value })}
      />
      <TextInput
        label={speaking.spoken}
        placeholder={speaking.silent}
        maxLength={300}
        disabled={disabled}
        value={entry.spoken}
        onChange={(event) => setEntry({ ...entry, spoken: event.currentTarget.value })}
      />
      <Select
        label={speaking.language}
        allowDeselect={false}
        disabled={disabled}
        value={entry.language}
        onChange={(next) => setEntry({ ...entry, language: pronunciationSchema.shape.language.parse(next) })}
        data={[
          { value: 'any', label: speaking.anyLanguage },
          ...LANGUAGES.map((language) => ({ value: language, label: languages[language] })),
        ]}
      />
      <Button
        type="submit"
        variant="light"
        disabled={disabled || written === '' || exists}
        leftSection={<IconPlus size="0.95rem" />}
      >
        {speaking.add}
      </Button>
    </form>
  );
}
