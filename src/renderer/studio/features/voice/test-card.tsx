import { Button, TextInput } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { LANGUAGES, type Language } from '#shared/speech/emotion.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';

/** A phrase in each language, spoken on stage. */
export function TestCard() {
  const { voice } = useStrings();
  return (
    <Panel title={voice.test} hint={voice.testHint}>
      <div className="phrases">
        {LANGUAGES.map((language) => (
          <Phrase key={language} language={language} />
        ))}
      </div>
    </Panel>
  );
}

function Phrase({ language }: { readonly language: Language }) {
  const { voice, languages, live } = useStrings();
  const client = useClient();
  const [text, setText] = useState<string>({ zh: voice.testZh, en: voice.testEn, ja: voice.testJa }[language]);
  const say = useCallback(() => client.speech.say({ text, mode: 'interrupt' }), [client, text]);
  const { run, busy } = useAction(live.sayFailed, say);
  return (
    <div className="phrase">
      <TextInput
        className="phrase-text"
        lang={language}
        aria-label={languages[language]}
        leftSection={<span className="phrase-language">{languages[language]}</span>}
        leftSectionWidth="5.5rem"
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        variant="light"
        disabled={text.trim() === ''}
        loading={busy}
        leftSection={<IconPlayerPlayFilled size="0.9rem" />}
        onClick={() => void run()}
      >
        {voice.speak}
      </Button>
    </div>
  );
}
