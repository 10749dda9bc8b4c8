import { Button } from '@mantine/core';
import { IconBroadcastOff, IconDevicesPc } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { SetupView } from '#shared/obs/setup/setup-view.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { useClient } from '../../../session/session-context.tsx';
import { useWatch } from '../../../session/use-watch.ts';
import { Panel } from '../../../ui/page.tsx';
import { EmptyState, FailedState, LoadingState } from '../../../ui/states.tsx';
import { useQuery } from '../../../ui/use-query.ts';
import { EditorCard } from './editor-card.tsx';
import { SetupCard } from './setup-card.tsx';
import { TemplatePicker } from './template-picker.tsx';
import './setup.css';

interface SetupTabProps {
  /** Shows the tab on which OBS is connected. */
  readonly onConnection: () => void;
}

/** OBS sets itself up: a template, what would be done, one button, and the way back. */
export function SetupTab({ onConnection }: SetupTabProps) {
  const { obsSetup } = useStrings();
  const { value, problem } = useWatch((api) => api.obsSetup.watch);
  if (value === undefined)
    return problem === undefined ? <LoadingState rows={6} /> : <FailedState title={obsSetup.loadFailed} problem={problem} />;
  return <Setup view={value} onConnection={onConnection} />;
}

function Setup({ view, onConnection }: SetupTabProps & { readonly view: SetupView }) {
  const client = useClient();
  const { chosenId, version } = view;
  const plan = useQuery(
    useCallback(
      (signal: AbortSignal) => {
        // A new version asks anew.
        void version;
        return client.obsSetup.plan({ kind: 'apply', templateId: chosenId }, { signal });
      },
      [client, chosenId, version],
    ),
  );
  const chosen = view.templates.find(({ template }) => template.id === chosenId);
  const blocked = plan.value?.blocked ?? null;
  return (
    <div className="cards">
      {blocked === null ? <SetupCard view={view} plan={plan} /> : <Blocked why={blocked} onConnection={onConnection} />}
      <TemplatePicker view={view} />
      {chosen === undefined ? null : <EditorCard key={chosenId} entry={chosen} />}
    </div>
  );
}

function Blocked({ why, onConnection }: SetupTabProps & { readonly why: 'not-connected' | 'remote' }) {
  const { obsSetup } = useStrings();
  const remote = why === 'remote';
  return (
    <Panel>
      <EmptyState
        icon={remote ? <IconDevicesPc size="1.5rem" /> : <IconBroadcastOff size="1.5rem" />}
        title={remote ? obsSetup.remote : obsSetup.notConnected}
        hint={remote ? obsSetup.remoteText : obsSetup.notConnectedText}
        action={
          <Button variant={remote ? 'default' : 'filled'} onClick={onConnection}>
            {obsSetup.toConnection}
          </Button>
        }
      />
    </Panel>
  );
}
