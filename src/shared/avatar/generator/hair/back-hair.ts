import { HEAD_CENTRE } from '../face/head-shape.ts';
import { lerp, smoothstep, type Vec3 } from '../geometry/vector.ts';
import { type Chain, SIDES } from '../skeleton.ts';
import { addHairLock, BACK_SPRING, type HairBuilder, leaf, onScalp, sharedSkin, TAIL_SPRING } from './hair-builder.ts';

const ring = (angle: number, rx: number, rz: number, y: number, z = 0): Vec3 => [
  rx * Math.sin(angle),
  y,
  rz * Math.cos(angle) + z,
];

/** Neighbouring chains of a row for a lock at `place` 0…1 along it. */
function between(chains: readonly Chain[], place: number, from: number): ReturnType<typeof sharedSkin> {
  const f = place * (chains.length - 1);
  const i = Math.min(chains.length - 2, Math.floor(f));
  const [a, b] = [chains[i], chains[i + 1]];
  if (a === undefined || b === undefined) throw new RangeError('a row of hair has at least two chains');
  return sharedSkin(a, b, f - i, from);
}

/** Hair to the neck all around the back; `drop`: metres below the head's middle. `thin`: close to the head, where the rest is tied up. */
export function addBob({ skeleton, parts }: HairBuilder, drop: number, thin: boolean): void {
  const y = HEAD_CENTRE;
  const spread = 1.75;
  const wide = thin ? 0.155 : 0.176;
  const chains = Array.from({ length: 5 }, (_, i) => {
    const angle = Math.PI + ((i - 2) / 2) * spread;
    return skeleton.addChain(
      `back${i}`,
      'head',
      [
        ring(angle, wide, wide, y - 0.03),
        ring(angle, wide, wide * 0.98, y - drop * 0.6),
        ring(angle, wide * 0.85, wide * 0.84, y - drop),
      ],
      BACK_SPRING,
    );
  });
  const count = 13;
  for (const layer of thin ? [0] : [0, 1])
    for (let i = 0; i < count; i++) {
      const place = (i + (layer ? 0.5 : 0)) / count + (layer ? 0 : 0.5 / count);
      const angle = Math.PI + (place * 2 - 1) * spread;
      const long = drop * (1 - 0.07 * (i % 2) - layer * 0.12);
      const out = wide + 0.006 * (i % 2) + layer * 0.006;
      const curl = thin ? 0.78 : 0.8;
      const path = [
        onScalp(angle, 0.94, 0.012),
        onScalp(angle, 0.76, 0.023 + layer * 0.004),
        onScalp(angle, 0.45, 0.03 + layer * 0.006),
        ring(angle, out, out, y),
        ring(angle, out * 1.03, out * 1.01, y - long * 0.45, -0.004),
        ring(angle, out * 0.98, out * 0.95, y - long * 0.78, -0.004),
        ring(angle, out * curl, out * curl, y - long, -0.002),
      ];
      addHairLock(parts, {
        path,
        width: 0.048,
        thickness: 0.019,
        rows: 14,
        profile: leaf(0.22, 0.6),
        skin: between(chains, place, 0.42),
      });
    }
  addInner({ skeleton, parts }, chains, drop * 0.82, wide * 0.94, spread);
}

/** The underside, in the inner colour: seen below the ears and from the front behind the neck. */
function addInner({ parts }: HairBuilder, chains: readonly Chain[], drop: number, radius: number, spread: number): void {
  const y = HEAD_CENTRE;
  for (let i = 0; i < 8; i++) {
    const place = (i + 0.5) / 8;
    const angle = Math.PI + (place * 2 - 1) * spread * 0.92;
    const path = [
      ring(angle, radius * 0.9, radius * 0.9, y + 0.03),
      ring(angle, radius, radius, y - drop * 0.3),
      ring(angle, radius * 0.97, radius * 0.95, y - drop * 0.7),
      ring(angle, radius * 0.8, radius * 0.8, y - drop * (1 - 0.06 * (i % 2))),
    ];
    addHairLock(parts, {
      path,
      width: 0.055,
      thickness: 0.012,
      rows: 8,
      columns: 6,
      inner: true,
      profile: leaf(0.3, 0.5),
      skin: between(chains, place, 0.2),
    });
  }
}

/** Straight hair down to the hips. */
export function addBackHair(builder: HairBuilder): void {
  const { skeleton, parts } = builder;
  const y = HEAD_CENTRE;
  const levels = [0.02, -0.12, -0.25, -0.38, -0.5];
  const places = 6;
  const spread = 1.35;
  const radius = (down: number): number => lerp(0.167, 0.132, smoothstep(0, 0.5, down));
  const chains = Array.from({ length: places }, (_, i) => {
    const angle = Math.PI + ((i / (places - 1)) * 2 - 1) * spread;
    return skeleton.addChain(
      `back${i}`,
      'head',
      levels.map((level) => ring(angle, radius(-level) + 0.006, radius(-level) * 0.92, y + level, -0.01)),
      { ...TAIL_SPRING, hitRadius: 0.022 },
    );
  });
  const strip = (place: number, layer: number, end: number, width: number, inner: boolean): void => {
    const angle = Math.PI + (place * 2 - 1) * spread;
    // Long hair falls together behind the back.
    const at = (down: number, grow: number): Vec3 =>
      ring(
        Math.PI + (angle - Math.PI) * (1 - 0.42 * down),
        radius(down) + grow,
        (radius(down) + grow) * 0.95,
        y - down,
        -0.01 - down * 0.03,
      );
    const grow = inner ? -0.012 : 0.006 + layer * 0.007;
    const top = inner
      ? [ring(angle, 0.14, 0.14, y + 0.02)]
      : [onScalp(angle, 0.95, 0.012), onScalp(angle, 0.78, 0.022 + layer * 0.005), onScalp(angle, 0.5, 0.028 + layer * 0.006)];
    const path = [
      ...top,
      at(0.0, grow),
      at(end * 0.25, grow + 0.004),
      at(end * 0.5, grow + 0.003),
      at(end * 0.78, grow),
      at(end, grow - 0.012),
    ];
    addHairLock(parts, {
      path,
      width,
      thickness: 0.017,
      rows: 18,
      columns: 6,
      inner,
      profile: leaf(0.24, layer ? 0.6 : 0.42),
      skin: between(chains, place, inner ? 0.1 : 0.3),
    });
  };
  for (let i = 0; i < 11; i++) strip((i + 0.5) / 11, 0, 0.54 + 0.02 * ((i * 7) % 3), 0.04, false);
  for (let i = 0; i < 10; i++) strip((i + 1) / 11, 1, 0.47 + 0.035 * ((i * 5) % 3), 0.036, false);
  for (let i = 0; i < 8; i++) strip((i + 0.5) / 8, 0, 0.48, 0.05, true);
  for (const [side, sign] of SIDES) addFrontFall(builder, side, sign);
}

/** A lock over each shoulder, in front. */
function addFrontFall({ skeleton, parts }: HairBuilder, side: string, sign: number): void {
  const y = HEAD_CENTRE;
  const points: Vec3[] = [
    [sign * 0.152, y - 0.05, 0.022],
    [sign * 0.142, y - 0.16, 0.05],
    [sign * 0.122, y - 0.27, 0.085],
    [sign * 0.115, y - 0.4, 0.09],
  ];
  const chain = skeleton.addChain(`fall${side}`, 'head', points, { ...TAIL_SPRING, hitRadius: 0.014 });
  const path: Vec3[] = [[sign * 0.15, y + 0.05, 0.01], ...points, [sign * 0.118, y - 0.46, 0.085]];
  addHairLock(parts, {
    path,
    width: 0.032,
    thickness: 0.018,
    rows: 20,
    profile: leaf(0.2, 0.6),
    out: (p) => [p[0] * 4, 0, 1],
    skin: sharedSkin(chain, chain, 0, 0.2),
  });
}
