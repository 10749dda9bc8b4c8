import { Button } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconExternalLink, IconRefresh, IconServer2 } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { BrainView, LocalServer } from '#shared/contract/brain.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';
import { ENDPOINT_PRESETS } from './presets.ts';

export const LOCAL_SERVER_NAMES = { ollama: 'Ollama', 'lm-studio': 'LM Studio' } as const;

/** Model servers on this computer, to be used with one click. */
export function FoundServers({ view }: { readonly view: BrainView }) {
  const { brain } = useStrings();
  const client = useClient();
  const discover = useCallback(() => client.brain.discover(), [client]);
  const { run, busy } = useAction(brain.loadFailed, discover);
  return (
    <Panel
      title={brain.found}
      icon={<IconDeviceDesktop size="1.25rem" />}
      right={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size="0.95rem" />}
          loading={busy}
          onClick={() => void run()}
        >
          {brain.discover}
        </Button>
      }
    >
      {view.found.length === 0 ? (
        <EmptyState
          icon={<IconServer2 size="1.5rem" />}
          title={brain.foundNone}
          hint={brain.foundNoneHint}
          action={<ServerPages />}
        />
      ) : null}
      <div className="found">
        {view.found.map((server) => (
          <FoundServer key={server.baseUrl} server={server} view={view} />
        ))}
      </div>
    </Panel>
  );
}

/** Where a model server is to be had. */
function ServerPages() {
  const { brain } = useStrings();
  return (
    <div className="button-row">
      {ENDPOINT_PRESETS.map((preset) =>
        'get' in preset ? (
          <Button
            key={preset.name}
            component="a"
            href={preset.get}
            target="_blank"
            rel="noreferrer"
            size="xs"
            variant="default"
            leftSection={<IconExternalLink size="0.95rem" />}
          >
            {fill(brain.getServer, { name: preset.name })}
          </Button>
        ) : null,
      )}
    </div>
  );
}

function FoundServer({ server, view }: { readonly server: LocalServer; readonly view: BrainView }) {
  const { brain } = useStrings();
  const save = useSave();
  const model = server.models[0];
  const inUse = view.active === 'model' && view.baseUrl === server.baseUrl;
  const use = (): void => void save({ brain: { mode: 'auto', baseUrl: server.baseUrl, model: model ?? '' } });
  return (
    <div className="found-card" data-used={inUse || undefined}>
      <strong>{LOCAL_SERVER_NAMES[server.kind]}</strong>
      <code>{server.baseUrl}</code>
      <span className="found-models" title={server.models.join('\n')}>
        {model === undefined
          ? brain.noModels
          : `${fill(brain.models, { n: server.models.length })} · ${inUse ? view.model : model}`}
      </span>
      <Button
        size="xs"
        variant={inUse ? 'default' : 'filled'}
        disabled={inUse || model === undefined}
        leftSection={inUse ? <IconCheck size="0.95rem" /> : undefined}
        onClick={use}
      >
        {inUse ? brain.inUse : brain.useThis}
      </Button>
    </div>
  );
}
