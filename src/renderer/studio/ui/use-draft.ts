import { useCallback, useEffect, useRef, useState } from 'react';
import type { Milliseconds } from '#shared/units.ts';

export interface Draft<T> {
  readonly value: T;
  readonly change: (next: T) => void;
  /** Saves what is not saved yet, now. */
  readonly flush: () => void;
}

/** A field's value while it is being edited: saved `delayMs` after the last change, on `flush`, and when the field goes away. */
export function useDraft<T>(value: T, save: (next: T) => void | Promise<void>, delayMs: Milliseconds): Draft<T> {
  const [draft, setDraft] = useState<{ readonly value: T }>();
  const unsaved = useRef<{ readonly value: T }>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const saveNow = useRef(save);
  saveNow.current = save;

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const mine = unsaved.current;
    if (mine === undefined) return;
    unsaved.current = undefined;
    void Promise.resolve(saveNow.current(mine.value)).then(() => setDraft((now) => (now === mine ? undefined : now)));
  }, []);
  const change = useCallback(
    (next: T) => {
      const mine = { value: next };
      unsaved.current = mine;
      setDraft(mine);
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, delayMs);
    },
    [delayMs, flush],
  );
  useEffect(() => flush, [flush]);
  return { value: draft === undefined ? value : draft.value, change, flush };
}
