/**
 * A thrown thing in window coordinates (edges ±1, y upwards): it flies to a mark, bounces off, falls out of the picture. Times in seconds. Pure, so that
 * every stage and every test sees the same.
 */
export interface Flight {
  x: number;
  y: number;
  speedX: number;
  speedY: number;
  /** Degrees, and degrees a second. */
  angle: number;
  spin: number;
  /** It has met its mark. */
  hit: boolean;
}

export interface Throwing {
  readonly fromX: number;
  readonly fromY: number;
  /** Where the mark is at the start; undefined: it only falls. */
  readonly mark: { readonly x: number; readonly y: number } | undefined;
  /** Times the normal speed. */
  readonly speed: number;
  readonly spin: number;
}

/** Window heights (2 units) a second squared: a little less than a real fall looks on a bust. */
export const GRAVITY = 4.2;
const FLIGHT_SECONDS = 0.55;
const BOUNCE = 0.45;

export function beginFlight({ fromX, fromY, mark, speed, spin }: Throwing): Flight {
  const base = { x: fromX, y: fromY, angle: 0, spin, hit: mark === undefined };
  if (mark === undefined) return { ...base, speedX: 0, speedY: -0.4 * speed };
  const seconds = FLIGHT_SECONDS / speed;
  return {
    ...base,
    speedX: (mark.x - fromX) / seconds,
    speedY: (mark.y - fromY) / seconds + (GRAVITY * seconds) / 2,
  };
}

/** One step. `mark` is where it is now and how large. True in the very step in which it hits. */
export function stepFlight(flight: Flight, dt: number, mark: { x: number; y: number; radius: number } | undefined): boolean {
  const fromX = flight.x;
  const fromY = flight.y;
  flight.speedY -= GRAVITY * dt;
  flight.x += flight.speedX * dt;
  flight.y += flight.speedY * dt;
  flight.angle += flight.spin * dt;
  if (flight.hit || mark === undefined) return false;
  if (distanceToPath(fromX, fromY, flight.x, flight.y, mark.x, mark.y) > mark.radius) return false;
  flight.hit = true;
  flight.speedX *= -BOUNCE;
  flight.speedY = Math.abs(flight.speedY) * BOUNCE + 0.9;
  flight.spin *= -1.6;
  return true;
}

/** It is out of the picture for good. */
export function isGone(flight: Flight): boolean {
  return flight.y < -1.6 || Math.abs(flight.x) > 3.5;
}

function distanceToPath(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(ax + share * dx - x, ay + share * dy - y);
}
