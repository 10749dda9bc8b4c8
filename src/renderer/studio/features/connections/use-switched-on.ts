import { useEffect, useRef } from 'react';
import type { SignInView } from '#shared/contract/rooms.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { showToast } from '../../ui/toast-store.ts';

interface SwitchedOn {
  readonly state: SignInView['state'] | undefined;
  readonly enabled: boolean;
  readonly title: string;
  readonly undo: () => void;
}

/** A sign-in that succeeded switches its source on; this says so and offers the way back. Nothing is said where it was on before. */
export function useSwitchedOn({ state, enabled, title, undo }: SwitchedOn): void {
  const { common } = useStrings();
  /** Off while the code was shown. */
  const wasOff = useRef(false);
  const latest = useRef({ title, undo, label: common.undo });
  latest.current = { title, undo, label: common.undo };
  useEffect(() => {
    if (state === 'waiting') wasOff.current = !enabled;
    else if (state === 'signed-out') wasOff.current = false;
    else if (state === 'signed-in' && enabled && wasOff.current) {
      wasOff.current = false;
      const now = latest.current;
      showToast({ tone: 'good', title: now.title, action: { label: now.label, run: () => latest.current.undo() } });
    }
  }, [state, enabled]);
}
