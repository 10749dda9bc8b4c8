import { useCallback } from 'react';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';

/** Puts a model on the stages; its terms count as read from then on. */
export function useUseModel(): { readonly run: (model: AvatarModel) => Promise<unknown>; readonly busy: boolean } {
  const { avatars } = useStrings();
  const client = useClient();
  const command = useCallback(
    async ({ id, accepted }: AvatarModel) => {
      if (!accepted) await client.models.accept({ id });
      return client.models.use({ id });
    },
    [client],
  );
  return useAction(avatars.useFailed, command);
}
