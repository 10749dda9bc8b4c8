// Without the schema library, for pages that must draw soon.
import type { PhysicsState, Placement } from '#shared/avatar/scene.ts';

export const HOME_PLACEMENT: Placement = { x: 0, y: 0, rotation: 0, size: 0 };
/** As the model's author made it. */
export const AUTHOR_PHYSICS: PhysicsState = { strength: 50, wind: 0, groups: [] };

/** Times the natural size. VTube Studio publishes no curve; 50 steps double or halve. */
export function placementScale(size: number): number {
  return 2 ** (size / 50);
}
