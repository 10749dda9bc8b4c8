import { BINDING_LIMIT, type Binding, bindingSchema } from '#shared/avatar/bindings.ts';
import { createCell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import { checkKeys, indexOf, newBindingId, withAdded, withChanged, withMoved, withoutIds, withSafeKeys } from './binding-list.ts';
import type { BindingEditing } from './binding-service.types.ts';
import type { BindingStore } from './binding-store.ts';

const UNDO_STEPS = 50;
const SEEDED_LIMIT = 5000;

export function createBindingEditing(store: BindingStore, mac: boolean): BindingEditing {
  const bindings = createCell<readonly Binding[]>(store.loaded.bindings);
  const before: (readonly Binding[])[] = [];
  let seeded = new Set(store.loaded.seeded);

  const keep = (): void => store.save({ bindings: bindings.get(), seeded: [...seeded] });
  const replace = (next: readonly Binding[]): void => {
    if (next === bindings.get()) return;
    before.push(bindings.get());
    if (before.length > UNDO_STEPS) before.shift();
    bindings.set(next);
    keep();
  };

  return {
    bindings,
    isSeeded: (modelId) => seeded.has(modelId),
    get canUndo() {
      return before.length > 0;
    },
    add(draft) {
      checkKeys(draft, mac);
      const binding = bindingSchema.parse({ ...draft, id: newBindingId() });
      replace(withAdded(bindings.get(), binding, undefined));
      return binding.id;
    },
    change(id, change) {
      checkKeys(change, mac);
      replace(withChanged(bindings.get(), id, change));
    },
    remove: (ids) => replace(withoutIds(bindings.get(), ids)),
    duplicate(id) {
      const list = bindings.get();
      const original = list[indexOf(list, id)];
      if (original === undefined) throw new StudioError('not-found', `There is no hotkey ${id}.`);
      const triggers = original.triggers.filter(({ type }) => type !== 'key' && type !== 'button');
      const copy = { ...original, id: newBindingId(), triggers };
      replace(withAdded(list, copy, id));
      return copy.id;
    },
    move: (id, beforeId) => replace(withMoved(bindings.get(), id, beforeId)),
    undo() {
      const last = before.pop();
      if (last === undefined) throw new StudioError('conflict', 'There is nothing to undo.');
      bindings.set(last);
      keep();
    },
    takeIn(incoming, modelId) {
      const ids = new Set(bindings.get().map(({ id }) => id));
      const fresh = incoming
        .slice(0, Math.max(0, BINDING_LIMIT - ids.size))
        .flatMap((one) => bindingSchema.safeParse(one).data ?? [])
        .map((one) => withSafeKeys(ids.has(one.id) ? { ...one, id: newBindingId() } : one, mac));
      if (modelId !== undefined) seeded = new Set([...seeded, modelId].slice(-SEEDED_LIMIT));
      let list = bindings.get();
      for (const one of fresh) list = withAdded(list, one, undefined);
      replace(list);
      keep();
      return fresh.length;
    },
  };
}
