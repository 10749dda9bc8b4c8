import { HEAD_SKIN } from '../face/face-part.ts';
import { HEAD_CENTRE, HEAD_HALF } from '../face/head-shape.ts';
import type { Skin } from '../geometry/part.ts';
import { add, lerp, smoothstep, type Vec3 } from '../geometry/vector.ts';
import { addHairLock, BANG_SPRING, type HairBuilder, leaf, lockSkin, onScalp } from './hair-builder.ts';

/** A ruffled short cut: rows of locks that stand away from the head, ears free. */
export function addShortHair({ skeleton, parts }: HairBuilder): void {
  const y = HEAD_CENTRE;
  const nape = skeleton.addChain(
    'nape',
    'head',
    [
      [0, y - 0.03, -0.17],
      [0, y - 0.09, -0.165],
      [0, y - 0.15, -0.13],
    ],
    BANG_SPRING,
  );
  const still = (): Skin => HEAD_SKIN;
  const rows: readonly (readonly [level: number, end: number, count: number, span: number, flare: number])[] = [
    [0.97, 0.42, 9, 2.5, 0.045],
    [0.85, 0.05, 11, 2.25, 0.052],
    [0.55, -0.35, 11, 2.05, 0.042],
    [0.2, -0.72, 9, 1.5, 0.02],
    [-0.1, -0.98, 7, 1.05, 0.008],
  ];
  rows.forEach(([from, end, count, span, flare], row) => {
    for (let i = 0; i < count; i++) {
      const place = count === 1 ? 0 : (i / (count - 1)) * 2 - 1;
      const angle = Math.PI + place * span;
      const jitter = (((i * 7 + row * 3) % 5) - 2) * 0.5;
      const lean = jitter * 0.1 + place * 0.05;
      // Over the ears the cut is higher than at the nape.
      const side = smoothstep(0.85, 1.5, Math.abs(place * span));
      const down = lerp(end, Math.max(end, -0.06), side) + jitter * 0.06;
      if (from - down < 0.25) continue;
      const middle = (from + down) / 2;
      const tip = onNape(angle + lean, down, flare + 0.006 * jitter);
      const path: Vec3[] = [
        onNape(angle, from, 0.008),
        onNape(angle + lean * 0.3, middle + (from - down) * 0.14, 0.03),
        onNape(angle + lean * 0.6, middle - (from - down) * 0.2, 0.035),
        add(tip, [0, -0.004, 0]),
      ];
      addHairLock(parts, {
        path,
        width: 0.036,
        thickness: 0.019,
        rows: 10,
        profile: leaf(0.24, 0.7),
        skin: row > 2 ? lockSkin(nape, 0.3) : still,
      });
    }
  });
  for (const sign of [1, -1]) addSideburn({ skeleton, parts }, sign);
}

/** The skull narrows to the chin below; hair does not follow it but falls along the nape. */
function onNape(angle: number, level: number, lift: number): Vec3 {
  if (level > -0.3) return onScalp(angle, level, lift);
  const radius = lerp(0.138, 0.075, smoothstep(-0.3, -1.1, level)) + lift;
  return [radius * Math.sin(angle), HEAD_CENTRE + level * HEAD_HALF, radius * Math.cos(angle) - 0.008];
}

function addSideburn({ parts }: HairBuilder, sign: number): void {
  const y = HEAD_CENTRE;
  for (const [dz, end, width] of [
    [0.012, -0.075, 0.02],
    [-0.008, -0.045, 0.022],
  ] as const) {
    const path: Vec3[] = [
      onNape(sign * 1.0, 0.8, 0.012),
      onNape(sign * 1.15, 0.4, 0.026),
      [sign * 0.149, y + 0.0, 0.052 + dz],
      [sign * 0.14, y + end, 0.058 + dz],
    ];
    addHairLock(parts, { path, width, thickness: 0.012, rows: 10, skin: () => HEAD_SKIN });
  }
}
