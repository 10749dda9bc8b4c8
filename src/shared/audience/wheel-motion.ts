import type { WheelView } from './games.ts';

export type TurningWheel = Pick<WheelView, 'phase' | 'spinningSince' | 'slowingSince' | 'endsAt' | 'names' | 'winnerIndex'>;

/** Degrees per second while it spins. */
const SPEED = 720;

/**
 * How far the wheel has turned at `nowMs`, in degrees, clockwise. Constant while it spins; while it slows down its speed falls evenly to zero exactly where
 * the pointer at the top stands in the middle of the winner's sector.
 */
export function wheelAngle(view: TurningWheel, nowMs: number): number {
  const { phase, spinningSince, slowingSince, endsAt, names, winnerIndex } = view;
  if (spinningSince === null) return 0;
  if (phase === 'spinning') return (SPEED * Math.max(0, nowMs - spinningSince)) / 1000;
  const target = restAngle(names.length, winnerIndex ?? 0);
  if (slowingSince === null || (phase === 'done' && endsAt === null)) return target;
  const start = (SPEED * (slowingSince - spinningSince)) / 1000;
  const length = Math.max(1, ((endsAt ?? slowingSince) - slowingSince) / 1000);
  const progress = Math.min(1, Math.max(0, (nowMs - slowingSince) / 1000 / length));
  // Evenly slowed from SPEED: the way is half of speed times time, brought to the next whole turn that ends at the target.
  const way = (SPEED * length) / 2;
  const turns = Math.round((start + way - target) / 360);
  const end = target + 360 * turns;
  return start + (end - start) * (1 - (1 - progress) ** 2);
}

/** Turned so far, the middle of sector `index` is at the top. */
export function restAngle(count: number, index: number): number {
  return count === 0 ? 0 : 360 - ((index + 0.5) * 360) / count;
}
