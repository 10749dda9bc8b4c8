import type { LayerMesh } from '#shared/avatar/puppet/body.ts';

/** Masks in use: each is the union of some layers, and lies in one channel of one texture. */
export interface MaskPlan {
  readonly masks: readonly { readonly sources: Int32Array; readonly texture: number; readonly channel: number }[];
  /** Textures of four channels that are needed. */
  readonly textures: number;
  /** Per mesh: its mask, or −1. */
  readonly ofMesh: Int32Array;
}

/** Layers that are clipped by the same layers share a mask. */
export function planMasks(meshes: readonly LayerMesh[]): MaskPlan {
  const places = new Map(meshes.map(({ layer }, i) => [layer.id, i]));
  const known = new Map<string, number>();
  const masks: MaskPlan['masks'][number][] = [];
  const ofMesh = Int32Array.from(meshes, ({ layer: { clip } }) => {
    if (clip.length === 0) return -1;
    const key = [...clip].sort().join('\n');
    const before = known.get(key);
    if (before !== undefined) return before;
    const index = masks.length;
    known.set(key, index);
    masks.push({ sources: Int32Array.from(clip, (id) => places.get(id) ?? 0), texture: index >> 2, channel: index & 3 });
    return index;
  });
  return { masks, textures: Math.ceil(masks.length / 4), ofMesh };
}
