import type { PhysicsState } from '#shared/avatar/scene.ts';
import type { FrameTime } from './motion-player.ts';
import type { Puppet, SpringDefinition } from './puppet-format.ts';

/** What swings on a puppet: hair, skirts, ears. */
export interface Springs {
  /** Adds what hangs and lags to the outputs in `values`. */
  update(time: FrameTime, values: Float32Array): void;
  setPhysics(physics: PhysicsState): void;
  /** Everything hangs still from where it is at the next update. */
  reset(): void;
}

/** One spring's numbers in the arrays of `Numbers`. */
interface Spring {
  readonly definition: SpringDefinition;
  readonly output: number;
  readonly follow: Weighted;
  readonly hang: Weighted;
}
interface Weighted {
  readonly places: Int32Array;
  readonly weights: Float32Array;
  /** What the sum is when nothing moves. */
  readonly rest: Float64Array;
}

/** Per spring, in arrays of numbers: those in objects and those handed from function to function are boxed on their way. */
interface Numbers {
  /** Turns of the angle a second, and the share of critical damping. */
  readonly omega: Float64Array;
  readonly damping: Float64Array;
  readonly limit: Float64Array;
  /** Where the weight is, and how fast, in units of the output. */
  readonly at: Float64Array;
  readonly speed: Float64Array;
  readonly strength: Float64Array;
  readonly wind: Float64Array;
  /** Of the step: see the places below. */
  readonly now: Float64Array;
}
/** Seconds of the step and since the start; the gust; what the spring is carried by, what pulls at it, and where it would rest. */
const STEP = 0;
const TIME = 1;
const GUST = 2;
const CARRIED = 3;
const PULL = 4;
const GOAL = 5;

/** Longer steps are pauses, not motion, seconds. */
const LONGEST_STEP = 0.25;
/** Gusts: sums of sines without a common period, in turns a second. */
const GUSTS = Float64Array.of(0.31, 0.73, 1.27);

export function createSprings(puppet: Puppet): Springs {
  const places = new Map(puppet.parameters.map(({ id }, index) => [id, index]));
  const rest = Float32Array.from(puppet.parameters, (parameter) => parameter.default);
  const springs = puppet.springs.map((definition): Spring => {
    const output = places.get(definition.output) ?? 0;
    return {
      definition,
      output,
      follow: weightedOf(definition.follow, places, rest),
      hang: weightedOf(definition.hang, places, rest),
    };
  });
  const zeros = (): Float64Array => new Float64Array(springs.length);
  const numbers: Numbers = {
    omega: Float64Array.from(springs, ({ definition }) => definition.frequency * 2 * Math.PI),
    damping: Float64Array.from(springs, ({ definition }) => definition.damping),
    limit: Float64Array.from(springs, ({ output }) => {
      const { min, max } = puppet.parameters[output] ?? { min: -1, max: 1 };
      return Math.max(Math.abs(min), Math.abs(max)) * 4;
    }),
    at: zeros(),
    speed: zeros(),
    strength: zeros().fill(1),
    wind: zeros(),
    now: new Float64Array(6),
  };
  const { now, at, speed, limit, strength, wind } = numbers;
  let fresh = true;

  /** `index` of a spring whose forces stand in `now`. */
  function swing(index: number, output: number, values: Float32Array): void {
    const carried = now[CARRIED] ?? 0;
    now[GOAL] = carried + (now[PULL] ?? 0) + (wind[index] ?? 0) * (now[GUST] ?? 0);
    if (fresh) {
      at[index] = now[GOAL] ?? 0;
      speed[index] = 0;
    } else advance(numbers, index);
    // A weight that was carried farther than any output can show would come back too late.
    const reach = limit[index] ?? 0;
    at[index] = Math.max(carried - reach, Math.min(carried + reach, at[index] ?? 0));
    values[output] = (values[output] ?? 0) + ((at[index] ?? 0) - carried) * (strength[index] ?? 1);
  }

  return {
    update({ dt }, values) {
      now[STEP] = dt > 0 ? Math.min(LONGEST_STEP, dt) : 0;
      now[TIME] = (now[TIME] ?? 0) + (now[STEP] ?? 0);
      for (let i = 0; i < springs.length; i++) {
        const spring = springs[i];
        if (spring === undefined) continue;
        blow(now, i);
        sum(spring.follow, values, now, CARRIED);
        sum(spring.hang, values, now, PULL);
        swing(i, spring.output, values);
      }
      fresh = false;
    },
    setPhysics(physics) {
      const byId = new Map(physics.groups.map((group) => [group.id, group]));
      springs.forEach(({ definition }, i) => {
        const group = byId.get(definition.group);
        strength[i] = (physics.strength / 50) * (group?.strength ?? 1);
        wind[i] = (physics.wind / 100) * (group?.wind ?? 1) * definition.wind;
      });
    },
    reset() {
      fresh = true;
    },
  };
}

function weightedOf(inputs: SpringDefinition['follow'], places: ReadonlyMap<string, number>, rest: Float32Array): Weighted {
  const weighted = {
    places: Int32Array.from(inputs, ({ parameter }) => places.get(parameter) ?? 0),
    weights: Float32Array.from(inputs, ({ weight }) => weight),
    rest: new Float64Array(1),
  };
  const atRest = new Float64Array(1);
  sum(weighted, rest, atRest, 0);
  weighted.rest.set(atRest);
  return weighted;
}

/** Added up in place: a sum that goes round a loop is boxed at every turn. */
function sum({ places, weights, rest }: Weighted, values: Float32Array, into: Float64Array, at: number): void {
  into[at] = -(rest[0] ?? 0);
  for (let i = 0; i < places.length; i++) into[at] = (into[at] ?? 0) + (values[places[i] ?? 0] ?? 0) * (weights[i] ?? 0);
  if (!Number.isFinite(into[at])) into[at] = 0;
}

/** The spring's own equation solved over the step (x″ = ω²(goal − x) − 2ζωx′): exact for a goal that rests, so it cannot blow up at any step. */
function advance({ omega: omegas, damping: dampings, at, speed, now }: Numbers, index: number): void {
  const dt = now[STEP] ?? 0;
  const goal = now[GOAL] ?? 0;
  const damping = dampings[index] ?? 1;
  const omega = omegas[index] ?? 1;
  const x = (at[index] ?? 0) - goal;
  const v = speed[index] ?? 0;
  if (Math.abs(damping - 1) < 1e-3) {
    const fall = Math.exp(-omega * dt);
    const slope = v + omega * x;
    at[index] = goal + (x + slope * dt) * fall;
    speed[index] = (slope - omega * (x + slope * dt)) * fall;
  } else if (damping < 1) {
    const decay = damping * omega;
    const turn = omega * Math.sqrt(1 - damping * damping);
    const fall = Math.exp(-decay * dt);
    const cos = Math.cos(turn * dt);
    const sin = Math.sin(turn * dt);
    const side = (v + decay * x) / turn;
    at[index] = goal + (x * cos + side * sin) * fall;
    speed[index] = ((side * turn - decay * x) * cos - (x * turn + decay * side) * sin) * fall;
  } else {
    const root = omega * Math.sqrt(damping * damping - 1);
    const slow = -damping * omega + root;
    const fast = -damping * omega - root;
    const ofSlow = (v - fast * x) / (slow - fast);
    const ofFast = x - ofSlow;
    const slowFall = Math.exp(slow * dt);
    const fastFall = Math.exp(fast * dt);
    at[index] = goal + ofSlow * slowFall + ofFast * fastFall;
    speed[index] = slow * ofSlow * slowFall + fast * ofFast * fastFall;
  }
}

/** About 0.2…1: a wind that blows one way, unevenly, a little later for each spring. */
function blow(now: Float64Array, index: number): void {
  now[GUST] = 0.6;
  for (let i = 0; i < GUSTS.length; i++)
    now[GUST] = (now[GUST] ?? 0) + 0.13 * Math.sin(((now[TIME] ?? 0) * (GUSTS[i] ?? 1) - index * 0.07) * 2 * Math.PI + i);
}
