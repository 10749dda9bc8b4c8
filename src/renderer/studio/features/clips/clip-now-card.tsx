import { Button, TextInput } from '@mantine/core';
import { IconArrowRight, IconScissors } from '@tabler/icons-react';
import { type FormEvent, useCallback, useState } from 'react';
import type { ClipsView } from '#shared/contract/clips.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { addressOf } from '../../shell/routes.ts';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

/** Saves the last moments, and says whether that can be done now. */
export function ClipNowCard({ view }: { readonly view: ClipsView }) {
  const { clips } = useStrings();
  const client = useClient();
  const [title, setTitle] = useState('');
  const { run, busy } = useAction(
    clips.clipFailed,
    useCallback(async () => {
      const clip = await client.clips.clip({ title });
      setTitle('');
      showToast({ tone: 'good', title: fill(clips.clipDone, { title: clip.title || clips.untitled }) });
    }, [client, clips, title]),
  );
  const possible = view.replay === 'on' || view.replay === 'off';
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void run();
  };
  return (
    <Panel title={clips.now} hint={clips.nowHint} icon={<IconScissors size="1.25rem" />}>
      <form className="clip-now" onSubmit={onSubmit}>
        <TextInput
          label={clips.titleLabel}
          placeholder={clips.titlePlaceholder}
          maxLength={200}
          value={title}
          disabled={!possible}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Button type="submit" leftSection={<IconScissors size="1rem" />} disabled={!possible} loading={busy || view.saving}>
          {clips.clip}
        </Button>
      </form>
      <p className={`clip-replay clip-replay-${view.replay}`} role="status">
        <span className="clip-replay-dot" aria-hidden />
        {clips.replay[view.replay]}
      </p>
      {view.replay === 'unknown' ? (
        <div>
          <Button
            component="a"
            href={addressOf('obs', {})}
            size="compact-sm"
            variant="light"
            rightSection={<IconArrowRight size="0.9rem" />}
          >
            {clips.toObs}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}
