import { Button, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { SavedSwitch } from '../../ui/fields.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useWidget } from './use-widget.ts';

/** What she is doing, in the streamer's words for as long as they like. */
export function StatusOptions() {
  const { overlays: words } = useStrings();
  const client = useClient();
  const { value, set } = useWidget('status');
  const [text, setText] = useState('');
  const { run, busy } = useAction(
    words.failed,
    useCallback((next: string) => client.overlays.setStatus({ text: next }), [client]),
  );
  const giveBack = (): void => {
    setText('');
    void run('');
  };
  return (
    <div className="overlay-fields">
      <TextInput
        label={words.status.own}
        description={words.status.ownHint}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => (event.key === 'Enter' && text.trim() !== '' ? void run(text) : undefined)}
      />
      <div className="button-row">
        <Button variant="default" onClick={giveBack} disabled={busy}>
          {words.status.clear}
        </Button>
        <Button onClick={() => void run(text)} loading={busy} disabled={text.trim() === ''}>
          {words.status.set}
        </Button>
      </div>
      <SavedSwitch
        path="overlays.widgets.status.hideIdle"
        label={words.status.hideIdle}
        value={value.hideIdle}
        onSave={(hideIdle) => set({ hideIdle })}
      />
    </div>
  );
}

export function FrameOptions() {
  const { overlays: words } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    words.failed,
    useCallback(() => client.overlays.showPicture({ fileName: '' }), [client]),
  );
  return (
    <div className="overlay-row">
      <p className="field-hint">{words.frame.hint}</p>
      <Button variant="default" size="xs" loading={busy} onClick={() => void run()}>
        {words.frame.clear}
      </Button>
    </div>
  );
}
