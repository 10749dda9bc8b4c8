import type { ModelDescription, ModelExpression } from '#shared/avatar/model.ts';
import type { ActiveExpression } from '#shared/avatar/scene.ts';
import type { Moment } from '../layers/moment.ts';

/**
 * Expressions over everything else: those that overwrite in the order in which they were switched on (the last wins), then all factors, then all sums, as
 * VTube Studio does. Each fades by itself.
 */
export interface ExpressionMixer {
  setModel(description: ModelDescription): void;
  /** What shall be on now; whatever else is on fades out. */
  setActive(active: readonly ActiveExpression[]): void;
  apply(moment: Moment, values: Float32Array): void;
}

interface Shown {
  readonly name: string;
  weight: number;
  target: number;
  /** Weight a second. */
  speed: number;
  /** Seconds of the way out. */
  fadeOut: number;
  readonly overwrites: Entries;
  readonly factors: Entries;
  readonly sums: Entries;
}
interface Entries {
  readonly places: Int16Array;
  readonly values: Float32Array;
}

/** A fade of no time takes one frame. */
const AT_ONCE = 1e6;

export function createExpressionMixer(): ExpressionMixer {
  let byName = new Map<string, ModelExpression>();
  let places = new Map<string, number>();
  let shown: Shown[] = [];
  let active: readonly ActiveExpression[] = [];

  function entriesOf(expression: ModelExpression, blend: ModelExpression['parameters'][number]['blend']): Entries {
    const own = expression.parameters.filter((parameter) => parameter.blend === blend && places.has(parameter.id));
    return {
      places: Int16Array.from(own, ({ id }) => places.get(id) ?? 0),
      values: Float32Array.from(own, ({ value }) => value),
    };
  }

  function show(expression: ModelExpression): Shown {
    return {
      name: expression.name,
      weight: 0,
      target: 0,
      speed: 0,
      fadeOut: 0,
      overwrites: entriesOf(expression, 'overwrite'),
      factors: entriesOf(expression, 'multiply'),
      sums: entriesOf(expression, 'add'),
    };
  }

  function update(): void {
    const before = new Map(shown.map((entry) => [entry.name, entry]));
    const names = new Set(active.map(({ name }) => name));
    const fading = shown.filter(({ name }) => !names.has(name));
    for (const entry of fading) {
      entry.target = 0;
      entry.speed = speedOf(entry.fadeOut);
    }
    const on: Shown[] = [];
    for (const { name, weight, fade } of active) {
      const expression = byName.get(name);
      if (expression === undefined) continue;
      const entry = before.get(name) ?? show(expression);
      entry.target = weight;
      entry.speed = speedOf(fade);
      // A fade that was asked for holds for the way out too; else the model's own does.
      entry.fadeOut = fade === expression.fadeIn ? expression.fadeOut : fade;
      on.push(entry);
    }
    shown = [...fading, ...on];
  }

  return {
    setModel(description) {
      places = new Map(description.parameters.map(({ id }, index) => [id, index]));
      byName = new Map(description.expressions.map((expression) => [expression.name, expression]));
      shown = [];
      update();
    },
    setActive(next) {
      active = next;
      update();
    },
    apply({ dt }, values) {
      let gone = false;
      for (const entry of shown) {
        const { weight, target } = entry;
        const step = entry.speed * dt;
        entry.weight = weight < target ? Math.min(target, weight + step) : Math.max(target, weight - step);
        overwrite(values, entry);
        if (entry.weight === 0 && entry.target === 0) gone = true;
      }
      for (const entry of shown) multiply(values, entry);
      for (const entry of shown) add(values, entry);
      if (gone) shown = shown.filter(({ weight, target }) => weight > 0 || target > 0);
    },
  };
}

function speedOf(fadeSeconds: number): number {
  return fadeSeconds <= 0 ? AT_ONCE : 1 / fadeSeconds;
}

// Weights come in their entry: numbers handed from function to function are boxed on their way.
function overwrite(values: Float32Array, { overwrites: { places, values: goals }, weight }: Shown): void {
  for (let i = 0; i < places.length; i++) {
    const place = places[i] ?? 0;
    const now = values[place] ?? 0;
    values[place] = now + ((goals[i] ?? 0) - now) * weight;
  }
}

function multiply(values: Float32Array, { factors: { places, values: factors }, weight }: Shown): void {
  for (let i = 0; i < places.length; i++) {
    const place = places[i] ?? 0;
    values[place] = (values[place] ?? 0) * (1 + ((factors[i] ?? 1) - 1) * weight);
  }
}

function add(values: Float32Array, { sums: { places, values: sums }, weight }: Shown): void {
  for (let i = 0; i < places.length; i++) {
    const place = places[i] ?? 0;
    values[place] = (values[place] ?? 0) + (sums[i] ?? 0) * weight;
  }
}
