/** A critically damped spring: it goes where it is sent without a jump and without swinging. */
export interface Spring {
  value: number;
  /** Units a second. */
  velocity: number;
}

/** Way that is left after `seconds`: a twentieth; the root of (1 + x)e^−x = 0.05. */
const SETTLED = 4.744;

/** Moves on by `dt` seconds, exactly, whatever the step. `seconds`: until it is all but there. */
export function stepSpring(spring: Spring, target: number, seconds: number, dt: number): void {
  const omega = SETTLED / Math.max(seconds, 1e-3);
  const offset = spring.value - target;
  const drift = spring.velocity + omega * offset;
  const decay = Math.exp(-omega * dt);
  spring.value = target + (offset + drift * dt) * decay;
  spring.velocity = (spring.velocity - omega * drift * dt) * decay;
}
