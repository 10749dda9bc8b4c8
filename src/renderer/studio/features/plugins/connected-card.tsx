import { Button, Tooltip } from '@mantine/core';
import { IconPlugConnected, IconPlugX } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { PluginSessionView } from '#shared/contract/plugins.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';

/** Plugins that are connected at this moment. */
export function ConnectedCard({ sessions }: { readonly sessions: readonly PluginSessionView[] }) {
  const { plugins } = useStrings();
  const enabled = useSettings((settings) => settings.plugins.enabled);
  return (
    <Panel title={plugins.connected} icon={<IconPlugConnected size="1.25rem" />}>
      {sessions.length === 0 ? (
        <EmptyState
          icon={<IconPlugX size="1.5rem" />}
          title={plugins.connectedNone}
          hint={enabled ? plugins.connectedNoneOn : plugins.connectedNoneOff}
        />
      ) : (
        <ul className="plugin-list">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function SessionRow({ session }: { readonly session: PluginSessionView }) {
  const { plugins } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    plugins.disconnectFailed,
    useCallback(() => client.plugins.disconnect({ sessionId: session.id }), [client, session.id]),
  );
  const { plugin, origin, requests, errors, slowed } = session;
  return (
    <li className="plugin-row">
      <div className="plugin-words">
        <strong>{plugin?.name ?? plugins.unknown}</strong>
        <span>
          {plugin === null ? '' : `${fill(plugins.by, { developer: plugin.developer })} · `}
          {origin === null ? plugins.program : fill(plugins.webPage, { origin })}
        </span>
      </div>
      <div className="plugin-facts tabular">
        {slowed ? (
          <Tooltip label={plugins.slowedHint}>
            <span className="plugin-slowed">{plugins.slowed}</span>
          </Tooltip>
        ) : null}
        <span>{fill(plugins.requests, { n: requests })}</span>
        {errors > 0 ? <span className="plugin-errors">{fill(plugins.errors, { n: errors })}</span> : null}
      </div>
      <Button size="compact-sm" variant="default" loading={busy} onClick={() => void run()}>
        {plugins.disconnect}
      </Button>
    </li>
  );
}
