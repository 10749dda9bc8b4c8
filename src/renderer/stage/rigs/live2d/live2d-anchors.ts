import type { BodyPart } from '#shared/avatar/scene.ts';
import type { Anchor } from '../rig.ts';
import type { CoreModel } from './cubism-core.ts';
import { boxOf, type DrawableKind, type Live2dAnatomy } from './live2d-anatomy.ts';
import type { Live2dView } from './live2d-view.ts';

/** Places on the model that follow its vertices. */
export interface Live2dAnchors {
  /** False: no such place. Allocates nothing once a mesh has been asked for. */
  anchor(place: BodyPart | { readonly mesh: string }, into: Anchor): boolean;
}

/** Vertices that carry a place, at most: enough to tell its shift, turn and size. */
const CARRIERS = 48;

/** A place and the vertices that carry it: pairs (drawable, vertex) and where those were at rest, about their middle. */
interface Carried {
  readonly drawables: Uint16Array;
  readonly vertices: Uint16Array;
  readonly restX: Float32Array;
  readonly restY: Float32Array;
  readonly spread: number;
  /** The place against the carriers' middle at rest, and its width, model units. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** What carries each part; the first kinds that there are. */
const CARRIED_BY: Readonly<Record<BodyPart, readonly DrawableKind[]>> = {
  face: ['face', 'head'],
  head: ['head', 'face'],
  hair: ['head', 'face'],
  chest: ['body'],
  body: ['body'],
  leftHand: ['leftHand'],
  rightHand: ['rightHand'],
};

/** `core` stands at rest. */
export function createLive2dAnchors(
  core: CoreModel,
  anatomy: Live2dAnatomy,
  view: Live2dView,
  visible: (drawable: number) => boolean,
): Live2dAnchors {
  const { drawables } = core;
  const rest = drawables.vertexPositions.map((vertices) => Float32Array.from(vertices));
  const parts = new Map<BodyPart, Carried | undefined>();
  const meshes = new Map<string, Carried | undefined>();
  const moved = { x: 0, y: 0 };

  function partOf(part: BodyPart): Carried | undefined {
    const place = anatomy.places[part];
    if (place === undefined) return undefined;
    for (const kind of CARRIED_BY[part]) {
      const members = [...rest.keys()].filter((at) => anatomy.kinds[at] === kind && visible(at));
      const reach = part === 'body' ? Number.POSITIVE_INFINITY : place.width * 1.5;
      const carried = carry(members, rest, place, reach);
      if (carried !== undefined) return carried;
    }
    return undefined;
  }
  function meshOf(id: string): Carried | undefined {
    const at = drawables.ids.indexOf(id);
    const vertices = rest[at];
    if (vertices === undefined) return undefined;
    const box = boxOf(vertices);
    const place = { x: (box.left + box.right) / 2, y: (box.bottom + box.top) / 2, width: box.right - box.left };
    return carry([at], rest, place, Number.POSITIVE_INFINITY);
  }
  for (const part of ['face', 'head', 'hair', 'chest', 'body', 'leftHand', 'rightHand'] as const) parts.set(part, partOf(part));

  return {
    anchor(place, into) {
      let carried: Carried | undefined;
      if (typeof place === 'string') carried = parts.get(place);
      else {
        if (!meshes.has(place.mesh)) meshes.set(place.mesh, meshOf(place.mesh));
        carried = meshes.get(place.mesh);
      }
      if (carried === undefined) return false;
      follow(carried, drawables.vertexPositions, moved, view, into);
      return true;
    },
  };
}

/** Best shift, turn and size of the carriers against their rest (least squares); the place goes with them. */
function follow(
  carried: Carried,
  positions: readonly Float32Array[],
  moved: { x: number; y: number },
  view: Live2dView,
  into: Anchor,
): void {
  const { drawables, vertices, restX, restY, spread } = carried;
  const count = drawables.length;
  let middleX = 0;
  let middleY = 0;
  for (let i = 0; i < count; i++) {
    const position = positions[drawables[i] ?? 0];
    const at = (vertices[i] ?? 0) * 2;
    middleX += position?.[at] ?? 0;
    middleY += position?.[at + 1] ?? 0;
  }
  middleX /= count;
  middleY /= count;
  let along = 0;
  let across = 0;
  for (let i = 0; i < count; i++) {
    const position = positions[drawables[i] ?? 0];
    const at = (vertices[i] ?? 0) * 2;
    const x = (position?.[at] ?? 0) - middleX;
    const y = (position?.[at + 1] ?? 0) - middleY;
    const fromX = restX[i] ?? 0;
    const fromY = restY[i] ?? 0;
    along += fromX * x + fromY * y;
    across += fromX * y - fromY * x;
  }
  const a = spread > 0 ? along / spread : 1;
  const b = spread > 0 ? across / spread : 0;
  view.toWindow(middleX + a * carried.x - b * carried.y, middleY + b * carried.x + a * carried.y, moved);
  into.x = moved.x;
  into.y = moved.y;
  into.angle = (-Math.atan2(b, a) * 180) / Math.PI + view.rotation;
  into.size = carried.width * Math.hypot(a, b) * view.scale;
}

function carry(
  members: readonly number[],
  rest: readonly Float32Array[],
  place: { readonly x: number; readonly y: number; readonly width: number },
  reach: number,
): Carried | undefined {
  const near: { drawable: number; vertex: number; x: number; y: number }[] = [];
  for (const drawable of members) {
    const vertices = rest[drawable] ?? new Float32Array();
    for (let vertex = 0; vertex * 2 < vertices.length; vertex++) {
      const x = vertices[vertex * 2] ?? 0;
      const y = vertices[vertex * 2 + 1] ?? 0;
      if (Math.hypot(x - place.x, y - place.y) <= reach) near.push({ drawable, vertex, x, y });
    }
  }
  if (near.length === 0) return undefined;
  const stride = Math.max(1, near.length / CARRIERS);
  const chosen = Array.from({ length: Math.min(CARRIERS, near.length) }, (_, i) => near[Math.floor(i * stride)]).filter(
    (one) => one !== undefined,
  );
  const middleX = chosen.reduce((sum, { x }) => sum + x, 0) / chosen.length;
  const middleY = chosen.reduce((sum, { y }) => sum + y, 0) / chosen.length;
  return {
    drawables: Uint16Array.from(chosen, ({ drawable }) => drawable),
    vertices: Uint16Array.from(chosen, ({ vertex }) => vertex),
    restX: Float32Array.from(chosen, ({ x }) => x - middleX),
    restY: Float32Array.from(chosen, ({ y }) => y - middleY),
    spread: chosen.reduce((sum, { x, y }) => sum + (x - middleX) ** 2 + (y - middleY) ** 2, 0),
    x: place.x - middleX,
    y: place.y - middleY,
    width: place.width,
  };
}
