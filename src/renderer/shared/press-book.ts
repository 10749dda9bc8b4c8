import type { Binding, Trigger } from '#shared/avatar/bindings.ts';

/** Fires what is pressed and lets go what is released; tells the studio regularly what is still held. */
export interface PressBook {
  /** `source`: what was pressed, the same again at its release. A source that is down already fires nothing. */
  down(source: string, bindings: readonly Pick<Binding, 'id'>[], by: Trigger['type']): void;
  up(source: string): void;
  /** The window lost the focus, a device vanished: nobody will tell of releases. `prefix`: only sources that begin so. */
  upAll(prefix: string): void;
  close(): void;
}

export interface PressBookOptions {
  readonly press: (id: string, by: Trigger['type']) => void;
  readonly release: (id: string) => void;
  readonly holding: (ids: readonly string[]) => void;
  /** Calls back every `ms` until the returned end is called. */
  readonly every: (ms: number, task: () => void) => () => void;
}

const TELL_MS = 2000;
const MOST_HELD = 32;

export function createPressBook({ press, release, holding, every }: PressBookOptions): PressBook {
  const held = new Map<string, readonly string[]>();
  let stopTelling: (() => void) | undefined;
  const heldIds = (): readonly string[] => [...new Set([...held.values()].flat())].slice(0, MOST_HELD);

  const up = (source: string): void => {
    const ids = held.get(source);
    if (ids === undefined) return;
    held.delete(source);
    const still = new Set(heldIds());
    for (const id of ids) if (!still.has(id)) release(id);
    if (held.size > 0) return;
    stopTelling?.();
    stopTelling = undefined;
  };
  return {
    down(source, bindings, by) {
      if (held.has(source) || bindings.length === 0) return;
      held.set(
        source,
        bindings.map(({ id }) => id),
      );
      for (const { id } of bindings) press(id, by);
      stopTelling ??= every(TELL_MS, () => holding(heldIds()));
    },
    up,
    upAll(prefix) {
      for (const source of [...held.keys()]) if (source.startsWith(prefix)) up(source);
    },
    close() {
      for (const source of [...held.keys()]) up(source);
    },
  };
}
