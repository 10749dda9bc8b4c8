import { useCallback, useRef, useState } from 'react';
import type { Placement } from '#shared/avatar/scene.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useClient } from '../../session/session-context.tsx';
import { problemText } from '../../ui/problem.ts';
import { showToast } from '../../ui/toast-store.ts';

const MOST_STEPS = 50;
/** Changes that follow each other sooner are one movement of the hand, and one step back. */
const ONE_MOVE_MS = 700;
const BACK_SECONDS = 0.2;

/** Moves her, and back. While one change is on its way only the newest of the next is kept. */
export function usePlacing(placement: Placement) {
  const strings = useStrings();
  const client = useClient();
  const [steps, setSteps] = useState<readonly Placement[]>([]);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  const waiting = useRef<Partial<Placement>>(undefined);
  const isSending = useRef(false);

  const send = useCallback(
    async (patch: Partial<Placement>, seconds: number): Promise<void> => {
      waiting.current = { ...waiting.current, ...patch };
      if (isSending.current) return;
      isSending.current = true;
      try {
        while (waiting.current !== undefined) {
          const next = waiting.current;
          waiting.current = undefined;
          await client.coHost.move({ ...next, seconds });
        }
      } catch (error) {
        waiting.current = undefined;
        showToast({ tone: 'bad', title: strings.coHost.moveFailed, text: problemText(strings, error) });
      } finally {
        isSending.current = false;
      }
    },
    [client, strings],
  );

  const last = steps.at(-1);
  return {
    change(patch: Partial<Placement>): void {
      const now = performance.now();
      if (now - changedAt.current > ONE_MOVE_MS) setSteps((before) => [...before, placement].slice(-MOST_STEPS));
      changedAt.current = now;
      void send(patch, 0);
    },
    undo:
      last === undefined
        ? undefined
        : () => {
            setSteps((before) => before.slice(0, -1));
            changedAt.current = Number.NEGATIVE_INFINITY;
            void send(last, BACK_SECONDS);
          },
  };
}
