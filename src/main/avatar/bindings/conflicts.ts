import type { Binding } from '#shared/avatar/bindings.ts';
import type { BindingConflict } from '#shared/contract/bindings.ts';
import { globalKeyProblem, normalAccelerator } from '#shared/hotkeys/accelerator.ts';

export interface KeyWorld {
  /** The settings' own hotkeys: they win. */
  readonly settings: readonly { readonly accelerator: string; readonly action: string }[];
  /** Keys, in normal form, that the system refused: another program holds them. */
  readonly held: ReadonlySet<string>;
  readonly mac: boolean;
}

/** Everything that keeps a key from doing what the list says, by binding. Bindings that rest and other models' do not count against each other. */
export function conflictsOf(bindings: readonly Binding[], world: KeyWorld): Readonly<Record<string, BindingConflict[]>> {
  const owners = ownersByKey(bindings, world.mac);
  const settings = new Map(world.settings.map(({ accelerator, action }) => [normalAccelerator(accelerator, world.mac), action]));
  const conflicts: Record<string, BindingConflict[]> = {};
  for (const binding of bindings) {
    const mine = binding.triggers.flatMap((trigger): readonly BindingConflict[] => {
      if (trigger.type !== 'key' || trigger.accelerator === '') return [];
      const { accelerator } = trigger;
      const key = normalAccelerator(accelerator, world.mac);
      const action = settings.get(key);
      if (action !== undefined) return [{ type: 'settings', accelerator, action }];
      const other = (owners.get(key) ?? []).find((one) => one.id !== binding.id && meet(one, binding));
      const reason = trigger.global ? globalKeyProblem(accelerator, world.mac) : undefined;
      return [
        ...(other === undefined ? [] : [{ type: 'shared' as const, accelerator, otherId: other.id }]),
        ...(reason === undefined ? [] : [{ type: 'refused' as const, accelerator, reason }]),
        ...(trigger.global && binding.enabled && world.held.has(key) ? [{ type: 'program' as const, accelerator }] : []),
      ];
    });
    if (mine.length > 0) conflicts[binding.id] = mine;
  }
  return conflicts;
}

function ownersByKey(bindings: readonly Binding[], mac: boolean): ReadonlyMap<string, readonly Binding[]> {
  const owners = new Map<string, Binding[]>();
  for (const binding of bindings) {
    for (const trigger of binding.triggers) {
      if (trigger.type !== 'key' || trigger.accelerator === '') continue;
      const key = normalAccelerator(trigger.accelerator, mac);
      const known = owners.get(key);
      if (known === undefined) owners.set(key, [binding]);
      else if (!known.includes(binding)) known.push(binding);
    }
  }
  return owners;
}

/** They can both be in force at once. */
const meet = (a: Binding, b: Binding): boolean =>
  a.enabled && b.enabled && (a.modelId === b.modelId || a.modelId === null || b.modelId === null);
