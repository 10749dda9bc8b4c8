import { Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconLoader2 } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { ModelImport } from '#shared/inference/local-models.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';

/** What is being added, what was, and why something was not. */
export function ImportsCard({ imports }: { readonly imports: readonly ModelImport[] }) {
  const { localModels } = useStrings();
  if (imports.length === 0) return null;
  return (
    <Panel title={localModels.imports}>
      <ul className="local-list" aria-live="polite">
        {imports.map((one) => (
          <ImportRow key={one.id} one={one} />
        ))}
      </ul>
    </Panel>
  );
}

function ImportRow({ one }: { readonly one: ModelImport }) {
  const { localModels } = useStrings();
  const client = useClient();
  const over = one.state === 'done' || one.state === 'failed' || one.state === 'cancelled';
  const end = useAction(
    localModels.failed.cancel,
    useCallback(
      () => (over ? client.localModels.dismissImport({ id: one.id }) : client.localModels.cancelImport({ id: one.id })),
      [client, one.id, over],
    ),
  );
  return (
    <li className="local-row local-import" data-import={one.state}>
      <ImportIcon state={one.state} />
      <div className="local-words">
        <strong>{one.name}</strong>
        <span className="local-detail">{localModels.importStates[one.state]}</span>
        {over ? null : (
          <Progress
            size="sm"
            value={100 * one.share}
            aria-label={`${one.name}: ${localModels.importStates[one.state]}`}
            animated
          />
        )}
        {one.problem === null ? null : <span className="local-problem">{localModels.problems[one.problem]}</span>}
        {one.problem === null || one.detail === '' || one.detail === one.name ? null : (
          <span className="local-detail">{one.detail}</span>
        )}
      </div>
      <Button size="xs" variant="default" loading={end.busy} onClick={() => void end.run()}>
        {over ? localModels.dismiss : localModels.cancel}
      </Button>
    </li>
  );
}

function ImportIcon({ state }: Pick<ModelImport, 'state'>) {
  if (state === 'done') return <IconCircleCheck className="local-good" size="1.25rem" aria-hidden />;
  if (state === 'failed') return <IconAlertTriangle className="local-bad" size="1.25rem" aria-hidden />;
  if (state === 'cancelled') return <IconInfoCircle size="1.25rem" aria-hidden />;
  return <IconLoader2 className="local-turn" size="1.25rem" aria-hidden />;
}
