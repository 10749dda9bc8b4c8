import { Button } from '@mantine/core';
import { IconApi, IconDownload } from '@tabler/icons-react';
import { useCallback } from 'react';
import { StudioError } from '#shared/errors.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { downloadBytes } from '../../ui/download.ts';
import { Panel } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
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
            <TokenFields apiUrl={info.apiUrl} token={info.apiToken} />
          )}
        </>
      )}
      <ConnectionFacts id="api" />
    </Panel>
  );
}

function TokenFields({ apiUrl, token }: { readonly apiUrl: string; readonly token: string }) {
  const { connections, errors } = useStrings();
  const download = useCallback(async () => {
    const answer = await fetch(new URL('/api/openapi.json', apiUrl), { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new StudioError('network', `the API document was refused (HTTP ${answer.status}); reload this page`);
    downloadBytes('yingxi-openapi.json', await answer.text(), 'application/json');
  }, [apiUrl, token]);
  const { run, busy } = useAction(errors.title, download);
  return (
    <>
      <CopyField secret label={connections.apiToken} text={token} />
      <p className="quiet-line">{connections.apiTokenHint}</p>
      <div className="button-row">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size="0.95rem" />}
          loading={busy}
          onClick={() => void run()}
        >
          {connections.apiDocs}
        </Button>
      </div>
    </>
  );
}
