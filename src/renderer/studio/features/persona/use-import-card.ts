import { useCallback } from 'react';
import { StudioError } from '#shared/errors.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useSession } from '../../session/session-context.tsx';
import { base64FromBytes } from '../../ui/base64.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useAction } from '../../ui/use-action.ts';
import { useSave } from '../../ui/use-save.ts';

/** Base64 makes a third more of it; the contract takes 16 MB of text. */
const MAX_CARD_BYTES = 12_000_000;

/** Imports a character card file; the persona before it can be had back from the toast. */
export function useImportCard(): { readonly importCard: (file: File) => Promise<unknown>; readonly busy: boolean } {
  const { persona, common } = useStrings();
  const { client, settings } = useSession();
  const save = useSave();
  const read = useCallback(
    async (file: File) => {
      const before = settings.getState().view?.settings.persona;
      const taken = await client.brain.importPersona(await cardFromFile(file, persona));
      const text = taken.ignored.length === 0 ? persona.imported : persona.importedIgnored;
      showToast({
        tone: 'good',
        title: fill(text, { name: taken.name, fields: taken.ignored.join(', ') }),
        action: before === undefined ? undefined : { label: common.undo, run: () => void save({ persona: before }) },
      });
    },
    [client, settings, persona, common, save],
  );
  const { run, busy } = useAction(persona.importFailed, read);
  return { importCard: run, busy };
}

async function cardFromFile(
  file: File,
  words: { readonly notACard: string; readonly tooLarge: string },
): Promise<{ json: string } | { png: string }> {
  if (file.size > MAX_CARD_BYTES) throw new StudioError('too-large', words.tooLarge);
  if (file.type === 'image/png' || /\.png$/i.test(file.name))
    return { png: base64FromBytes(new Uint8Array(await file.arrayBuffer())) };
  if (file.type === 'application/json' || /\.json$/i.test(file.name)) return { json: await file.text() };
  throw new StudioError('invalid-input', words.notACard);
}
