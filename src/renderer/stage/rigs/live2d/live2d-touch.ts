import type { BodyPart } from '#shared/avatar/scene.ts';
import type { Hit } from '../rig.ts';
import type { CoreModel } from './cubism-core.ts';
import type { Live2dAnatomy } from './live2d-anatomy.ts';
import type { Live2dModel } from './live2d-model.ts';
import type { AlphaMap } from './live2d-textures.ts';
import type { Live2dView } from './live2d-view.ts';

/** What lies under a point of the picture, and the shape of it all. */
export interface Live2dTouch {
  hit(x: number, y: number): Hit | undefined;
  outline(): readonly { readonly x: number; readonly y: number }[];
}

export interface TouchOptions {
  readonly model: Live2dModel;
  readonly anatomy: Live2dAnatomy;
  readonly view: Live2dView;
  readonly alphaMaps: readonly AlphaMap[];
  /** Areas that the maker drew, by ArtMesh; their names say Head, Body and so on. */
  readonly hitAreas: readonly { readonly name: string; readonly mesh: string }[];
}

/** Of 255; thinner paint is air. */
const SOLID = 24;
const MOST_MESHES = 50;
/** Directions in which the outline looks for its farthest point. */
const DIRECTIONS = 48;

export function createLive2dTouch(options: TouchOptions): Live2dTouch {
  const { model, anatomy, view, alphaMaps } = options;
  const { core, visible } = model;
  const { drawables } = core;
  const point = { x: 0, y: 0 };
  const areas = options.hitAreas.flatMap(({ name, mesh }) => {
    const at = drawables.ids.indexOf(mesh);
    return at < 0 ? [] : [{ at, part: partOfArea(name) }];
  });

  function solidAt(drawable: number, x: number, y: number): boolean {
    const uv = uvUnder(core, drawable, x, y);
    if (uv === undefined) return false;
    const map = alphaMaps[drawables.textureIndices[drawable] ?? -1];
    if (map === undefined) return true;
    const column = Math.max(0, Math.min(map.size - 1, Math.floor(uv.u * map.size)));
    // Cubism counts v from the bottom of the picture.
    const row = Math.max(0, Math.min(map.size - 1, Math.floor((1 - uv.v) * map.size)));
    return (map.alpha[row * map.size + column] ?? 0) >= SOLID;
  }
  /** A masked mesh shows only where one of its masks does. */
  function unmaskedAt(drawable: number, x: number, y: number): boolean {
    const count = drawables.maskCounts[drawable] ?? 0;
    if (count === 0) return true;
    const masks = drawables.masks[drawable];
    for (let i = 0; i < count; i++) if (solidAt(masks?.[i] ?? -1, x, y)) return true;
    return false;
  }

  return {
    hit(x, y) {
      view.toModel(x, y, point);
      const found: number[] = [];
      for (let i = 0; i < drawables.count; i++)
        if (visible(i) && solidAt(i, point.x, point.y) && unmaskedAt(i, point.x, point.y)) found.push(i);
      const orders = model.renderOrders();
      const first = found.sort((a, b) => (orders[b] ?? 0) - (orders[a] ?? 0))[0];
      if (first === undefined) return undefined;
      const area = areas.find(({ at, part }) => part !== undefined && uvUnder(core, at, point.x, point.y) !== undefined);
      return {
        part: partUnder(anatomy, first, point.y, area?.part),
        meshes: found.slice(0, MOST_MESHES).map((at) => drawables.ids[at] ?? ''),
      };
    },
    outline: () => hull(core, view, visible),
  };
}

function partUnder({ kinds, face }: Live2dAnatomy, drawable: number, y: number, area: BodyPart | undefined): BodyPart {
  const kind = kinds[drawable] ?? 'body';
  if (kind === 'hair' || kind === 'leftHand' || kind === 'rightHand') return kind;
  if (kind === 'face') return 'face';
  if (kind === 'head') return y > face.top ? 'head' : 'face';
  if (area !== undefined) return area;
  const head = face.top - face.bottom;
  return y > face.bottom - head * 2.2 && y < face.bottom ? 'chest' : 'body';
}

function partOfArea(name: string): BodyPart | undefined {
  if (/head|hair|頭|头/iu.test(name)) return 'head';
  if (/face|顔|脸|臉/iu.test(name)) return 'face';
  if (/chest|bust|胸/iu.test(name)) return 'chest';
  return /body|体|體|身/iu.test(name) ? 'body' : undefined;
}

/** Texture coordinates of the mesh's point at (x, y) in model units; undefined: it does not reach there. */
function uvUnder({ drawables }: CoreModel, drawable: number, x: number, y: number): { u: number; v: number } | undefined {
  const positions = drawables.vertexPositions[drawable];
  const uvs = drawables.vertexUvs[drawable];
  const indices = drawables.indices[drawable];
  if (positions === undefined || uvs === undefined || indices === undefined) return undefined;
  for (let i = 0; i + 2 < indices.length; i += 3) {
    const a = (indices[i] ?? 0) * 2;
    const b = (indices[i + 1] ?? 0) * 2;
    const c = (indices[i + 2] ?? 0) * 2;
    const [ax, ay] = [positions[a] ?? 0, positions[a + 1] ?? 0];
    const [abx, aby] = [(positions[b] ?? 0) - ax, (positions[b + 1] ?? 0) - ay];
    const [acx, acy] = [(positions[c] ?? 0) - ax, (positions[c + 1] ?? 0) - ay];
    const area = abx * acy - acx * aby;
    if (area === 0) continue;
    const s = ((x - ax) * acy - acx * (y - ay)) / area;
    const t = (abx * (y - ay) - (x - ax) * aby) / area;
    if (s < 0 || t < 0 || s + t > 1) continue;
    const r = 1 - s - t;
    return {
      u: (uvs[a] ?? 0) * r + (uvs[b] ?? 0) * s + (uvs[c] ?? 0) * t,
      v: (uvs[a + 1] ?? 0) * r + (uvs[b + 1] ?? 0) * s + (uvs[c + 1] ?? 0) * t,
    };
  }
  return undefined;
}

/** The farthest vertex in each of many directions: a convex hull of at most that many points, counter-clockwise. */
function hull({ drawables }: CoreModel, view: Live2dView, visible: (drawable: number) => boolean): { x: number; y: number }[] {
  const best = new Float32Array(DIRECTIONS).fill(Number.NEGATIVE_INFINITY);
  const corners = Array.from({ length: DIRECTIONS }, () => ({ x: 0, y: 0 }));
  const directions = corners.map((_, i) => ({
    x: Math.cos((i / DIRECTIONS) * 2 * Math.PI),
    y: Math.sin((i / DIRECTIONS) * 2 * Math.PI),
  }));
  const point = { x: 0, y: 0 };
  for (let drawable = 0; drawable < drawables.count; drawable++) {
    if (!visible(drawable)) continue;
    const positions = drawables.vertexPositions[drawable] ?? new Float32Array();
    for (let at = 0; at < positions.length; at += 2) {
      view.toWindow(positions[at] ?? 0, positions[at + 1] ?? 0, point);
      directions.forEach((direction, i) => {
        const reach = direction.x * point.x + direction.y * point.y;
        if (reach <= (best[i] ?? 0)) return;
        best[i] = reach;
        const corner = corners[i];
        if (corner !== undefined) Object.assign(corner, point);
      });
    }
  }
  return corners.filter((corner, i) => {
    const before = corners[(i + DIRECTIONS - 1) % DIRECTIONS];
    return best[i] !== Number.NEGATIVE_INFINITY && (before === undefined || before.x !== corner.x || before.y !== corner.y);
  });
}
