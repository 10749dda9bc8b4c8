import { useCallback } from 'react';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { useAction } from '../../ui/use-action.ts';

/** One verb of a game at a time; a refusal is told in a toast. Resolves to true when it was done. */
export function useGameAction(): {
  readonly act: (task: (games: StudioApi['games']) => Promise<unknown>) => Promise<boolean>;
  readonly busy: boolean;
} {
  const { games: words } = useStrings();
  const client = useClient();
  const { run, busy } = useAction(
    words.failed,
    useCallback(
      async (task: (games: StudioApi['games']) => Promise<unknown>) => {
        await task(client.games);
        return true;
      },
      [client],
    ),
  );
  const act = useCallback(async (task: (games: StudioApi['games']) => Promise<unknown>) => (await run(task)) === true, [run]);
  return { act, busy };
}
