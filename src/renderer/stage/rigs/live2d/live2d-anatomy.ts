import type { DisplayNames } from '#shared/avatar/cubism/cdi3.ts';
import type { BodyPart } from '#shared/avatar/scene.ts';
import { type StandardParameterId, standardIndices } from '#shared/avatar/standard-parameters.ts';
import type { Live2dModel } from './live2d-model.ts';
import type { Box, Measures } from './live2d-view.ts';

/** What kind of thing a drawable is, as far as names and movements tell. */
export type DrawableKind = 'face' | 'head' | 'hair' | 'leftHand' | 'rightHand' | 'body';

/**
 * Where head, face and hands of a model are. ArtMeshes have no such names, so the model is moved: what a blink or a vowel moves is the face, what a turn of
 * the head moves is the head, what hair parameters move is hair. Names of parts help with hair and hands. Model units, at rest.
 */
export interface Live2dAnatomy {
  /** Of everything that shows. */
  readonly bounds: Box;
  /** Eyes to mouth; a guess where nothing of a face moves. */
  readonly face: Box;
  readonly kinds: readonly DrawableKind[];
  readonly measures: Measures;
  /** Middle of each body part that there is, and its width. */
  readonly places: Readonly<Partial<Record<BodyPart, { readonly x: number; readonly y: number; readonly width: number }>>>;
}

/** Share of the model's height that counts as having moved. */
const MOVED = 0.0015;
const FACE_PARAMETERS: readonly StandardParameterId[] = [
  'ParamEyeLOpen',
  'ParamEyeROpen',
  'ParamEyeBallX',
  'ParamMouthOpenY',
  'ParamMouthForm',
  'ParamA',
  'ParamBrowLY',
  'ParamBrowRY',
];
const HEAD_PARAMETERS: readonly StandardParameterId[] = ['ParamAngleX', 'ParamAngleY', 'ParamAngleZ'];
const HAIR_PARAMETERS: readonly StandardParameterId[] = ['ParamHairFront', 'ParamHairSide', 'ParamHairBack'];
const HAIR_NAME = /hair|bangs|ahoge|髪|髮|头发|頭髮|前发|后发|刘海|呆毛/iu;
const HAND_NAME = /hand|fist|palm|finger|手|掌|指/iu;
const ARM_NAME = /(?:^|[^a-z])arm|腕|胳膊/iu;

/** Moves the model and puts it back to its defaults. */
export function examine(model: Live2dModel, names: DisplayNames): Live2dAnatomy {
  const { core } = model;
  const { drawables } = core;
  rest(model);
  const shown = Array.from({ length: drawables.count }, (_, at) => model.visible(at));
  const still = Array.from({ length: drawables.count }, (_, at) => Float32Array.from(drawables.vertexPositions[at] ?? []));
  const boxes = still.map(boxOf);
  const bounds = union(boxes.filter((_, at) => shown[at])) ?? { left: -0.5, right: 0.5, bottom: -0.5, top: 0.5 };
  const threshold = (bounds.top - bounds.bottom) * MOVED;
  const faceMoved = movedBy(model, still, FACE_PARAMETERS, threshold);
  const headMoved = movedBy(model, still, HEAD_PARAMETERS, threshold);
  const hairMoved = movedBy(model, still, HAIR_PARAMETERS, threshold);
  const named = namesOf(model, names);
  const face = faceOf(boxes, shown, faceMoved, headMoved, bounds);
  const kinds = boxes.map((box, at): DrawableKind => {
    const name = named[at] ?? '';
    if (hairMoved[at] || HAIR_NAME.test(name)) return 'hair';
    if (faceMoved[at]) return 'face';
    if (headMoved[at] && middleY(box) > face.bottom - (face.top - face.bottom)) return 'head';
    if (HAND_NAME.test(name)) return handOf(box, face);
    return 'body';
  });
  if (!kinds.some((kind) => kind === 'leftHand' || kind === 'rightHand'))
    named.forEach((name, at) => {
      const box = boxes[at];
      if (kinds[at] === 'body' && box !== undefined && ARM_NAME.test(name)) kinds[at] = handOf(box, face);
    });
  return { bounds, face, kinds, measures: measuresOf(bounds, face), places: placesOf(bounds, face, boxes, kinds, shown) };
}

function rest({ core }: Live2dModel): void {
  core.parameters.values.set(core.parameters.defaultValues);
  core.update();
  core.drawables.resetDynamicFlags();
}

/** Which drawables go elsewhere when one of the parameters goes to an end of its range. */
function movedBy(
  model: Live2dModel,
  still: readonly Float32Array[],
  ids: readonly StandardParameterId[],
  threshold: number,
): boolean[] {
  const { parameters, drawables } = model.core;
  const places = standardIndices(parameters.ids);
  const moved = still.map(() => false);
  for (const id of ids) {
    const at = places.get(id);
    if (at === undefined) continue;
    for (const value of [parameters.minimumValues[at] ?? 0, parameters.maximumValues[at] ?? 0]) {
      if (value === parameters.defaultValues[at]) continue;
      parameters.values[at] = value;
      model.core.update();
      model.core.drawables.resetDynamicFlags();
      for (let i = 0; i < drawables.count; i++)
        if (!moved[i] && differs(still[i], drawables.vertexPositions[i], threshold)) moved[i] = true;
    }
    parameters.values[at] = parameters.defaultValues[at] ?? 0;
  }
  rest(model);
  return moved;
}

function differs(a: Float32Array | undefined, b: Float32Array | undefined, threshold: number): boolean {
  if (a === undefined || b === undefined) return false;
  for (let i = 0; i < a.length; i++) if (Math.abs((a[i] ?? 0) - (b[i] ?? 0)) > threshold) return true;
  return false;
}

/** Id of each drawable with the ids and names of the parts that it lies in. */
function namesOf({ core }: Live2dModel, names: DisplayNames): readonly string[] {
  const { drawables, parts } = core;
  return drawables.ids.map((id, at) => {
    const words = [id];
    let part = drawables.parentPartIndices?.[at] ?? -1;
    for (let up = 0; part >= 0 && up < 8; up++) {
      const partId = parts.ids[part] ?? '';
      words.push(partId, names.parts.get(partId) ?? '');
      part = parts.parentIndices?.[part] ?? -1;
    }
    return words.join(' ');
  });
}

function faceOf(
  boxes: readonly Box[],
  shown: readonly boolean[],
  faceMoved: readonly boolean[],
  headMoved: readonly boolean[],
  bounds: Box,
): Box {
  const height = bounds.top - bounds.bottom;
  // A blink may pull at the whole front; what is half as tall as the model is no eye.
  const small = boxes.filter((box, at) => shown[at] && faceMoved[at] && box.top - box.bottom < height * 0.4);
  const found = union(small);
  if (found !== undefined) return found;
  const head = union(boxes.filter((_, at) => shown[at] && headMoved[at])) ?? { ...bounds, bottom: bounds.top - height * 0.35 };
  const size = Math.min(head.right - head.left, (head.top - head.bottom) * 0.8) * 0.5;
  const x = (head.left + head.right) / 2;
  const top = head.top - size * 0.8;
  return { left: x - size / 2, right: x + size / 2, top, bottom: top - size };
}

/** Her left hand is on the right of the picture. */
function handOf(box: Box, face: Box): DrawableKind {
  return (box.left + box.right) / 2 > (face.left + face.right) / 2 ? 'leftHand' : 'rightHand';
}

/** Heights by the face: eyes to mouth is about a third of a drawn head with its hair. */
function measuresOf(bounds: Box, face: Box): Measures {
  const head = face.top - face.bottom;
  const crown = Math.min(bounds.top, face.top + head * 1.6);
  const middle = (face.left + face.right) / 2;
  const wide = Math.max(face.right - face.left, head) * 2;
  const down = (heads: number): number => Math.max(bounds.bottom, face.bottom - head * heads);
  const air = head * 0.25;
  return {
    bust: { top: crown + air, bottom: down(2.2), centre: middle, width: wide },
    half: { top: crown + air, bottom: down(5), centre: middle, width: wide * 1.4 },
    full: {
      top: bounds.top + (bounds.top - bounds.bottom) * 0.03,
      bottom: bounds.bottom - (bounds.top - bounds.bottom) * 0.03,
      centre: (bounds.left + bounds.right) / 2,
      width: (bounds.right - bounds.left) * 1.04,
    },
  };
}

function placesOf(
  bounds: Box,
  face: Box,
  boxes: readonly Box[],
  kinds: readonly DrawableKind[],
  shown: readonly boolean[],
): Live2dAnatomy['places'] {
  const head = face.top - face.bottom;
  const x = (face.left + face.right) / 2;
  const wide = Math.max(face.right - face.left, head);
  const crown = Math.min(bounds.top, face.top + head * 1.3);
  const hand = (kind: DrawableKind): { x: number; y: number; width: number } | undefined => {
    const box = union(boxes.filter((_, at) => shown[at] && kinds[at] === kind));
    return box === undefined
      ? undefined
      : { x: (box.left + box.right) / 2, y: (box.bottom + box.top) / 2, width: Math.max(box.right - box.left, head * 0.4) };
  };
  const left = hand('leftHand');
  const right = hand('rightHand');
  return {
    face: { x, y: (face.top + face.bottom) / 2, width: wide * 1.2 },
    head: { x, y: (crown + face.bottom) / 2, width: wide * 1.7 },
    hair: { x, y: crown, width: wide * 1.7 },
    chest: { x, y: Math.max(bounds.bottom, face.bottom - head * 1.3), width: wide * 1.6 },
    body: { x, y: (bounds.bottom + face.bottom) / 2, width: wide * 2 },
    ...(left === undefined ? {} : { leftHand: left }),
    ...(right === undefined ? {} : { rightHand: right }),
  };
}

export function boxOf(vertices: Float32Array): Box {
  let [left, right, bottom, top] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (let i = 0; i < vertices.length; i += 2) {
    const x = vertices[i] ?? 0;
    const y = vertices[i + 1] ?? 0;
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  return { left, right, bottom, top };
}

function union(boxes: readonly Box[]): Box | undefined {
  const sound = boxes.filter(
    ({ left, right, top, bottom }) => right >= left && top >= bottom && Number.isFinite(right - left + top - bottom),
  );
  if (sound.length === 0) return undefined;
  return {
    left: Math.min(...sound.map(({ left }) => left)),
    right: Math.max(...sound.map(({ right }) => right)),
    bottom: Math.min(...sound.map(({ bottom }) => bottom)),
    top: Math.max(...sound.map(({ top }) => top)),
  };
}

const middleY = ({ bottom, top }: Box): number => (bottom + top) / 2;
