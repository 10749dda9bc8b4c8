import { Anchor } from '@mantine/core';
import { IconApi, IconExternalLink } from '@tabler/icons-react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { Panel } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { ConnectionChip, ConnectionFacts } from './connection-state.tsx';

/** For other programs: where the API is and the key to it. */
export function ApiCard() {
  const { connections } = useStrings();
  const info = useInfo();
  return (
    <Panel
      title={connections.api}
      hint={connections.apiHint}
      icon={<IconApi size="1.25rem" />}
      right={<ConnectionChip id="api" />}
    >
      {info === undefined ? (
        <LoadingState rows={2} />
      ) : (
        <>
          <CopyField label={connections.apiAddress} text={info.apiUrl} />
          {info.apiToken === undefined ? (
            <p className="quiet-line">{connections.noToken}</p>
          ) : (
            <CopyField secret label={connections.apiToken} text={info.apiToken} />
          )}
          <p className="quiet-line">
            {connections.apiTokenHint}{' '}
            <Anchor href={new URL('/api/openapi.json', info.apiUrl).href} target="_blank" rel="noreferrer" size="sm">
              {connections.apiDocs} <IconExternalLink size="0.8rem" aria-hidden />
            </Anchor>
          </p>
        </>
      )}
      <ConnectionFacts id="api" />
    </Panel>
  );
}
