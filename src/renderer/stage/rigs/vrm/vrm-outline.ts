import { type Camera, Vector3 } from 'three';
import { createSkinPoints, type SkinPoints } from './skin-points.ts';
import type { VrmMesh } from './vrm-meshes.ts';

interface Point {
  x: number;
  y: number;
}

/** Convex hull of the avatar in the window. */
export interface VrmOutline {
  read(camera: Camera): readonly Readonly<Point>[];
}

const MOST_POINTS = 64;

export function createVrmOutline(meshes: readonly VrmMesh[]): VrmOutline {
  let skin: SkinPoints | undefined;
  const projected: Point[] = [];
  const at = new Vector3();

  function project(camera: Camera, { nodes, points, meshes: owners }: SkinPoints): number {
    let count = 0;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      const point = points[i];
      if (node === undefined || point === undefined || owners[i]?.visible === false) continue;
      at.copy(point).applyMatrix4(node.matrixWorld).project(camera);
      const into = projected[count] ?? { x: 0, y: 0 };
      projected[count++] = into;
      into.x = at.x;
      into.y = at.y;
    }
    return count;
  }

  return {
    read(camera) {
      skin ??= createSkinPoints(meshes.map(({ mesh }) => mesh));
      return thinned(convexHull(projected.slice(0, project(camera, skin))));
    },
  };
}

/** Counter-clockwise, without the points on straight edges (Andrew's monotone chain). */
export function convexHull(points: readonly Readonly<Point>[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (from: readonly Readonly<Point>[]): Point[] => {
    const chain: Point[] = [];
    for (const point of from) {
      while (chain.length >= 2 && cross(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push({ x: point.x, y: point.y });
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half([...sorted].reverse())];
}

function cross(a: Point | undefined, b: Point | undefined, c: Readonly<Point>): number {
  if (a === undefined || b === undefined) return 1;
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

function thinned(hull: readonly Point[]): readonly Point[] {
  if (hull.length <= MOST_POINTS) return hull;
  return Array.from({ length: MOST_POINTS }, (_, i) => hull[Math.floor((i * hull.length) / MOST_POINTS)] ?? { x: 0, y: 0 });
}
