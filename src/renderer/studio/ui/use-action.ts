import { useCallback, useRef, useState } from 'react';
import { useStrings } from '../i18n/use-strings.tsx';
import { problemText } from './problem.ts';
import { showToast } from './toast-store.ts';

/**
 * Runs a command of the studio once at a time. A failure becomes a toast with `failedTitle` and the next step.
 * Resolves to the answer, or `undefined` when it failed or one was already under way.
 */
export function useAction<A extends readonly unknown[], T>(
  failedTitle: string,
  command: (...args: A) => Promise<T>,
): { readonly run: (...args: A) => Promise<T | undefined>; readonly busy: boolean } {
  const strings = useStrings();
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const run = useCallback(
    async (...args: A): Promise<T | undefined> => {
      if (running.current) return undefined;
      running.current = true;
      setBusy(true);
      try {
        return await command(...args);
      } catch (error) {
        showToast({ tone: 'bad', title: failedTitle, text: problemText(strings, error) });
        return undefined;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [command, failedTitle, strings],
  );
  return { run, busy };
}
