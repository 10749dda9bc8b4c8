import { ActionIcon, TextInput } from '@mantine/core';
import { IconSend, IconUser } from '@tabler/icons-react';
import { type FormEvent, useCallback, useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';

const MAX_TEXT = 2000;

/** A line written as a viewer: it goes the same way as one from a live room. */
export function PracticeBox() {
  const { live } = useStrings();
  const client = useClient();
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const post = useCallback((line: { text: string; user: string }) => client.live.post(line), [client]);
  const { run, busy } = useAction(live.postFailed, post);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const line = text.trim();
    if (line === '') return;
    const answer = await run({ text: line, user: name.trim() || live.viewerDefault });
    if (answer !== undefined) setText('');
  };
  return (
    <form className="panel practice" onSubmit={(event) => void send(event)} aria-label={live.writeAs}>
      <label className="practice-name">
        <IconUser size="0.9rem" aria-hidden />
        <span>{live.writeAs}</span>
        <input
          value={name}
          maxLength={80}
          placeholder={live.viewerDefault}
          aria-label={live.viewerName}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <TextInput
        value={text}
        maxLength={MAX_TEXT}
        placeholder={live.viewerText}
        aria-label={live.viewerText}
        onChange={(event) => setText(event.currentTarget.value)}
        rightSection={
          <ActionIcon type="submit" variant="subtle" aria-label={live.send} disabled={text.trim() === ''} loading={busy}>
            <IconSend size="1.05rem" />
          </ActionIcon>
        }
      />
    </form>
  );
}
