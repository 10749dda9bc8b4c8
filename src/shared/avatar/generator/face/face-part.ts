import { createPart, orient, type Part, type Skin } from '../geometry/part.ts';
import { length, subtract, type Vec2, type Vec3 } from '../geometry/vector.ts';
import { ARKIT_POSES, EMOTION_POSES, type FacePose, REST, VOWEL_POSES } from './face-pose.ts';
import { roundNormal } from './head-shape.ts';

export const HEAD_SKIN: Skin = [['head', 1]];
/** Moves below this are rounding; metres. */
const STILL = 4e-6;
const OPEN: FacePose = { mouth: { upper: 0.01, lower: 0.01 } };

/** Name of the morph that holds the mouth's half of an emotion. */
export const mouthHalf = (emotion: string): string => `${emotion}Mouth`;

/** Every morph of the face: one for each ARKit shape and vowel, two for each emotion. */
export const FACE_MORPHS: readonly (readonly [name: string, pose: FacePose])[] = [
  ...Object.entries(VOWEL_POSES),
  ...Object.entries(EMOTION_POSES).flatMap(([name, { face, mouth }]) => [
    [name, face] as const,
    [mouthHalf(name), mouth] as const,
  ]),
  ...Object.entries(ARKIT_POSES),
];

export interface FacePatch {
  readonly columns: number;
  readonly rows: number;
  /** The (columns + 1) × (rows + 1) points under a pose, row by row. Morphs are this function under other poses. */
  shape(pose: FacePose): readonly Vec3[];
  uv(index: number, position: Vec3): Vec2;
  readonly skin?: Skin;
  /** undefined: to the front. */
  readonly facing?: 'out' | 'in' | 'front';
}

/** A patch on the face, drawn under the rest pose, with every morph that moves it. */
export function createFacePatch({ columns, rows, shape, uv, skin = HEAD_SKIN, facing = 'front' }: FacePatch): Part {
  const part = createPart();
  const rest = shape(REST);
  // A shut mouth has no area to tell its front by.
  for (const position of shape(OPEN)) part.vertices.push({ position, uv: [0, 0], skin });
  const width = columns + 1;
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const a = j * width + i;
      part.triangles.push(a, a + 1, a + width, a + 1, a + width + 1, a + width);
    }
  orient(part, 0, facing);
  part.vertices.length = 0;
  rest.forEach((position, i) => {
    part.vertices.push({ position, uv: uv(i, position), skin });
  });
  part.normalOf = (vertex) => roundNormal(vertex.position);
  addFaceMorphs(part, rest, shape);
  return part;
}

export function addFaceMorphs(part: Part, rest: readonly Vec3[], shape: (pose: FacePose) => readonly Vec3[]): void {
  for (const [name, pose] of FACE_MORPHS) {
    const moved = shape(pose);
    const offsets = rest.map((from, i) => subtract(moved[i] ?? from, from));
    if (offsets.some((offset) => length(offset) > STILL)) part.morphs.set(name, offsets);
  }
}
