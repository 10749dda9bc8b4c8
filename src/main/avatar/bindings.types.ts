import type { Action, Binding, Trigger } from '#shared/avatar/bindings.ts';
import type { Cell } from '#shared/cell.ts';

/** What became of a firing. */
export type FireAnswer = 'done' | 'unknown' | 'off' | 'cooling' | 'queue-full';
export interface Fired {
  readonly binding: Binding;
  readonly by: Trigger['type'] | 'test';
  /** ms since the epoch. */
  readonly at: number;
}

/** Hotkeys and every other "when this, do that". */
export interface BindingDesk {
  readonly bindings: Cell<readonly Binding[]>;
  /** Those that hold for the model in use: its own and those for all. */
  current(): readonly Binding[];
  /** Fires by id. `by` 'test' ignores the cooldown. */
  fire(id: string, by: Fired['by']): FireAnswer;
  /** A key or button that holds has been let go. */
  release(id: string): void;
  onFired(listener: (fired: Fired) => void): () => void;
  close(): void;
}

/** Carries out one action; rejects or returns a problem in plain words. */
export type PerformAction = (
  action: Action,
  context: { readonly bindingId: string; readonly signal: AbortSignal },
) => Promise<string | undefined>;
