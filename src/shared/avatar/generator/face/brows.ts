import { swatchUv } from '../atlas/atlas-layout.ts';
import type { Part } from '../geometry/part.ts';
import { clamp, type Vec3 } from '../geometry/vector.ts';
import { patch } from './eyes.ts';
import { createFacePatch } from './face-part.ts';
import type { BrowPose } from './face-pose.ts';
import { HEAD_CENTRE, onFace } from './head-shape.ts';

const INNER_X = 0.0305;
const WIDTH = 0.057;
const HEIGHT = HEAD_CENTRE + 0.0295;

export function createBrow(sign: number): Part {
  const points = ({ down = 0, innerUp = 0, outerUp = 0, up = 0, flat = 0 }: BrowPose): Vec3[] =>
    patch(14, 2, (t, v) => {
      const arch = 0.0085 * Math.sin(Math.PI * (t * 0.8 + 0.1)) - 0.003 * flat * Math.sin(Math.PI * t) - 0.003 * t;
      const lift =
        up * 0.009 - down * (0.0105 * (1.15 - t) - 0.0035 * t) + innerUp * 0.012 * (1 - t) * (1 - t * 0.4) + outerUp * 0.01 * t;
      const thick = 0.0047 * Math.sin(Math.PI * clamp(t * 0.93 + 0.06)) ** 0.6 * (1 - 0.45 * t);
      const x = INNER_X + t * WIDTH - down * 0.0035;
      return onFace(sign * x, HEIGHT + arch + lift + thick * (0.5 - v), 0.0024);
    });
  return createFacePatch({
    columns: 14,
    rows: 2,
    shape: (pose) => points((sign > 0 ? pose.browLeft : pose.browRight) ?? {}),
    uv: () => swatchUv('brows', 0.5),
  });
}
