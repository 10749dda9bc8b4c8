import { describe, expect, it } from 'vitest';
import { type ControlRow, controlRowSchema, valueOfRow } from './control-row.ts';
import { controlSettingsSchema } from './control-settings.ts';
import { DEFAULT_CONTROL_ROWS } from './default-rows.ts';

const base: ControlRow = {
  id: 'a',
  device: 'gamepad',
  control: 'axis 0',
  target: { type: 'face', channel: 'headYaw' },
  from: -30,
  to: 30,
  deadZone: 0,
  curve: 1,
  springSeconds: 0.2,
  mode: 'hold',
  invert: false,
};
const key: Partial<ControlRow> = { device: 'keyboard', control: 'KeyA', from: 0, to: 20 };

describe('where a row leads', () => {
  it.each<[string, Partial<ControlRow>, number, number]>([
    ['a stick in the middle is the middle of the range', {}, 0, 0],
    ['its right end is the end', {}, 1, 30],
    ['its left end is the beginning', {}, -1, -30],
    ['a turned stick goes the other way', { invert: true }, 1, -30],
    ['a range may go downwards', { from: 25, to: -25 }, -1, 25],
    ['nothing happens inside the dead zone', { deadZone: 0.2 }, 0.2, 0],
    ['behind it the way begins at rest', { deadZone: 0.5 }, 0.75, 15],
    ['and still ends at the end', { deadZone: 0.5 }, 1, 30],
    ['a curve is finer near rest', { curve: 2 }, 0.5, 7.5],
    ['and the same to the other side', { curve: 2 }, -0.5, -7.5],
    ['a key that is up is the beginning', key, 0, 0],
    ['a key that is down is the end', key, 1, 20],
    ['a turned key is on until it is pressed', { ...key, invert: true }, 0, 20],
    ['what is out of range is cut', {}, 7, 30],
  ])('%s', (_, change, value, expected) => {
    expect(valueOfRow({ ...base, ...change }, value)).toBeCloseTo(expected, 6);
  });
});

describe('the section of the settings', () => {
  it('starts switched off, with the whole map of the program, which is valid', () => {
    const settings = controlSettingsSchema.parse(undefined);
    expect(settings.enabled).toBe(false);
    expect(settings.keyboard).toBe(false);
    expect(settings.rows).toEqual(DEFAULT_CONTROL_ROWS);
    for (const row of DEFAULT_CONTROL_ROWS) expect(controlRowSchema.parse(row)).toEqual(row);
  });
});
