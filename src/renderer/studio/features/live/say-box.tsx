import { Button, Select, Textarea } from '@mantine/core';
import { IconBolt, IconSend } from '@tabler/icons-react';
import { type KeyboardEvent, useCallback, useState } from 'react';
import { EMOTIONS, type Emotion, emotionSchema } from '#shared/speech/emotion.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';

type SayMode = 'queue' | 'interrupt';
const AUTO = 'auto';
const MAX_TEXT = 5000;

/** Makes her say a text. Enter queues it, Ctrl+Enter (⌘ on a Mac) interrupts what she is saying. */
export function SayBox() {
  const { live, emotions } = useStrings();
  const client = useClient();
  const [text, setText] = useState('');
  const [emotion, setEmotion] = useState<Emotion>();
  const say = useCallback(
    (words: string, mode: SayMode, mood: Emotion | undefined) =>
      client.speech.say({ text: words, mode, ...(mood === undefined ? {} : { emotion: mood }) }),
    [client],
  );
  const { run, busy } = useAction(live.sayFailed, say);
  const empty = text.trim() === '';
  const send = async (mode: SayMode): Promise<void> => {
    if (empty) return;
    if ((await run(text.trim(), mode, emotion)) !== undefined) setText('');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send(event.ctrlKey || event.metaKey ? 'interrupt' : 'queue');
  };
  return (
    <section className="panel say" aria-label={live.say}>
      <Textarea
        className="say-text"
        autosize
        minRows={1}
        maxRows={4}
        maxLength={MAX_TEXT}
        value={text}
        placeholder={live.sayPlaceholder}
        aria-label={live.say}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className="say-bar">
        <Select
          size="xs"
          className="say-emotion"
          aria-label={live.emotionAuto}
          value={emotion ?? AUTO}
          onChange={(next) => setEmotion(next === null || next === AUTO ? undefined : emotionSchema.parse(next))}
          data={[{ value: AUTO, label: live.emotionAuto }, ...EMOTIONS.map((value) => ({ value, label: emotions[value] }))]}
        />
        <span className="say-hint">{live.sayHint}</span>
        <Button
          size="xs"
          variant="default"
          disabled={empty}
          leftSection={<IconBolt size="0.95rem" />}
          onClick={() => void send('interrupt')}
        >
          {live.sayInterrupt}
        </Button>
        <Button
          size="xs"
          disabled={empty}
          loading={busy}
          leftSection={<IconSend size="0.95rem" />}
          onClick={() => void send('queue')}
        >
          {live.sayQueue}
        </Button>
      </div>
    </section>
  );
}
