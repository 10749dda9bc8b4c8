import { useCallback } from 'react';
import type { LocalModel } from '#shared/inference/local-models.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

/** What can be done with one model; each tells its failure in a toast. */
export function useModelVerbs({ manifest: { id, name, task } }: LocalModel) {
  const { localModels, common } = useStrings();
  const client = useClient();
  const { failed } = localModels;
  const download = useAction(
    failed.download,
    useCallback(() => client.localModels.download({ id }), [client, id]),
  );
  const pause = useAction(
    failed.pause,
    useCallback(() => client.localModels.pause({ id }), [client, id]),
  );
  const cancel = useAction(
    failed.cancel,
    useCallback(() => client.localModels.cancel({ id }), [client, id]),
  );
  const restore = useAction(
    failed.restore,
    useCallback(() => client.localModels.restore({ id }), [client, id]),
  ).run;
  const remove = useAction(
    failed.remove,
    useCallback(
      async (evenInUse: boolean) => {
        await client.localModels.remove({ id, evenInUse });
        const action = { label: common.undo, run: () => void restore() };
        showToast({ tone: 'plain', title: fill(localModels.removed, { name }), action });
      },
      [client, id, name, localModels, common, restore],
    ),
  );
  const check = useAction(
    failed.check,
    useCallback(async () => {
      await client.localModels.check({ id });
      const { models } = await client.localModels.list({});
      // A damaged file shows in the row, with what to do.
      if (models.some((one) => one.manifest.id === id && one.state.name === 'installed'))
        showToast({ tone: 'good', title: fill(localModels.checked, { name }) });
    }, [client, id, name, localModels]),
  );
  const first = useAction(
    failed.first,
    useCallback(() => client.localModels.setModelForTask({ task, id }), [client, task, id]),
  );
  return { download, pause, cancel, remove, check, first };
}
