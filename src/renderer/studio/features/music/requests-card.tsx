import { ActionIcon } from '@mantine/core';
import { IconMessage2Heart, IconX } from '@tabler/icons-react';
import { useCallback } from 'react';
import { withShippedOn } from '#shared/audience/default-commands.ts';
import type { MusicView } from '#shared/music/music.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { SavedNumber, SavedSwitch } from '../../ui/fields.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';

/** Wishes of viewers: whether they may, and what waits. */
export function RequestsCard({ requests }: Pick<MusicView, 'requests'>) {
  const { music } = useStrings();
  const values = useSettings((settings) => settings.music.requests);
  const changed = useSettings(({ audience }) => audience.commands.changed);
  const save = useSave();
  return (
    <Panel title={music.requests} icon={<IconMessage2Heart size="1.25rem" />}>
      <SavedSwitch
        path="music.requests.enabled"
        label={music.requestsEnabled}
        description={music.requestsHint}
        value={values.enabled}
        onSave={(enabled) =>
          // What viewers write is a command, and that is off as long as no music is to be had.
          save({
            music: { requests: { enabled } },
            ...(enabled ? { audience: { commands: { changed: [...withShippedOn('sing', changed)] } } } : {}),
          })
        }
      />
      {values.enabled ? (
        <>
          <div className="number-grid">
            <SavedNumber
              path="music.requests.maxWaiting"
              label={music.maxWaiting}
              min={1}
              max={100}
              allowDecimal={false}
              value={values.maxWaiting}
              onSave={(maxWaiting) => save({ music: { requests: { maxWaiting } } })}
            />
            <SavedNumber
              path="music.requests.perViewer"
              label={music.perViewer}
              min={1}
              max={20}
              allowDecimal={false}
              value={values.perViewer}
              onSave={(perViewer) => save({ music: { requests: { perViewer } } })}
            />
          </div>
          {requests.length === 0 ? (
            <EmptyState icon={<IconMessage2Heart size="1.5rem" />} title={music.requestsNone} />
          ) : (
            <ul className="music-list">
              {requests.map((wish) => (
                <WishRow key={wish.id} wish={wish} />
              ))}
            </ul>
          )}
        </>
      ) : null}
    </Panel>
  );
}

function WishRow({ wish }: { readonly wish: MusicView['requests'][number] }) {
  const { music } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    music.removeFailed,
    useCallback(async () => void (await client.music.dropRequest({ id: wish.id })), [client, wish.id]),
  );
  return (
    <li className="music-row">
      <div className="music-row-words">
        <strong>{wish.track.title}</strong>
        <span>{wish.by === '' ? wish.track.artist : fill(music.by, { name: wish.by })}</span>
      </div>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`${music.drop}: ${wish.track.title}`}
        loading={busy}
        onClick={() => void run()}
      >
        <IconX size="1.1rem" />
      </ActionIcon>
    </li>
  );
}
