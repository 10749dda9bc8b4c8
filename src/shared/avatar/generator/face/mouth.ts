import { type SwatchName, swatchUv } from '../atlas/atlas-layout.ts';
import type { Part } from '../geometry/part.ts';
import { clamp, lerp, type Vec3 } from '../geometry/vector.ts';
import { patch } from './eyes.ts';
import { createFacePatch } from './face-part.ts';
import type { FacePose, MouthPose } from './face-pose.ts';
import { HEAD_CENTRE, onFace } from './head-shape.ts';

const HEIGHT = HEAD_CENTRE - 0.1035;
const HALF_WIDTH = 0.0168;
const REST_SMILE = 0.42;
const COLUMNS = 18;

interface MouthEdge {
  readonly x: number;
  readonly upper: number;
  readonly lower: number;
}

/** The lips' edges at t = −1 (her right) … 1. Closed lips lie on each other. */
function edgeAt(t: number, pose: MouthPose): MouthEdge {
  const left = t > 0;
  const own = (both: number | undefined, l: number | undefined, r: number | undefined): number =>
    (both ?? 0) + ((left ? l : r) ?? 0);
  const width = HALF_WIDTH * (1 + own(pose.width, pose.widthLeft, pose.widthRight));
  const smile = REST_SMILE + own(pose.smile, pose.smileLeft, pose.smileRight);
  const middle =
    HEIGHT + (pose.shiftY ?? 0) + smile * 0.0082 * (t * t - 0.35) + (pose.cat ?? 0) * 0.0021 * (Math.cos(t * 7) - 0.35);
  const open = Math.max(0, 1 - t * t) ** lerp(0.62, 0.5, pose.round ?? 0);
  return {
    x: (pose.shiftX ?? 0) + width * t,
    upper: middle + open * own(pose.upper, pose.upperLeft, pose.upperRight),
    lower: middle - open * Math.max(0, own(pose.lower, pose.lowerLeft, pose.lowerRight)),
  };
}

/** Inside, tongue, teeth and lips, each a hair before the other. */
export function createMouth(): readonly Part[] {
  return [
    layer('mouth', 6, (u, v, pose) => {
      const { x, upper, lower } = edgeAt(u * 2 - 1, pose);
      return onFace(x, lerp(upper, lower, v), 0.0011);
    }),
    layer('tongue', 4, tongue),
    layer('teeth', 1, (u, v, pose) => {
      const { x, upper, lower } = edgeAt((u * 2 - 1) * 0.8, pose);
      const tall = Math.min(0.0042, (upper - lower) * 0.24) * (1 - 0.8 * (u * 2 - 1) ** 4);
      return onFace(x, upper - tall * v, 0.0019);
    }),
    layer('lips', 1, lip('upper', 0.0017)),
    layer('lips', 1, lip('lower', 0.0011)),
  ];
}

function tongue(u: number, v: number, pose: MouthPose): Vec3 {
  const side = u * 2 - 1;
  const { x, upper, lower } = edgeAt(side * 0.7, pose);
  const swell = Math.sqrt(Math.max(0, 1 - side * side));
  const top = lerp(lower, upper, 0.42 * swell);
  const out = (pose.tongue ?? 0) * v * swell;
  return onFace(x, Math.min(lerp(top, lower, v) - out * 0.0095, upper), 0.0015 + out * 0.004);
}

const lip =
  (edge: 'upper' | 'lower', thickness: number) =>
  (u: number, v: number, pose: MouthPose): Vec3 => {
    const t = (u * 2 - 1) * 1.04;
    const inside = clamp(t, -1, 1);
    const found = edgeAt(inside, pose);
    const thick = thickness * (0.25 + 0.75 * Math.max(0, 1 - (t * t) / 1.09) ** 0.5);
    return onFace(found.x + (t - inside) * HALF_WIDTH, found[edge] + thick * (0.5 - v), 0.0022);
  };

function layer(swatch: SwatchName, rows: number, point: (u: number, v: number, pose: MouthPose) => Vec3): Part {
  return createFacePatch({
    columns: COLUMNS,
    rows,
    shape: (pose: FacePose) => patch(COLUMNS, rows, (u, v) => point(u, v, pose.mouth ?? {})),
    uv: (i) => swatchUv(swatch, Math.floor(i / (COLUMNS + 1)) / Math.max(1, rows)),
  });
}
