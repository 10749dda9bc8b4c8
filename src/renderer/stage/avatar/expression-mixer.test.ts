import { describe, expect, it } from 'vitest';
import { emptyDescription, type ModelDescription } from '#shared/avatar/model.ts';
import { createMoment } from '../layers/moment.ts';
import { createExpressionMixer } from './expression-mixer.ts';

type Blend = 'overwrite' | 'add' | 'multiply';
const expression = (name: string, value: number, blend: Blend = 'overwrite', fadeOut = 1) => ({
  name,
  file: `${name}.exp3.json`,
  fadeIn: 0.5,
  fadeOut,
  parameters: [{ id: 'a', value, blend }],
});
const description: ModelDescription = {
  ...emptyDescription,
  parameters: [
    { id: 'a', name: '', min: -10, max: 10, default: 0 },
    { id: 'b', name: '', min: 0, max: 1, default: 0 },
  ],
  expressions: [
    expression('one', 1),
    expression('two', 2),
    expression('half', 0.5, 'multiply'),
    expression('halfAgain', 0.5, 'multiply'),
    expression('plus', 3, 'add'),
  ],
};
const on = (...names: string[]) => names.map((name) => ({ name, weight: 1, fade: 0 }));

function setUp() {
  const mixer = createExpressionMixer();
  mixer.setModel(description);
  /** What parameter `a` becomes after `dt` when everything before says `under`. */
  const valueAfter = (dt: number, under = 0): number => {
    const values = Float32Array.of(under, 0.25);
    mixer.apply(createMoment(dt), values);
    expect(values[1]).toBe(0.25);
    return values[0] ?? Number.NaN;
  };
  return { mixer, valueAfter };
}

describe('expression mixer', () => {
  it('leaves a model without active expressions alone', () => {
    expect(setUp().valueAfter(1, 4)).toBe(4);
  });

  it('lets the one that was switched on last win among those that overwrite', () => {
    const { mixer, valueAfter } = setUp();
    mixer.setActive(on('two', 'one'));
    expect(valueAfter(0.1)).toBe(1);
    mixer.setActive(on('two'));
    valueAfter(2);
    expect(valueAfter(0.1)).toBe(2);
  });

  it('multiplies before it adds, after everything that overwrites', () => {
    const { mixer, valueAfter } = setUp();
    mixer.setActive(on('plus', 'half', 'halfAgain', 'two'));
    expect(valueAfter(0.1, 8)).toBe(2 * 0.5 * 0.5 + 3);
  });

  it('fades in over the time asked for and out over the model’s own when that was the model’s', () => {
    const { mixer, valueAfter } = setUp();
    mixer.setActive([{ name: 'one', weight: 1, fade: 0.5 }]);
    expect(valueAfter(0.25)).toBeCloseTo(0.5);
    expect(valueAfter(0.25)).toBeCloseTo(1);
    mixer.setActive([]);
    expect(valueAfter(0.5)).toBeCloseTo(0.5);
    expect(valueAfter(0.5)).toBeCloseTo(0);
  });

  it('takes an expression up again from where its way out had come', () => {
    const { mixer, valueAfter } = setUp();
    mixer.setActive([{ name: 'one', weight: 1, fade: 0.5 }]);
    valueAfter(1);
    mixer.setActive([]);
    valueAfter(0.5);
    mixer.setActive([{ name: 'one', weight: 1, fade: 0.5 }]);
    expect(valueAfter(0.05)).toBeCloseTo(0.6);
  });

  it('forgets expressions of a model that is gone, and shows those of the new one', () => {
    const { mixer, valueAfter } = setUp();
    mixer.setActive(on('two'));
    valueAfter(1);
    mixer.setModel({ ...description, expressions: [expression('two', 7)] });
    expect(valueAfter(0.1)).toBe(7);
  });
});
