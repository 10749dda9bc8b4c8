import { Button, TextInput } from '@mantine/core';
import { IconBulb, IconPlus } from '@tabler/icons-react';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { MAX_EXAMPLE_LENGTH } from '#shared/intent/labels.ts';
import type { Intent } from '#shared/live/appraisal.ts';
import type { Emotion } from '#shared/speech/emotion.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { FailedState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { EmotionPicker, IntentPicker } from './label-pickers.tsx';
import { ReadingView } from './reading-view.tsx';
import { type LineReading, useReading } from './use-reading.ts';

/** A line as she reads it while it is typed, and the way to correct her. */
export function TryCard({ model }: { readonly model: string }) {
  const { understanding } = useStrings();
  const [text, setText] = useState('');
  const { value, problem, again } = useReading(text, model);
  const reading = value?.reading;
  return (
    <Panel title={understanding.tryTitle} hint={understanding.tryHint} icon={<IconBulb size="1.25rem" />}>
      <TextInput
        size="md"
        value={text}
        maxLength={MAX_EXAMPLE_LENGTH}
        placeholder={understanding.tryPlaceholder}
        aria-label={understanding.tryTitle}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="understanding-reading" aria-live="polite">
        {problem === undefined ? (
          <Reading reading={reading} empty={text.trim() === ''} />
        ) : (
          <FailedState title={understanding.tryFailed} problem={problem} onRetry={again} />
        )}
      </div>
      {reading === undefined || reading === null || value === undefined ? null : (
        <TeachRow key={value.line} line={value.line} reading={reading} />
      )}
    </Panel>
  );
}

function Reading({ reading, empty }: { readonly reading: LineReading | null | undefined; readonly empty: boolean }) {
  const { understanding } = useStrings();
  if (empty || reading === undefined) return <p className="quiet-line">{understanding.tryEmpty}</p>;
  return reading === null ? <p className="quiet-line">{understanding.nothing}</p> : <ReadingView reading={reading} />;
}

/** The right answer for the line above; begins with hers. */
function TeachRow({ line, reading }: { readonly line: string; readonly reading: LineReading }) {
  const { understanding } = useStrings();
  const client = useClient();
  const [intent, setIntent] = useState<Intent | undefined>(reading.intent);
  const [emotion, setEmotion] = useState<Emotion | undefined>(reading.emotion);
  // Another model may read the same line in another way.
  useEffect(() => {
    setIntent(reading.intent);
    setEmotion(reading.emotion);
  }, [reading.intent, reading.emotion]);
  const { run, busy } = useAction(
    understanding.addFailed,
    useCallback(async () => {
      const { replaced } = await client.intent.addExample({ text: line, intent, emotion });
      showToast({ tone: 'good', title: replaced ? understanding.replaced : understanding.added, text: line });
    }, [client, line, intent, emotion, understanding]),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run();
  };
  return (
    <form className="understanding-teach" onSubmit={submit}>
      <div className="understanding-teach-words">
        <strong>{understanding.teach}</strong>
        <p>{understanding.teachHint}</p>
      </div>
      <IntentPicker none={understanding.noIntent} label={understanding.wants} value={intent} onChange={setIntent} />
      <EmotionPicker none={understanding.noEmotion} label={understanding.feels} value={emotion} onChange={setEmotion} />
      <Button
        type="submit"
        loading={busy}
        disabled={intent === undefined && emotion === undefined}
        leftSection={<IconPlus size="1rem" aria-hidden />}
      >
        {understanding.add}
      </Button>
    </form>
  );
}
