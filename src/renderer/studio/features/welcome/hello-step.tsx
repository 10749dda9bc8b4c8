import { Button, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type FormEvent, useCallback, useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useMirror, useRoom } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';

/** A first line to her, with a word on what is happening. */
export function HelloStep() {
  const { welcome, live } = useStrings();
  const client = useClient();
  const [text, setText] = useState(welcome.helloDefault);
  const [sent, setSent] = useState<string>();
  const note = useRoom((room) => (sent === undefined ? undefined : room.notes.get(sent)));
  const post = useCallback((line: string) => client.live.post({ text: line, user: live.viewerDefault }), [client, live]);
  const { run, busy } = useAction(live.postFailed, post);
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === '') return;
    const taken = await run(text.trim());
    setSent(taken?.ids[0]);
  };
  const speaking = useMirror('performance').value?.state === 'speaking' && note?.decision === 'answering';
  const heard = speaking || note?.decision === 'answered';
  return (
    <>
      <p>{welcome.helloText}</p>
      <form className="welcome-form" onSubmit={(event) => void onSubmit(event)}>
        <TextInput
          value={text}
          maxLength={200}
          aria-label={live.viewerText}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" loading={busy} disabled={text.trim() === ''} leftSection={<IconSend size="1rem" />}>
          {welcome.helloSend}
        </Button>
      </form>
      <p className="welcome-status" role="status">
        {sent === undefined ? '' : heard ? welcome.helloHeard : welcome.helloWaiting}
      </p>
    </>
  );
}
