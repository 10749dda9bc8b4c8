import type { Physics3, PhysicsSetting } from '#shared/avatar/cubism/physics3.ts';
import type { PhysicsState } from '#shared/avatar/scene.ts';
import type { Moment } from '../../layers/moment.ts';

/** The parameters of a model as physics sees them: views of the Core's memory. */
export interface PhysicsParameters {
  readonly ids: readonly string[];
  readonly values: Float32Array;
  readonly minimumValues: Float32Array;
  readonly maximumValues: Float32Array;
}

/** Pendulums of a model. Reads and writes `values` in place; allocates nothing per frame. */
export interface Live2dPhysics {
  setPhysics(state: PhysicsState): void;
  /** After everything else has written its parameters. */
  update(moment: Moment): void;
  /** Hangs every pendulum where the parameters of the next `update` put it. */
  reset(): void;
}

/** Constants of Cubism's own physics, by which authors tune their models. */
const AIR_RESISTANCE = 5;
const REST_THRESHOLD = 0.001;
/** After a longer gap the pendulums stand still instead of catching up. */
const LONGEST_GAP_SECONDS = 5;
/** Sideways force of full wind; gravity is 1. */
const FULL_WIND = 0.6;

interface Input {
  readonly parameter: number;
  readonly weight: number;
  readonly type: 'X' | 'Y' | 'Angle';
  readonly sign: number;
}
interface Output {
  readonly parameter: number;
  readonly vertex: number;
  readonly scale: number;
  readonly weight: number;
  readonly type: 'X' | 'Y' | 'Angle';
  readonly sign: number;
  now: number;
  before: number;
  /** On its way into the parameter. */
  shown: number;
}
interface Particle {
  readonly mobility: number;
  readonly delay: number;
  readonly acceleration: number;
  readonly radius: number;
  x: number;
  y: number;
  vx: number;
  vy: number;
  /** Radians of the gravity that it swung under last. */
  gravity: number;
}
interface Pendulum {
  readonly id: string;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  readonly particles: readonly Particle[];
  readonly position: Range;
  readonly angle: Range;
  strength: number;
  wind: number;
}
interface Range {
  readonly min: number;
  readonly middle: number;
  readonly max: number;
}

/** What a pendulum's step is told. In objects, for numbers handed from function to function are boxed on their way. */
interface Root {
  x: number;
  y: number;
  /** Radians. */
  angle: number;
}
interface Swing {
  /** Seconds. */
  dt: number;
  wind: number;
}

export function createLive2dPhysics(physics: Physics3, parameters: PhysicsParameters): Live2dPhysics {
  const { values } = parameters;
  const index = new Map(parameters.ids.map((id, at) => [id, at]));
  const pendulums = physics.PhysicsSettings.map((setting) => pendulumFrom(setting, index));
  const step = physics.Meta.Fps !== undefined && physics.Meta.Fps > 0 ? 1 / physics.Meta.Fps : 0;
  /** What the pendulums felt last, and what chained ones feel now. */
  const felt = new Float32Array(values.length);
  const chain = new Float32Array(values.length);
  let rest = true;
  /** Seconds: not yet swung, since the start, and of a step; and how far the picture is into the next step. In an object: numbers in a closure are boxed anew with each change. */
  const clock = { left: 0, time: 0, stride: 0, share: 1 };

  /** Root of a pendulum in its own space, from the parameters that push it. */
  const root: Root = { x: 0, y: 0, angle: 0 };
  const swinging: Swing = { dt: 0, wind: 0 };
  /** Adds one input, as a place in the pendulum's range; the middles of both ranges meet. */
  function pull({ angle, position }: Pendulum, { parameter: at, type, sign, weight }: Input, from: Float32Array): void {
    const range = type === 'Angle' ? angle : position;
    const one = parameters.minimumValues[at] ?? 0;
    const other = parameters.maximumValues[at] ?? 0;
    const low = Math.min(one, other);
    const high = Math.max(one, other);
    const middle = low + (high - low) / 2;
    const away = Math.max(low, Math.min(high, from[at] ?? 0)) - middle;
    const reach = away > 0 ? (range.max - range.middle) / (high - middle) : (range.min - range.middle) / (low - middle);
    // A parameter that cannot move pulls nowhere.
    const place = away === 0 ? range.middle : high === low ? 0 : away * reach + range.middle;
    if (type === 'X') root.x += place * sign * weight;
    else if (type === 'Y') root.y += place * sign * weight;
    else root.angle += place * sign * weight;
  }

  function push(pendulum: Pendulum, from: Float32Array): void {
    root.x = root.y = root.angle = 0;
    for (let i = 0; i < pendulum.inputs.length; i++) {
      const input = pendulum.inputs[i];
      if (input !== undefined && input.parameter >= 0) pull(pendulum, input, from);
    }
    const radians = (-root.angle * Math.PI) / 180;
    // As Cubism does it: y is turned with the x that has been turned already.
    root.x = root.x * Math.cos(radians) - root.y * Math.sin(radians);
    root.y = root.x * Math.sin(radians) + root.y * Math.cos(radians);
    root.angle = -radians;
  }

  function swingAll(): void {
    for (let p = 0; p < pendulums.length; p++) {
      const pendulum = pendulums[p];
      if (pendulum === undefined) continue;
      push(pendulum, chain);
      swinging.dt = clock.stride;
      swinging.wind = pendulum.wind === 0 ? 0 : pendulum.wind * FULL_WIND * gust(clock.time, p);
      swing(pendulum, root, swinging);
      for (let i = 0; i < pendulum.outputs.length; i++) {
        const output = pendulum.outputs[i];
        if (output === undefined || output.vertex < 1) continue;
        measure(pendulum.particles, output);
        output.shown = output.now * pendulum.strength;
        write(chain, output);
      }
    }
  }

  function hang(): void {
    chain.set(values);
    felt.set(values);
    for (let p = 0; p < pendulums.length; p++) {
      const pendulum = pendulums[p];
      if (pendulum === undefined) continue;
      push(pendulum, chain);
      settle(pendulum, root);
      for (let i = 0; i < pendulum.outputs.length; i++) {
        const output = pendulum.outputs[i];
        if (output === undefined || output.vertex < 1) continue;
        measure(pendulum.particles, output);
        output.before = output.now;
        output.shown = output.now * pendulum.strength;
        write(chain, output);
      }
    }
    clock.left = 0;
    rest = false;
  }

  /** What the output shows goes into its parameter. */
  function write(into: Float32Array, output: Output): void {
    const at = output.parameter;
    if (at < 0) return;
    const low = parameters.minimumValues[at] ?? 0;
    const high = parameters.maximumValues[at] ?? 0;
    const value = Math.max(low, Math.min(high, output.shown * output.scale));
    into[at] = output.weight >= 1 ? value : (into[at] ?? 0) * (1 - output.weight) + value * output.weight;
  }

  function publish(): void {
    const { share } = clock;
    for (let p = 0; p < pendulums.length; p++) {
      const pendulum = pendulums[p];
      if (pendulum === undefined) continue;
      for (let i = 0; i < pendulum.outputs.length; i++) {
        const output = pendulum.outputs[i];
        if (output === undefined || output.vertex < 1) continue;
        output.shown = (output.before * (1 - share) + output.now * share) * pendulum.strength;
        write(values, output);
      }
    }
  }

  return {
    setPhysics(state) {
      for (const pendulum of pendulums) {
        const group = state.groups.find(({ id }) => id === pendulum.id);
        pendulum.strength = (state.strength / 50) * (group?.strength ?? 1);
        pendulum.wind = (state.wind / 100) * (group?.wind ?? 1);
      }
    },
    reset() {
      rest = true;
    },
    update({ dt }) {
      if (rest) hang();
      clock.share = 1;
      if (dt <= 0) return publish();
      clock.time += dt;
      clock.left += dt;
      if (clock.left > LONGEST_GAP_SECONDS) clock.left = 0;
      const stride = step > 0 ? step : dt;
      while (clock.left >= stride) {
        for (let p = 0; p < pendulums.length; p++) {
          const outputs = pendulums[p]?.outputs;
          for (let i = 0; outputs !== undefined && i < outputs.length; i++) {
            const output = outputs[i];
            if (output !== undefined) output.before = output.now;
          }
        }
        const share = stride / clock.left;
        for (let i = 0; i < values.length; i++) {
          const value = (felt[i] ?? 0) * (1 - share) + (values[i] ?? 0) * share;
          chain[i] = value;
          felt[i] = value;
        }
        clock.stride = stride;
        swingAll();
        clock.left -= stride;
      }
      clock.share = clock.left / stride;
      publish();
    },
  };
}

function pendulumFrom(setting: PhysicsSetting, index: ReadonlyMap<string, number>): Pendulum {
  const { Position, Angle } = setting.Normalization;
  let y = 0;
  return {
    id: setting.Id,
    inputs: setting.Input.map(({ Source, Weight, Type, Reflect: reflected }) => ({
      parameter: index.get(Source.Id) ?? -1,
      weight: Weight / 100,
      type: Type,
      sign: reflected ? 1 : -1,
    })),
    outputs: setting.Output.map(({ Destination, VertexIndex, Scale, Weight, Type, Reflect: reflected }) => ({
      parameter: index.get(Destination.Id) ?? -1,
      vertex: VertexIndex < setting.Vertices.length ? VertexIndex : 0,
      scale: Scale,
      weight: Weight / 100,
      type: Type,
      sign: reflected ? -1 : 1,
      now: 0,
      before: 0,
      shown: 0,
    })),
    particles: setting.Vertices.map(({ Mobility, Delay, Acceleration, Radius }, at) => {
      y += at === 0 ? 0 : Radius;
      return { mobility: Mobility, delay: Delay, acceleration: Acceleration, radius: Radius, x: 0, y, vx: 0, vy: 0, gravity: 0 };
    }),
    position: {
      min: Math.min(Position.Minimum, Position.Maximum),
      middle: Position.Default,
      max: Math.max(Position.Minimum, Position.Maximum),
    },
    angle: { min: Math.min(Angle.Minimum, Angle.Maximum), middle: Angle.Default, max: Math.max(Angle.Minimum, Angle.Maximum) },
    strength: 1,
    wind: 0,
  };
}

/** One step under gravity that leans by the root's angle. */
function swing({ particles, position }: Pendulum, { x: rootX, y: rootY, angle }: Root, { dt, wind }: Swing): void {
  const threshold = REST_THRESHOLD * position.max;
  const gravityX = Math.sin(angle);
  const gravityY = Math.cos(angle);
  let parent = particles[0];
  if (parent === undefined) return;
  parent.x = rootX;
  parent.y = rootY;
  for (let i = 1; i < particles.length; i++) {
    const particle = particles[i];
    if (particle === undefined) continue;
    const { delay, acceleration, mobility, radius } = particle;
    const lastX = particle.x;
    const lastY = particle.y;
    const pace = delay * dt * 30;
    const turn = turned(particle.gravity, angle) / AIR_RESISTANCE;
    let directionX = particle.x - parent.x;
    let directionY = particle.y - parent.y;
    // As Cubism does it: y is turned with the x that has been turned already.
    directionX = Math.cos(turn) * directionX - directionY * Math.sin(turn);
    directionY = Math.sin(turn) * directionX + directionY * Math.cos(turn);
    directionX += particle.vx * pace + (gravityX * acceleration + wind) * pace * pace;
    directionY += particle.vy * pace + gravityY * acceleration * pace * pace;
    // Not `hypot`: it is a call, to which numbers go in boxes.
    const length = Math.sqrt(directionX * directionX + directionY * directionY);
    const scale = length > 0 ? radius / length : 0;
    particle.x = parent.x + directionX * scale;
    particle.y = parent.y + directionY * scale;
    if (Math.abs(particle.x) < threshold) particle.x = 0;
    if (pace !== 0) {
      particle.vx = ((particle.x - lastX) / pace) * mobility;
      particle.vy = ((particle.y - lastY) / pace) * mobility;
    }
    particle.gravity = angle;
    parent = particle;
  }
}

/** Where the pendulum comes to rest. */
function settle({ particles }: Pendulum, { x: rootX, y: rootY, angle }: Root): void {
  let parent = particles[0];
  if (parent === undefined) return;
  parent.x = rootX;
  parent.y = rootY;
  for (let i = 1; i < particles.length; i++) {
    const particle = particles[i];
    if (particle === undefined) continue;
    particle.x = parent.x + Math.sin(angle) * particle.radius;
    particle.y = parent.y + Math.cos(angle) * particle.radius;
    particle.vx = 0;
    particle.vy = 0;
    particle.gravity = angle;
    parent = particle;
  }
}

/** Writes where the output is now: radians against the limb above it, or shift against it. */
function measure(particles: readonly Particle[], output: Output): void {
  const { vertex, type, sign } = output;
  const end = particles[vertex];
  const start = particles[vertex - 1];
  output.now = 0;
  if (end === undefined || start === undefined) return;
  const x = end.x - start.x;
  const y = end.y - start.y;
  if (type === 'X') output.now = x * sign;
  else if (type === 'Y') output.now = y * sign;
  else {
    const above = particles[vertex - 2];
    const fromX = above === undefined ? 0 : start.x - above.x;
    const fromY = above === undefined ? 1 : start.y - above.y;
    output.now = wrapped(Math.atan2(y, x) - Math.atan2(fromY, fromX)) * sign;
  }
}

/** Radians from the direction (sin a, cos a) to (sin b, cos b), counted in the y-down plane of the pendulums. */
function turned(a: number, b: number): number {
  return wrapped(a - b);
}

/** Into −π…π; without a loop, for a number that goes round one is boxed. */
function wrapped(radians: number): number {
  return radians - 2 * Math.PI * Math.ceil((radians - Math.PI) / (2 * Math.PI));
}

/** 0.2…1: a breeze that swells and drops and reaches each group at another moment. */
function gust(seconds: number, group: number): number {
  const phase = group * 0.9;
  return 0.6 + 0.25 * Math.sin(seconds * 1.3 + phase) + 0.15 * Math.sin(seconds * 3.7 + phase * 2.1);
}
