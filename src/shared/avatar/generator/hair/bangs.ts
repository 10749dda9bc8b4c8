import { HEAD_SKIN } from '../face/face-part.ts';
import type { Skin } from '../geometry/part.ts';
import { clamp, lerp, smoothstep, type Vec3 } from '../geometry/vector.ts';
import type { AvatarOptions } from '../options.ts';
import { blendSkins, type Chain, chainSkin } from '../skeleton.ts';
import { addHairLock, BANG_SPRING, blunt, type HairBuilder, onScalp, pointed } from './hair-builder.ts';

/** A lock of the bangs: where it hangs (radians to her left), how low it ends (level of the head), how wide it is (metres), how far it leans. */
type Bang = readonly [angle: number, end: number, width: number, lean: number];

const POINTED: readonly Bang[] = [
  [-1.12, -0.48, 0.034, -0.05],
  [-0.9, -0.12, 0.037, -0.08],
  [-0.63, 0.14, 0.038, -0.1],
  [-0.36, 0.25, 0.035, -0.09],
  [-0.1, 0.06, 0.033, 0.06],
  [0.15, 0.24, 0.034, 0.1],
  [0.42, 0.2, 0.037, 0.09],
  [0.7, 0.06, 0.038, 0.09],
  [0.94, -0.2, 0.036, 0.06],
  [1.14, -0.5, 0.034, 0.05],
];
const STRAIGHT: readonly Bang[] = [
  [-1.1, -0.4, 0.034, 0],
  [-0.84, 0.1, 0.037, 0],
  [-0.56, 0.17, 0.037, -0.01],
  [-0.28, 0.185, 0.036, -0.02],
  [0, 0.19, 0.035, 0.01],
  [0.28, 0.185, 0.036, 0.02],
  [0.56, 0.17, 0.037, 0.01],
  [0.84, 0.1, 0.037, 0],
  [1.1, -0.4, 0.034, 0],
];
const SWEPT: readonly Bang[] = [
  [-1.1, -0.36, 0.034, -0.1],
  [-0.86, 0.02, 0.037, -0.14],
  [-0.6, 0.2, 0.037, -0.1],
  [-0.3, 0.26, 0.036, 0.2],
  [-0.04, 0.22, 0.038, 0.32],
  [0.22, 0.16, 0.04, 0.34],
  [0.5, 0.04, 0.04, 0.3],
  [0.78, -0.14, 0.038, 0.2],
  [1.08, -0.46, 0.034, 0.06],
];
const PARTED: readonly Bang[] = [
  [-1.16, -0.6, 0.034, -0.04],
  [-0.94, -0.28, 0.038, -0.12],
  [-0.7, 0.02, 0.04, -0.22],
  [-0.44, 0.24, 0.04, -0.34],
  [-0.16, 0.36, 0.038, -0.44],
  [-0.05, 0.5, 0.03, -0.22],
  [0.05, 0.49, 0.03, 0.24],
  [0.12, 0.4, 0.036, 0.3],
  [0.34, 0.24, 0.04, 0.34],
  [0.62, 0.06, 0.04, 0.26],
  [0.92, -0.24, 0.038, 0.14],
  [1.16, -0.58, 0.034, 0.04],
];

const STYLES: Readonly<Record<AvatarOptions['hair']['bangs'], readonly Bang[]>> = {
  pointed: POINTED,
  straight: STRAIGHT,
  swept: SWEPT,
  parted: PARTED,
};

export function addBangs({ skeleton, parts }: HairBuilder, style: AvatarOptions['hair']['bangs']): void {
  const chain = (name: string, angle: number): Chain =>
    skeleton.addChain(
      name,
      'head',
      [onScalp(angle, 0.52, 0.03), onScalp(angle, 0.3, 0.034), onScalp(angle, 0.02, 0.036)],
      BANG_SPRING,
    );
  const chains = [chain('bangsRight', -0.62), chain('bangsMiddle', 0), chain('bangsLeft', 0.62)];
  STYLES[style].forEach(([angle, end, width, lean], i) => {
    const path = bangPath(angle, end, lean, i % 2 === 0 ? 0 : 0.005);
    const profile = style === 'straight' && Math.abs(angle) < 1 ? blunt : pointed;
    addHairLock(parts, { path, width, thickness: 0.0135, rows: 14, columns: 8, profile, skin: bangSkin(chains, angle) });
  });
}

/** From the crown down over the forehead. */
function bangPath(angle: number, end: number, lean: number, lift: number): Vec3[] {
  const steps = 7;
  return Array.from({ length: steps + 1 }, (_, k) => {
    const t = k / steps;
    const turned = angle * (0.32 + 0.68 * smoothstep(0, 0.55, t)) + lean * t * t;
    const raise = 0.014 + 0.017 * Math.sin(Math.PI * Math.min(1, t * 1.12)) + lift + 0.005 * t;
    return onScalp(turned, lerp(0.97, end, t ** 1.05), raise);
  });
}

function bangSkin(chains: readonly Chain[], angle: number): (v: number) => Skin {
  const place = clamp(angle / 0.62 + 1, 0, 2);
  const first = Math.min(1, Math.floor(place));
  const share = place - first;
  return (v) => {
    if (v < 0.4) return HEAD_SKIN;
    const f = ((v - 0.48) / 0.52) * 2;
    const [a, b] = [chains[first], chains[first + 1]];
    if (a === undefined || b === undefined) return HEAD_SKIN;
    return blendSkins([
      [chainSkin(a, f), 1 - share],
      [chainSkin(b, f), share],
    ]);
  };
}
