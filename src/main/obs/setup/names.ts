import type { ObsSnapshot } from './obs-snapshot.types.ts';

/** Names in OBS are shared by scenes, groups and inputs. What is taken is left to its owner: ours gets "… (Yingxi)", "… (Yingxi 2)" and so on. */
export interface NameBook {
  take(wanted: string): string;
}

export function createNameBook(snapshot: ObsSnapshot): NameBook {
  const taken = new Set([...snapshot.scenes, ...snapshot.inputs].map(({ name }) => name));
  for (const group of snapshot.groups.keys()) taken.add(group);
  return {
    take(wanted) {
      let name = wanted;
      for (let n = 1; taken.has(name); n++) name = `${wanted} (Yingxi${n === 1 ? '' : ` ${n}`})`;
      taken.add(name);
      return name;
    },
  };
}
