import { useCallback, useRef, useState } from 'react';
import type { ControlRow } from '#shared/tracking/controls/control-row.ts';
import { useSettings } from '../../session/session-context.tsx';
import { useSave } from '../../ui/use-save.ts';

const MOST_STEPS = 50;

export interface Rows {
  readonly rows: readonly ControlRow[];
  readonly canUndo: boolean;
  set(next: readonly ControlRow[]): void;
  change(id: string, change: Partial<ControlRow>): void;
  undo(): void;
}

/** The map with its steps back, as long as the page is open. */
export function useRows(): Rows {
  const rows = useSettings(({ tracking }) => tracking.controls.rows);
  const save = useSave();
  const steps = useRef<(readonly ControlRow[])[]>([]);
  const [count, setCount] = useState(0);
  const newest = useRef<readonly ControlRow[]>(rows);
  newest.current = rows;
  const store = useCallback(
    (next: readonly ControlRow[]): void => {
      newest.current = next;
      setCount(steps.current.length);
      void save({ tracking: { controls: { rows: [...next] } } });
    },
    [save],
  );
  const set = useCallback(
    (next: readonly ControlRow[]): void => {
      steps.current = [...steps.current, newest.current].slice(-MOST_STEPS);
      store(next);
    },
    [store],
  );
  const undo = useCallback((): void => {
    const before = steps.current.pop();
    if (before !== undefined) store(before);
  }, [store]);
  const change = useCallback(
    (id: string, part: Partial<ControlRow>): void =>
      set(newest.current.map((row) => (row.id === id ? { ...row, ...part } : row))),
    [set],
  );
  return { rows, canUndo: count > 0, set, change, undo };
}
