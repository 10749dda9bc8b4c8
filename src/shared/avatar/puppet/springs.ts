import type { PhysicsState } from '#shared/avatar/scene.ts';
import type { Puppet, SpringDefinition } from './puppet-format.ts';

/** What swings on a puppet: hair, skirts, ears. */
export interface Springs {
  /** Adds what hangs and lags to the outputs in `values`. `dt` in seconds, any length. */
  update(dt: number, values: Float32Array): void;
  setPhysics(physics: PhysicsState): void;
  /** Everything hangs still from where it is at the next update. */
  reset(): void;
}

interface Spring {
  readonly definition: SpringDefinition;
  readonly output: number;
  readonly follow: Weighted;
  readonly hang: Weighted;
  readonly limit: number;
  /** Where the weight is, and how fast, in units of the output. */
  at: number;
  speed: number;
  strength: number;
  wind: number;
}
interface Weighted {
  readonly places: Int32Array;
  readonly weights: Float32Array;
  /** What the sum is when nothing moves. */
  readonly rest: number;
}

/** Longer steps are pauses, not motion, seconds. */
const LONGEST_STEP = 0.25;
/** Gusts: sums of sines without a common period, in turns a second. */
const GUSTS = [0.31, 0.73, 1.27] as const;

export function createSprings(puppet: Puppet): Springs {
  const places = new Map(puppet.parameters.map(({ id }, index) => [id, index]));
  const rest = Float32Array.from(puppet.parameters, (parameter) => parameter.default);
  const springs = puppet.springs.map((definition): Spring => {
    const output = places.get(definition.output) ?? 0;
    const { min, max } = puppet.parameters[output] ?? { min: -1, max: 1 };
    return {
      definition,
      output,
      follow: weightedOf(definition.follow, places, rest),
      hang: weightedOf(definition.hang, places, rest),
      limit: Math.max(Math.abs(min), Math.abs(max)) * 4,
      at: 0,
      speed: 0,
      strength: 1,
      wind: 0,
    };
  });
  /** Seconds. In an array: numbers in a closure are boxed anew with each change. */
  const clock = new Float64Array(1);
  let fresh = true;

  return {
    update(dt, values) {
      const step = dt > 0 ? Math.min(LONGEST_STEP, dt) : 0;
      const time = (clock[0] ?? 0) + step;
      clock[0] = time;
      for (let i = 0; i < springs.length; i++) {
        const spring = springs[i];
        if (spring !== undefined) swing(spring, step, gust(time, i), fresh, values);
      }
      fresh = false;
    },
    setPhysics({ strength, wind, groups }) {
      const byId = new Map(groups.map((group) => [group.id, group]));
      for (const spring of springs) {
        const group = byId.get(spring.definition.group);
        spring.strength = (strength / 50) * (group?.strength ?? 1);
        spring.wind = (wind / 100) * (group?.wind ?? 1) * spring.definition.wind;
      }
    },
    reset() {
      fresh = true;
    },
  };
}

function weightedOf(inputs: SpringDefinition['follow'], places: ReadonlyMap<string, number>, rest: Float32Array): Weighted {
  const indices = Int32Array.from(inputs, ({ parameter }) => places.get(parameter) ?? 0);
  const weights = Float32Array.from(inputs, ({ weight }) => weight);
  return { places: indices, weights, rest: sumOf({ places: indices, weights, rest: 0 }, rest) };
}

function sumOf({ places, weights, rest }: Weighted, values: Float32Array): number {
  let sum = -rest;
  for (let i = 0; i < places.length; i++) sum += (values[places[i] ?? 0] ?? 0) * (weights[i] ?? 0);
  return Number.isFinite(sum) ? sum : 0;
}

function swing(spring: Spring, dt: number, gusts: number, fresh: boolean, values: Float32Array): void {
  const { definition, output, limit, strength } = spring;
  const carried = sumOf(spring.follow, values);
  const goal = carried + sumOf(spring.hang, values) + spring.wind * gusts;
  if (fresh) {
    spring.at = goal;
    spring.speed = 0;
  } else advance(spring, goal, dt, definition.frequency * 2 * Math.PI, definition.damping);
  // A weight that was carried farther than any output can show would come back too late.
  spring.at = Math.max(carried - limit, Math.min(carried + limit, spring.at));
  values[output] = (values[output] ?? 0) + (spring.at - carried) * strength;
}

/** The spring's own equation solved over the step (x″ = ω²(goal − x) − 2ζωx′): exact for a goal that rests, so it cannot blow up at any step. */
function advance(spring: { at: number; speed: number }, goal: number, dt: number, omega: number, damping: number): void {
  const x = spring.at - goal;
  const v = spring.speed;
  if (Math.abs(damping - 1) < 1e-3) {
    const fall = Math.exp(-omega * dt);
    const slope = v + omega * x;
    spring.at = goal + (x + slope * dt) * fall;
    spring.speed = (slope - omega * (x + slope * dt)) * fall;
  } else if (damping < 1) {
    const decay = damping * omega;
    const turn = omega * Math.sqrt(1 - damping * damping);
    const fall = Math.exp(-decay * dt);
    const cos = Math.cos(turn * dt);
    const sin = Math.sin(turn * dt);
    const side = (v + decay * x) / turn;
    spring.at = goal + (x * cos + side * sin) * fall;
    spring.speed = ((side * turn - decay * x) * cos - (x * turn + decay * side) * sin) * fall;
  } else {
    const root = omega * Math.sqrt(damping * damping - 1);
    const slow = -damping * omega + root;
    const fast = -damping * omega - root;
    const ofSlow = (v - fast * x) / (slow - fast);
    const ofFast = x - ofSlow;
    const slowFall = Math.exp(slow * dt);
    const fastFall = Math.exp(fast * dt);
    spring.at = goal + ofSlow * slowFall + ofFast * fastFall;
    spring.speed = slow * ofSlow * slowFall + fast * ofFast * fastFall;
  }
}

/** About 0.2…1: a wind that blows one way, unevenly, a little later for each spring. */
function gust(time: number, index: number): number {
  let sum = 0;
  for (let i = 0; i < GUSTS.length; i++) sum += Math.sin((time * (GUSTS[i] ?? 1) - index * 0.07) * 2 * Math.PI + i);
  return 0.6 + sum * 0.13;
}
