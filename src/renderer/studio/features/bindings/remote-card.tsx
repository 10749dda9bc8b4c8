import { Button, Switch } from '@mantine/core';
import { IconDeviceMobile, IconEye, IconEyeOff, IconRefresh } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useWatch } from '../../session/use-watch.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { Panel } from '../../ui/page.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

/** Opens the page for phones, and shows the way to it. The code is covered until it is asked for: it would let viewers in. */
export function RemoteCard() {
  const { bindings } = useStrings();
  const { remote } = bindings;
  const client = useClient();
  const access = useWatch((api) => api.bindings.watchRemote).value;
  const set = useCallback((enabled: boolean) => client.bindings.setRemote({ enabled }), [client]);
  const { run, busy } = useAction(remote.failed, set);
  return (
    <Panel title={remote.title} hint={remote.hint} icon={<IconDeviceMobile size="1.25rem" />}>
      {access === undefined ? (
        <LoadingState rows={1} />
      ) : (
        <>
          <Switch
            label={remote.enable}
            description={remote.warning}
            checked={access.enabled}
            disabled={busy}
            onChange={(event) => void run(event.currentTarget.checked)}
          />
          {access.problem === null ? null : <p className="trouble trouble-degraded">{access.problem}</p>}
          {access.enabled && access.addresses.length > 0 ? (
            <RemoteAddress addresses={access.addresses} connected={access.connected} />
          ) : null}
        </>
      )}
    </Panel>
  );
}

function RemoteAddress({ addresses, connected }: { readonly addresses: readonly string[]; readonly connected: number }) {
  const { bindings } = useStrings();
  const { remote } = bindings;
  const client = useClient();
  const [shown, setShown] = useState(false);
  const [at, setAt] = useState(0);
  const address = addresses[at % addresses.length] ?? '';
  const renew = useCallback(async () => {
    await client.bindings.renewRemoteKey();
    showToast({ tone: 'plain', title: remote.renewed });
  }, [client, remote]);
  const renewing = useAction(remote.renewFailed, renew);
  return (
    <div className="remote-address">
      <div className="remote-code" data-shown={shown || undefined}>
        {shown ? <QrCode text={address} label={remote.scan} /> : <IconEyeOff size="2rem" aria-hidden />}
      </div>
      <div className="remote-words">
        <strong>{shown ? remote.scan : connected === 0 ? remote.nobody : fill(remote.connected, { n: connected })}</strong>
        <code>{new URL(address).host}</code>
        <p className="field-hint">{remote.scanHidden}</p>
        <p className="field-hint">{remote.firewall}</p>
        <div className="button-row">
          <Button
            variant="default"
            leftSection={shown ? <IconEyeOff size="1rem" /> : <IconEye size="1rem" />}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? remote.hideCode : remote.showCode}
          </Button>
          <CopyButton variant="default" text={address} label={remote.copy} />
          {addresses.length < 2 ? null : (
            <Button variant="subtle" color="gray" onClick={() => setAt(at + 1)}>
              {remote.other}
            </Button>
          )}
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconRefresh size="1rem" />}
            loading={renewing.busy}
            onClick={() => void renewing.run()}
          >
            {remote.renew}
          </Button>
        </div>
      </div>
    </div>
  );
}
