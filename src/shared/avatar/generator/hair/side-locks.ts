import { HEAD_CENTRE } from '../face/head-shape.ts';
import type { Vec3 } from '../geometry/vector.ts';
import { addHairLock, type HairBuilder, lockSkin, onScalp, SIDE_SPRING } from './hair-builder.ts';

/** Locks before the ears that frame the face and cover where it ends; `drop`: metres below the head's middle. */
export function addSideLocks({ skeleton, parts }: HairBuilder, drop: number): void {
  const y = HEAD_CENTRE;
  for (const [sign, name] of [
    [1, 'sideLeft'],
    [-1, 'sideRight'],
  ] as const) {
    const points: Vec3[] = [
      [sign * 0.149, y - 0.012, 0.055],
      [sign * 0.148, y - drop * 0.5, 0.06],
      [sign * 0.136, y - drop, 0.058],
    ];
    const chain = skeleton.addChain(name, 'head', points, SIDE_SPRING);
    const lock = (dz: number, end: number, width: number, inner: boolean): void => {
      const path: Vec3[] = [
        onScalp(sign * 0.95, 0.88, 0.016),
        onScalp(sign * 1.14, 0.5, 0.026),
        [sign * 0.153, y + 0.012, 0.056 + dz],
        [sign * 0.156, y - end * 0.35, 0.062 + dz],
        [sign * 0.149, y - end * 0.7, 0.066 + dz],
        [sign * 0.133, y - end, 0.06 + dz],
      ];
      addHairLock(parts, { path, width, thickness: 0.0165, rows: 18, inner, skin: lockSkin(chain, 0.4) });
    };
    lock(0.008, drop, 0.029, false);
    lock(-0.022, drop * 0.86, 0.034, false);
    lock(-0.004, drop * 0.72, 0.026, true);
  }
}
