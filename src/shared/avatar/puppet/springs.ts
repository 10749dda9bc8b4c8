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

/** What a spring's step is told. In an object, for numbers handed from function to function are boxed on their way. */
interface Moment {
  /** Seconds. */
  step: number;
  time: number;
  gust: number;
  /** What the spring is carried by, what pulls at it, and where it would rest. */
  readonly sums: Float64Array;
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
  const now: Moment = { step: 0, time: 0, gust: 0, sums: new Float64Array(3) };
  let fresh = true;

  return {
    update(dt, values) {
      const step = dt > 0 ? Math.min(LONGEST_STEP, dt) : 0;
      now.step = step;
      now.time += step;
      for (let i = 0; i < springs.length; i++) {
        const spring = springs[i];
        if (spring === undefined) continue;
        blow(now, i);
        sum(spring.follow, values, now.sums, 0);
        sum(spring.hang, values, now.sums, 1);
        swing(spring, now, fresh, values);
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
  const weighted = { places: indices, weights, rest: 0 };
  const atRest = new Float64Array(1);
  sum(weighted, rest, atRest, 0);
  return { ...weighted, rest: atRest[0] ?? 0 };
}

function sum({ places, weights, rest }: Weighted, values: Float32Array, into: Float64Array, at: number): void {
  let total = -rest;
  for (let i = 0; i < places.length; i++) total += (values[places[i] ?? 0] ?? 0) * (weights[i] ?? 0);
  into[at] = Number.isFinite(total) ? total : 0;
}

function swing(spring: Spring, moment: Moment, fresh: boolean, values: Float32Array): void {
  const { output, limit, strength } = spring;
  const { gust, sums } = moment;
  const carried = sums[0] ?? 0;
  const goal = carried + (sums[1] ?? 0) + spring.wind * gust;
  if (fresh) {
    spring.at = goal;
    spring.speed = 0;
  } else {
    sums[2] = goal;
    advance(spring, moment);
  }
  // A weight that was carried farther than any output can show would come back too late.
  spring.at = Math.max(carried - limit, Math.min(carried + limit, spring.at));
  values[output] = (values[output] ?? 0) + (spring.at - carried) * strength;
}

/** The spring's own equation solved over the step (x″ = ω²(goal − x) − 2ζωx′): exact for a goal that rests, so it cannot blow up at any step. */
function advance(spring: Spring, { step: dt, sums }: Moment): void {
  const goal = sums[2] ?? 0;
  const { damping } = spring.definition;
  const omega = spring.definition.frequency * 2 * Math.PI;
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
function blow(moment: Moment, index: number): void {
  let total = 0;
  for (let i = 0; i < GUSTS.length; i++) total += Math.sin((moment.time * (GUSTS[i] ?? 1) - index * 0.07) * 2 * Math.PI + i);
  moment.gust = 0.6 + total * 0.13;
}
