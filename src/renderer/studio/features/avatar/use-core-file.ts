import { useCallback, useState } from 'react';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { base64FromBytes } from '../../ui/base64.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { type CoreFileProblem, coreFromFile } from './core-file.ts';

/** Hands a chosen or dropped file to the studio, and keeps what is wrong with it until the next. */
export function useCoreFile(): {
  readonly add: (file: File) => Promise<unknown>;
  readonly busy: boolean;
  readonly problem: CoreFileProblem | null;
} {
  const { cubism } = useStrings();
  const client = useClient();
  const [problem, setProblem] = useState<CoreFileProblem | null>(null);
  const hand = useCallback(
    async (file: File) => {
      setProblem(null);
      const core = await coreFromFile(file);
      const wrong =
        typeof core === 'string'
          ? core
          : (await client.cubism.add({ fileName: core.name, content: base64FromBytes(core.bytes), licenceAccepted: true }))
              .problem;
      setProblem(wrong);
      if (wrong === null) showToast({ tone: 'good', title: cubism.added });
    },
    [client, cubism],
  );
  const { run, busy } = useAction(cubism.addFailed, hand);
  return { add: run, busy, problem };
}
