import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { SettingsPatch } from '#shared/settings/settings.ts';
import { useStrings } from '../i18n/use-strings.tsx';
import { useSession } from '../session/session-context.tsx';
import { problemText } from './problem.ts';
import { showToast } from './toast-store.ts';

export type Save = (patch: SettingsPatch) => Promise<void>;

/** Saves a change of the settings; a refusal is told in a toast and the old value comes back. */
export function useSave(): Save {
  const strings = useStrings();
  const save = useStore(useSession().settings, (state) => state.save);
  return useCallback(
    async (patch) => {
      try {
        await save(patch);
      } catch (error) {
        showToast({ tone: 'bad', title: strings.errors.title, text: problemText(strings, error) });
      }
    },
    [save, strings],
  );
}
