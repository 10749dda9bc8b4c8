import type { PuppetBody } from '#shared/avatar/puppet/body.ts';
import type { Puppet } from '#shared/avatar/puppet/puppet-format.ts';
import type { BodyPart } from '#shared/avatar/scene.ts';
import type { Anchor, Hit } from '../rig.ts';
import type { PuppetCamera } from './puppet-camera.ts';
import { alphaAt, type PuppetPage } from './puppet-pages.ts';

/** Where things are on a puppet, in window coordinates. */
export interface PuppetTouch {
  hit(x: number, y: number): Hit | undefined;
  anchor(place: BodyPart | { readonly mesh: string }, into: Anchor): boolean;
  outline(): readonly { readonly x: number; readonly y: number }[];
}

/** Alpha from which a pixel counts as there. */
const SOLID = 40;
/** Layers fainter than that are not touched. */
const FAINT = 0.1;
const OUTLINE_POINTS = 64;

export function createPuppetTouch(
  puppet: Puppet,
  body: () => PuppetBody,
  pages: readonly PuppetPage[],
  camera: PuppetCamera,
): PuppetTouch {
  const point = new Float32Array(2);
  const ends = new Float32Array(4);
  const anchors = new Map(puppet.anchors.map((anchor) => [anchor.part, anchor]));
  const meshes = new Map(puppet.layers.map((layer) => [layer.id, layer]));

  return {
    hit(x, y) {
      camera.toCanvas(x, y, point);
      const shown = body();
      const hits: number[] = [];
      for (let i = shown.meshes.length - 1; i >= 0; i--)
        if ((shown.opacities[i] ?? 0) > FAINT && isHit(shown, i, pages, point[0] ?? 0, point[1] ?? 0)) hits.push(i);
      if (hits.length === 0) return undefined;
      const layers = hits.flatMap((i) => shown.meshes[i]?.layer ?? []);
      return { part: layers.find(({ part }) => part !== null)?.part ?? null, meshes: layers.map(({ id }) => id) };
    },
    anchor(place, into) {
      const found = typeof place === 'string' ? anchors.get(place) : anchorOfLayer(meshes.get(place.mesh));
      if (found === undefined) return false;
      ends[0] = found.x - found.size / 2;
      ends[1] = found.y;
      ends[2] = found.x + found.size / 2;
      ends[3] = found.y;
      body().carry(found.parent, ends);
      writeAnchor(camera, ends, into);
      return true;
    },
    outline: () => outlineOf(body(), camera),
  };
}

function anchorOfLayer(layer: Puppet['layers'][number] | undefined) {
  if (layer === undefined) return undefined;
  const { bounds, parent } = layer;
  return { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2, size: bounds.width, parent };
}

/** From the two ends of a place on the canvas to its middle, angle and size in the window. */
function writeAnchor({ matrix, aspect }: PuppetCamera, ends: Float32Array, into: Anchor): void {
  const x1 = windowX(matrix, ends[0] ?? 0, ends[1] ?? 0);
  const y1 = windowY(matrix, ends[0] ?? 0, ends[1] ?? 0);
  const x2 = windowX(matrix, ends[2] ?? 0, ends[3] ?? 0);
  const y2 = windowY(matrix, ends[2] ?? 0, ends[3] ?? 0);
  into.x = (x1 + x2) / 2;
  into.y = (y1 + y2) / 2;
  // Both in heights of the window, which spans 2.
  const across = ((x2 - x1) / 2) * aspect;
  const up = (y2 - y1) / 2;
  into.angle = (-Math.atan2(up, across) * 180) / Math.PI;
  into.size = Math.hypot(across, up);
}

const windowX = (m: Float32Array, x: number, y: number): number => (m[0] ?? 1) * x + (m[2] ?? 0) * y + (m[4] ?? 0);
const windowY = (m: Float32Array, x: number, y: number): number => (m[1] ?? 0) * x + (m[3] ?? 1) * y + (m[5] ?? 0);

/** Whether a point of the canvas lies on a pixel of the mesh that can be seen. */
function isHit(
  { meshes, positions, uvs, indices }: PuppetBody,
  place: number,
  pages: readonly PuppetPage[],
  x: number,
  y: number,
): boolean {
  const mesh = meshes[place];
  const page = mesh === undefined ? undefined : pages[mesh.layer.page];
  if (mesh === undefined || page === undefined) return false;
  for (let i = mesh.firstIndex; i < mesh.firstIndex + mesh.indexCount; i += 3) {
    const [a, b, c] = [(indices[i] ?? 0) * 2, (indices[i + 1] ?? 0) * 2, (indices[i + 2] ?? 0) * 2];
    const [ax, ay] = [positions[a] ?? 0, positions[a + 1] ?? 0];
    const [bx, by] = [(positions[b] ?? 0) - ax, (positions[b + 1] ?? 0) - ay];
    const [cx, cy] = [(positions[c] ?? 0) - ax, (positions[c + 1] ?? 0) - ay];
    const area = bx * cy - by * cx;
    if (area === 0) continue;
    const s = ((x - ax) * cy - (y - ay) * cx) / area;
    const t = ((y - ay) * bx - (x - ax) * by) / area;
    if (s < 0 || t < 0 || s + t > 1) continue;
    const r = 1 - s - t;
    const u = (uvs[a] ?? 0) * r + (uvs[b] ?? 0) * s + (uvs[c] ?? 0) * t;
    const v = (uvs[a + 1] ?? 0) * r + (uvs[b + 1] ?? 0) * s + (uvs[c + 1] ?? 0) * t;
    if (alphaAt(page, mesh.layer.source, u, v) >= SOLID) return true;
  }
  return false;
}

/** Convex hull (Andrew's monotone chain) of every corner of a triangle that can be seen, thinned out. */
function outlineOf({ meshes, positions, indices, opacities }: PuppetBody, { matrix }: PuppetCamera): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = [];
  const seen = new Set<number>();
  meshes.forEach((mesh, i) => {
    if ((opacities[i] ?? 0) <= FAINT) return;
    for (let k = mesh.firstIndex; k < mesh.firstIndex + mesh.indexCount; k++) seen.add(indices[k] ?? 0);
  });
  for (const corner of seen) {
    const [x, y] = [positions[corner * 2] ?? 0, positions[corner * 2 + 1] ?? 0];
    points.push({ x: windowX(matrix, x, y), y: windowY(matrix, x, y) });
  }
  points.sort((one, two) => one.x - two.x || one.y - two.y);
  const hull = [...halfHull(points), ...halfHull(points.reverse())];
  const step = Math.max(1, hull.length / OUTLINE_POINTS);
  return Array.from({ length: Math.min(hull.length, OUTLINE_POINTS) }, (_, i) => hull[Math.floor(i * step)] ?? { x: 0, y: 0 });
}

function halfHull(points: readonly { x: number; y: number }[]): { x: number; y: number }[] {
  const hull: { x: number; y: number }[] = [];
  for (const point of points) {
    for (
      let [before, last] = [hull.at(-2), hull.at(-1)];
      before !== undefined && last !== undefined;
      [before, last] = [hull.at(-2), hull.at(-1)]
    ) {
      if ((last.x - before.x) * (point.y - before.y) - (last.y - before.y) * (point.x - before.x) > 0) break;
      hull.pop();
    }
    hull.push(point);
  }
  hull.pop();
  return hull;
}
