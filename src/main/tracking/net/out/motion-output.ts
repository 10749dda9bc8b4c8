import type { Clock } from '#main/platform/host.ts';
import type { MergedMotion } from '../../tracking.types.ts';
import type { MotionOutputView } from '../net.types.ts';

/** One way out. Pacing is done before it: `send` is called at its rate while anything moves, and twice a second otherwise. */
export interface MotionOutput {
  /** Values are the hub's: what is kept is copied. */
  send(motion: MergedMotion): void;
  /** Idempotent. */
  close(): Promise<void>;
}

export type OutputState = Pick<MotionOutputView, 'state' | 'detail'>;

/** Who hears nothing for a second takes it for the end. */
const KEEP_ALIVE_MS = 500;
/** The hub tells nothing for so long: nobody is seen. */
const SILENT_MS = 1000;
/** So small a change is rest: of shapes, degrees, centimetres and rotations alike. */
const MOVED = 1e-4;
/** Faces that do not change for so long are at rest. */
const RESTS_AFTER_MS = 1000;

/**
 * Lets motion through at a rate, and twice a second where nothing moves or nothing comes. The last known motion is kept for that.
 * The hub is silent while nobody is seen: the keep-alive says so with `found: false`.
 */
export function createPacer(options: {
  readonly clock: Clock;
  readonly framesPerSecond: number;
  readonly send: (motion: MergedMotion) => void;
}): {
  take(motion: MergedMotion): void;
  close(): void;
} {
  const { clock, send } = options;
  /** A little early is better than a frame later: ticks come on a grid of their own. */
  const betweenMs = 1000 / options.framesPerSecond - 2;
  let last: MergedMotion | undefined;
  let sentMs = Number.NEGATIVE_INFINITY;
  let takenMs = Number.NEGATIVE_INFINITY;
  let movedMs = Number.NEGATIVE_INFINITY;
  let cancel = clock.after(KEEP_ALIVE_MS, keepAlive);

  function keepAlive(): void {
    cancel = clock.after(KEEP_ALIVE_MS, keepAlive);
    if (last === undefined || clock.now() - sentMs < KEEP_ALIVE_MS) return;
    sentMs = clock.now();
    const isSilent = clock.now() - takenMs >= SILENT_MS;
    send(isSilent ? { ...last, atMs: clock.now(), found: false } : last);
  }

  return {
    take(motion) {
      const now = clock.now();
      takenMs = now;
      if (now - sentMs < betweenMs) return;
      if (last === undefined || hasMoved(last, motion)) movedMs = now;
      if (now - movedMs >= RESTS_AFTER_MS && now - sentMs < KEEP_ALIVE_MS) return;
      last = copyOf(motion, last);
      sentMs = now;
      send(motion);
    },
    close: () => cancel(),
  };
}

function hasMoved(before: MergedMotion, now: MergedMotion): boolean {
  return (
    before.found !== now.found ||
    differ(before.face, now.face) ||
    differ(before.hands, now.hands) ||
    differ(before.pose, now.pose)
  );
}
function differ(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    if (Number.isNaN(x) !== Number.isNaN(y) || Math.abs(x - y) > MOVED) return true;
  }
  return false;
}
function copyOf({ atMs, found, face, hands, pose }: MergedMotion, into: MergedMotion | undefined): MergedMotion {
  if (into === undefined) return { atMs, found, face: face.slice(), hands: hands.slice(), pose: pose.slice() };
  into.face.set(face);
  into.hands.set(hands);
  into.pose.set(pose);
  return { ...into, atMs, found };
}
