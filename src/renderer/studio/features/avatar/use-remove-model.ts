import { useCallback } from 'react';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

/** Removes a model; the toast takes it back, onto the stage too when it stood there. */
export function useRemoveModel(): (model: AvatarModel, inUse: boolean) => Promise<unknown> {
  const { avatars, common } = useStrings();
  const client = useClient();
  const restore = useAction(
    avatars.restoreFailed,
    useCallback(
      async (id: string, use: boolean) => {
        await client.models.restore({ id });
        if (use) await client.models.use({ id });
      },
      [client],
    ),
  ).run;
  const command = useCallback(
    async ({ id, name }: AvatarModel, inUse: boolean) => {
      await client.models.remove({ id });
      showToast({
        tone: 'plain',
        title: fill(avatars.removed, { name }),
        action: { label: common.undo, run: () => void restore(id, inUse) },
      });
    },
    [client, avatars, common, restore],
  );
  return useAction(avatars.removeFailed, command).run;
}
