import type { Tint } from '#shared/avatar/scene.ts';

/** Tints by owner; of two that colour the same mesh the later one wins, and an owner's tints go with it. */
export interface TintBoard {
  tints(): Tint[];
  /** White takes back what this owner did to those meshes. */
  set(owner: string, tint: Tint): void;
  /** True when there was something to forget. */
  drop(owner: string): boolean;
  clear(): void;
}

const MOST_TINTS = 200;

export function createTintBoard(): TintBoard {
  let entries: { readonly owner: string; readonly tint: Tint }[] = [];
  return {
    tints: () => entries.map(({ tint }) => tint),
    set(owner, tint) {
      entries = entries.flatMap((entry) => {
        const rest = entry.owner === owner ? without(entry.tint, tint.meshes) : entry.tint;
        return rest === undefined ? [] : [{ owner: entry.owner, tint: rest }];
      });
      if (!isWhite(tint)) entries.push({ owner, tint });
      if (entries.length > MOST_TINTS) entries = entries.slice(-MOST_TINTS);
    },
    drop(owner) {
      const before = entries.length;
      entries = entries.filter((entry) => entry.owner !== owner);
      return entries.length !== before;
    },
    clear() {
      entries = [];
    },
  };
}

/** `tint` on the meshes that `covered` leaves over; undefined: none. */
function without(tint: Tint, covered: readonly string[] | null): Tint | undefined {
  if (covered === null) return undefined;
  // A tint of everything cannot lose single meshes; the later one lies over it.
  if (tint.meshes === null) return tint;
  const gone = new Set(covered);
  const meshes = tint.meshes.filter((mesh) => !gone.has(mesh));
  return meshes.length === 0 ? undefined : { ...tint, meshes };
}

function isWhite({ red, green, blue, alpha, screen }: Tint): boolean {
  return screen === undefined && red === 255 && green === 255 && blue === 255 && alpha === 255;
}
