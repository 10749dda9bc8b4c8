import type { Deed, Op } from './deeds.ts';

/** The same deeds for things that the streamer has renamed since. */
export function renamedDeeds(deeds: readonly Deed[], newNames: ReadonlyMap<string, string>): Deed[] {
  const now = (name: string): string => newNames.get(name) ?? name;
  return deeds.map((deed) => ({ ...deed, op: renamedOp(deed.op, now) }));
}

function renamedOp(op: Op, now: (name: string) => string): Op {
  switch (op.do) {
    case 'remove-scene':
    case 'remove-input':
      return { ...op, name: now(op.name) };
    case 'create-item':
    case 'remove-item':
    case 'place':
    case 'order':
      return { ...op, scene: now(op.scene), source: now(op.source) };
    case 'create-input':
    case 'program':
      return { ...op, scene: now(op.scene) };
    case 'settings':
    case 'pick':
    case 'sound':
    case 'create-filter':
    case 'remove-filter':
      return { ...op, input: now(op.input) };
    case 'rename-scene':
    case 'rename-input':
      return { ...op, from: now(op.from) };
    case 'create-scene':
    case 'stage':
      return op;
  }
}
