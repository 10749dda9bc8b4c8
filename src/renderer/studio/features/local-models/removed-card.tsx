import { Button } from '@mantine/core';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { LocalModelsView } from '#shared/inference/local-models.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { bytesText } from '../../ui/amounts.ts';
import { Panel } from '../../ui/page.tsx';
import { useAction } from '../../ui/use-action.ts';

/** Removed models and the way back, until the program closes. */
export function RemovedCard({ removed }: Pick<LocalModelsView, 'removed'>) {
  const { localModels } = useStrings();
  const client = useClient();
  const restore = useAction(
    localModels.failed.restore,
    useCallback((id: string) => client.localModels.restore({ id }), [client]),
  );
  if (removed.length === 0) return null;
  return (
    <Panel title={localModels.removedList} hint={localModels.removedHint} icon={<IconTrash size="1.25rem" />}>
      <ul className="local-list">
        {removed.map(({ id, name, bytes }) => (
          <li key={id} className="local-row local-row-head" data-removed={id}>
            <div className="local-words">
              <strong>{name}</strong>
              <span className="local-detail tabular">{bytesText(bytes)}</span>
            </div>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArrowBackUp size="0.9rem" />}
              aria-label={`${localModels.restore}: ${name}`}
              onClick={() => void restore.run(id)}
            >
              {localModels.restore}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
