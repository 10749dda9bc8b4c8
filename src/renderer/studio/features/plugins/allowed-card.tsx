import { Button, Modal } from '@mantine/core';
import { IconPhoto, IconShieldCheck } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { AllowedPlugin } from '#shared/contract/plugins.ts';
import { fill } from '../../i18n/strings.ts';
import { useInterfaceLanguage, useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

/** Plugins that the streamer has let in, and the way to take that back. */
export function AllowedCard({ allowed }: { readonly allowed: readonly AllowedPlugin[] }) {
  const { plugins } = useStrings();
  const [revoking, setRevoking] = useState<AllowedPlugin>();
  const newestFirst = [...allowed].sort((a, b) => b.lastSeenAt - a.lastSeenAt);
  return (
    <Panel title={plugins.allowed} hint={plugins.allowedHint} icon={<IconShieldCheck size="1.25rem" />}>
      {allowed.length === 0 ? (
        <EmptyState icon={<IconShieldCheck size="1.5rem" />} title={plugins.allowedNone} />
      ) : (
        <ul className="plugin-list">
          {newestFirst.map((one) => (
            <AllowedRow key={one.id} allowed={one} onRevoke={() => setRevoking(one)} />
          ))}
        </ul>
      )}
      <RevokeSheet plugin={revoking} onClose={() => setRevoking(undefined)} />
    </Panel>
  );
}

function AllowedRow({ allowed, onRevoke }: { readonly allowed: AllowedPlugin; readonly onRevoke: () => void }) {
  const { plugins } = useStrings();
  const language = useInterfaceLanguage();
  const time = new Date(allowed.lastSeenAt).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li className="plugin-row">
      <div className="plugin-words">
        <strong>{allowed.plugin.name}</strong>
        <span>
          {fill(plugins.by, { developer: allowed.plugin.developer })} ·{' '}
          {allowed.connected ? plugins.online : fill(plugins.lastSeen, { time })}
        </span>
        {allowed.permissions.map((permission) => (
          <PermissionLine key={permission} pluginId={allowed.id} permission={permission} />
        ))}
      </div>
      <Button size="compact-sm" variant="default" onClick={onRevoke}>
        {plugins.revoke}
      </Button>
    </li>
  );
}

function PermissionLine({ pluginId, permission }: { readonly pluginId: string; readonly permission: string }) {
  const { plugins } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    plugins.withdrawFailed,
    useCallback(async () => {
      await client.plugins.withdrawPermission({ pluginId, permission });
      showToast({ tone: 'plain', title: plugins.withdrawn });
    }, [client, pluginId, permission, plugins]),
  );
  return (
    <div className="plugin-permission">
      <IconPhoto size="0.95rem" aria-hidden />
      <span>{permission === 'LoadCustomImagesAsItems' ? plugins.permissionImages : permission}</span>
      <Button size="compact-xs" variant="subtle" loading={busy} onClick={() => void run()}>
        {plugins.withdraw}
      </Button>
    </div>
  );
}

function RevokeSheet({ plugin, onClose }: { readonly plugin: AllowedPlugin | undefined; readonly onClose: () => void }) {
  const { plugins, common } = useStrings();
  const client = useClient();
  const name = plugin?.plugin.name ?? '';
  const pluginId = plugin?.id ?? '';
  const { run, busy } = useAction(
    plugins.revokeFailed,
    useCallback(async () => {
      await client.plugins.revoke({ pluginId });
      showToast({ tone: 'plain', title: fill(plugins.revoked, { name }) });
      onClose();
    }, [client, pluginId, plugins, name, onClose]),
  );
  return (
    <Modal opened={plugin !== undefined} onClose={onClose} title={fill(plugins.revokeTitle, { name })} centered size="md">
      <p className="plugin-sheet-text">{plugins.revokeText}</p>
      <div className="plugin-sheet-buttons">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button color="red" loading={busy} onClick={() => void run()}>
          {plugins.revoke}
        </Button>
      </div>
    </Modal>
  );
}
