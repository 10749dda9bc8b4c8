import { useCallback } from 'react';
import { ITEM_UPLOAD_BYTES } from '#shared/contract/items.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { base64FromBytes } from '../../ui/base64.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';

/** Sends a file to the studio's shelf. `add` resolves with the name that it has there; undefined: it was refused, and a toast said why. */
export function useAddItem(): { readonly add: (file: File) => Promise<string | undefined>; readonly busy: boolean } {
  const { items } = useStrings();
  const client = useClient();
  const send = useCallback(
    async (file: File) =>
      client.items.addFile({ fileName: file.name, bytes: base64FromBytes(new Uint8Array(await file.arrayBuffer())) }),
    [client],
  );
  const { run, busy } = useAction(items.addFailed, send);
  const add = useCallback(
    async (file: File) => {
      if (file.size > ITEM_UPLOAD_BYTES) {
        showToast({ tone: 'bad', title: items.addFailed, text: fill(items.tooLarge, { name: file.name }) });
        return undefined;
      }
      const kept = await run(file);
      if (kept !== undefined) showToast({ tone: 'good', title: fill(items.added, { name: kept.fileName }) });
      return kept?.fileName;
    },
    [run, items],
  );
  return { add, busy };
}
