import { Button, Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { ModelsView } from '#shared/contract/models.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { bytesText } from '../../ui/amounts.ts';
import { Panel } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

/** Models that can be taken back, and folders that cannot be read. */
export function RemovedList({ view }: { readonly view: ModelsView }) {
  const { avatars } = useStrings();
  const [open, setOpen] = useState(false);
  return (
    <>
      {view.broken.length === 0 ? null : (
        <Panel title={avatars.broken} hint={avatars.brokenHint}>
          <ul className="removed-list">
            {view.broken.map((model) => (
              <Row key={model.id} id={model.id} name={model.name} bytes={model.bytes} restorable={false} />
            ))}
          </ul>
        </Panel>
      )}
      {view.removed.length === 0 ? null : (
        <Panel>
          <UnstyledButton className="removed-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
            <IconChevronRight size="1rem" className={open ? 'removed-chevron removed-open' : 'removed-chevron'} aria-hidden />
            {avatars.recentlyRemoved} ({view.removed.length})
          </UnstyledButton>
          <Collapse expanded={open}>
            <p className="quiet-line">{avatars.recentlyRemovedHint}</p>
            <ul className="removed-list">
              {view.removed.map((model) => (
                <Row key={model.id} id={model.id} name={model.name} bytes={model.bytes} restorable />
              ))}
            </ul>
          </Collapse>
        </Panel>
      )}
    </>
  );
}

function Row({
  id,
  name,
  bytes,
  restorable,
}: {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly restorable: boolean;
}) {
  const { avatars } = useStrings();
  const client = useClient();
  const restore = useAction(
    avatars.restoreFailed,
    useCallback(async () => {
      await client.models.restore({ id });
      showToast({ tone: 'good', title: fill(avatars.restored, { name }) });
    }, [client, id, name, avatars]),
  );
  const erase = useAction(
    avatars.eraseFailed,
    useCallback(() => client.models.erase({ id }), [client, id]),
  );
  const [sure, setSure] = useState(false);
  return (
    <li>
      <span className="removed-name">{sure ? fill(avatars.eraseAsk, { name }) : name}</span>
      <span className="removed-size">{bytesText(bytes)}</span>
      {restorable && !sure ? (
        <Button size="xs" variant="default" loading={restore.busy} onClick={() => void restore.run()}>
          {avatars.restore}
        </Button>
      ) : null}
      {sure ? (
        <Button size="xs" variant="default" onClick={() => setSure(false)}>
          {avatars.cancel}
        </Button>
      ) : null}
      <Button
        size="xs"
        variant={sure ? 'filled' : 'subtle'}
        color="red"
        loading={erase.busy}
        onClick={() => (sure ? void erase.run() : setSure(true))}
      >
        {avatars.erase}
      </Button>
    </li>
  );
}
