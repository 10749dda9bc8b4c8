import { Select } from '@mantine/core';
import { personaSettingsSchema } from '#shared/settings/settings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSettings } from '../../session/session-context.tsx';
import { SavedTags, SavedText, SavedTextarea, useLock } from '../../ui/fields.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { useSave } from '../../ui/use-save.ts';
import { CardDropZone, CardExchange } from './card-exchange.tsx';
import { ExampleLines } from './example-lines.tsx';
import { ForgetCard } from './forget-card.tsx';
import './persona.css';

const languageSchema = personaSettingsSchema.unwrap().shape.language;
const LANGUAGES = ['zh', 'en', 'ja'] as const;

/** Who she is and how she talks. A character card may be dropped anywhere on the page. */
export function PersonaPage() {
  const { persona } = useStrings();
  return (
    <CardDropZone>
      <Page title={persona.title} intro={persona.intro}>
        <WhoCard />
        <ExampleLines />
        <FaqCard />
        <CardExchange />
        <ForgetCard />
      </Page>
    </CardDropZone>
  );
}

function WhoCard() {
  const strings = useStrings();
  const { persona: words } = strings;
  const persona = useSettings((settings) => settings.persona);
  const save = useSave();
  const lock = useLock('persona.language');
  return (
    <Panel>
      <div className="two-columns">
        <SavedText
          path="persona.name"
          label={words.name}
          maxLength={80}
          value={persona.name}
          // An empty name is on its way to another one; it is not a name.
          onSave={(next) => (next.trim() === '' ? undefined : save({ persona: { name: next.trim() } }))}
        />
        <Select
          label={words.language}
          description={lock.note}
          disabled={lock.disabled}
          value={persona.language}
          onChange={(next) => void save({ persona: { language: languageSchema.parse(next) } })}
          data={[
            { value: 'auto', label: words.languageAuto },
            ...LANGUAGES.map((value) => ({ value, label: strings.languages[value] })),
          ]}
        />
      </div>
      <SavedTextarea
        path="persona.character"
        label={words.character}
        placeholder={words.characterPlaceholder}
        maxLength={20_000}
        value={persona.character}
        onSave={(character) => save({ persona: { character } })}
      />
      <SavedTextarea
        path="persona.style"
        label={words.style}
        placeholder={words.stylePlaceholder}
        minRows={2}
        maxLength={8000}
        value={persona.style}
        onSave={(style) => save({ persona: { style } })}
      />
      <SavedTextarea
        path="persona.greeting"
        label={words.greeting}
        placeholder={words.greetingPlaceholder}
        minRows={1}
        maxLength={2000}
        value={persona.greeting}
        onSave={(greeting) => save({ persona: { greeting } })}
      />
      <SavedTags
        path="persona.forbiddenTopics"
        label={words.forbidden}
        placeholder={words.forbiddenPlaceholder}
        maxTags={200}
        value={persona.forbiddenTopics}
        onSave={(next) => save({ persona: { forbiddenTopics: [...next] } })}
      />
    </Panel>
  );
}

function FaqCard() {
  const { persona: words } = useStrings();
  const faq = useSettings((settings) => settings.persona.faq);
  const save = useSave();
  return (
    <Panel title={words.faq} hint={words.faqHint}>
      <SavedTextarea
        path="persona.faq"
        aria-label={words.faq}
        placeholder={words.faqPlaceholder}
        minRows={5}
        maxRows={20}
        maxLength={200_000}
        value={faq}
        onSave={(next) => save({ persona: { faq: next } })}
      />
    </Panel>
  );
}
