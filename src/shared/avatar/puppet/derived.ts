import type { Puppet } from './puppet-format.ts';

/** Adds weighted sums of parameters to others, each within its range: one thing that several parameters ask for, and no more than all of it. */
export function createDerived(puppet: Puppet): (values: Float32Array) => void {
  const places = new Map(puppet.parameters.map(({ id }, index) => [id, index]));
  const rows = puppet.derived.map(({ parameter, inputs }) => {
    const output = places.get(parameter) ?? 0;
    return {
      output,
      min: puppet.parameters[output]?.min ?? 0,
      max: puppet.parameters[output]?.max ?? 1,
      inputs: Int32Array.from(inputs, (input) => places.get(input.parameter) ?? 0),
      weights: Float32Array.from(inputs, ({ weight }) => weight),
    };
  });
  return (values) => {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (row === undefined) continue;
      let sum = values[row.output] ?? 0;
      for (let k = 0; k < row.inputs.length; k++) sum += (values[row.inputs[k] ?? 0] ?? 0) * (row.weights[k] ?? 0);
      values[row.output] = Math.max(row.min, Math.min(row.max, sum));
    }
  };
}
