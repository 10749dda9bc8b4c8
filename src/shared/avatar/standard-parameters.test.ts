import { describe, expect, it } from 'vitest';
import { STANDARD_PARAMETERS, standardIndices, standardParameter } from './standard-parameters.ts';

describe('standard parameters', () => {
  it('finds every one of them under its own id, under the old spelling and in any case', () => {
    for (const parameter of STANDARD_PARAMETERS) {
      const old = parameter.id.replaceAll(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
      expect(standardParameter(parameter.id)).toBe(parameter);
      expect(standardParameter(old)).toBe(parameter);
      expect(standardParameter(parameter.id.toLowerCase())).toBe(parameter);
    }
  });

  it('keeps each default inside its range, and each id once', () => {
    for (const { min, max, default: fallback } of STANDARD_PARAMETERS) {
      expect(min).toBeLessThan(max);
      expect(fallback).toBeGreaterThanOrEqual(min);
      expect(fallback).toBeLessThanOrEqual(max);
    }
    expect(new Set(STANDARD_PARAMETERS.map((one) => one.id)).size).toBe(STANDARD_PARAMETERS.length);
  });

  it('knows the Cubism 2 names that are not mere spellings, and nothing else', () => {
    expect(standardParameter('PARAM_BODY_X')?.id).toBe('ParamBodyAngleX');
    expect(standardParameter('PARAM_TERE')?.id).toBe('ParamCheek');
    expect(standardParameter('ParamHat')).toBeUndefined();
    expect(standardParameter('')).toBeUndefined();
  });

  it('gives the place of the first id where two mean the same', () => {
    const found = standardIndices(['Tail', 'PARAM_ANGLE_X', 'ParamAngleX', 'ParamBreath']);
    expect([...found]).toEqual([
      ['ParamAngleX', 1],
      ['ParamBreath', 3],
    ]);
  });
});
