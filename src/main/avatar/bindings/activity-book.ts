import type { Binding } from '#shared/avatar/bindings.ts';
import type { BindingsState, FiredBy } from '#shared/contract/bindings.ts';

/** What happened to which binding: when it fired, until when it rests, what went wrong. */
export interface ActivityBook {
  coolingUntil(id: string): number;
  fired(binding: Binding, by: FiredBy, at: number): void;
  problem(id: string, text: string | undefined): void;
  dropped(): void;
  forget(ids: ReadonlySet<string>): void;
  /** `isOn`, `isRunning`: as of now. */
  state(bindings: readonly Binding[], isOn: (binding: Binding) => boolean, isRunning: (id: string) => boolean): BindingsState;
}

const FIRED_KEPT = 20;

interface Note {
  readonly at: number | null;
  readonly by: FiredBy | null;
  readonly coolUntil: number;
  readonly problem: string | null;
}
const NO_NOTE: Note = { at: null, by: null, coolUntil: 0, problem: null };

export function createActivityBook(): ActivityBook {
  const notes = new Map<string, Note>();
  let log: BindingsState['fired'] = [];
  let dropped = 0;
  const noteOf = (id: string): Note => notes.get(id) ?? NO_NOTE;

  return {
    coolingUntil: (id) => noteOf(id).coolUntil,
    fired({ id, name, cooldown }, by, at) {
      notes.set(id, { at, by, coolUntil: at + cooldown * 1000, problem: noteOf(id).problem });
      log = [...log, { id, name, by, at }].slice(-FIRED_KEPT);
    },
    problem(id, text) {
      notes.set(id, { ...noteOf(id), problem: text === undefined || text === '' ? null : text.slice(0, 500) });
    },
    dropped() {
      dropped += 1;
    },
    forget(ids) {
      for (const id of notes.keys()) if (!ids.has(id)) notes.delete(id);
    },
    state(bindings, isOn, isRunning) {
      const activity: BindingsState['activity'] = {};
      for (const binding of bindings) {
        const { at, by, coolUntil, problem } = noteOf(binding.id);
        const on = isOn(binding);
        const running = isRunning(binding.id);
        if (!on && !running && at === null && problem === null) continue;
        activity[binding.id] = { on, running, firedAt: at, by, coolUntil, problem };
      }
      return { activity, fired: [...log], dropped };
    },
  };
}
