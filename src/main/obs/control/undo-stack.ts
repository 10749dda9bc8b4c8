import type { Clock } from '#main/platform/host.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { ObsUndo } from './obs-desk.types.ts';

interface Step extends ObsUndo {
  readonly atMs: number;
  readonly back: () => Promise<void>;
}
export interface UndoStack {
  readonly top: Cell<ObsUndo | undefined>;
  /** Remembers the way back of a change that was made. */
  push(what: ObsUndo, back: () => Promise<void>): void;
  undo(): Promise<ObsUndo>;
  clear(): void;
}

/** The oldest are forgotten. */
const MAX_STEPS = 30;
/** A fader that is drawn makes many changes; they are one. */
const ONE_GESTURE_MS = 1500;

/** Ways back, the newest first. */
export function createUndoStack(clock: Clock): UndoStack {
  let steps: Step[] = [];
  const top = createCell<ObsUndo | undefined>(undefined);
  const tell = (): void => {
    const last = steps.at(-1);
    top.set(last && { kind: last.kind, name: last.name });
  };
  return {
    top,
    push(what, back) {
      const last = steps.at(-1);
      const atMs = clock.now();
      const isSame = last?.kind === what.kind && last.name === what.name && atMs - last.atMs < ONE_GESTURE_MS;
      if (isSame && (what.kind === 'volume' || what.kind === 'place')) steps[steps.length - 1] = { ...last, atMs };
      else steps = [...steps.slice(1 - MAX_STEPS), { ...what, atMs, back }];
      tell();
    },
    async undo() {
      const last = steps.pop();
      tell();
      if (last === undefined) throw new StudioError('not-found', 'There is nothing to take back in OBS.');
      await last.back();
      return { kind: last.kind, name: last.name };
    },
    clear() {
      steps = [];
      tell();
    },
  };
}
