import { describe, expect, it } from 'vitest';
import { controlRowSchema } from './control-row.ts';
import { DEFAULT_CONTROL_ROWS } from './default-rows.ts';
import { CONTROL_PRESETS, rowsOfPreset } from './presets.ts';

const pairs = (preset: (typeof CONTROL_PRESETS)[number]): string[] =>
  rowsOfPreset(preset).map(({ device, control, target }) => `${device} ${control} ${JSON.stringify(target)}`);

describe('maps to choose from', () => {
  it.each(CONTROL_PRESETS)('%s is valid, as long as the standard one, and uses no control twice for one thing', (preset) => {
    const rows = rowsOfPreset(preset);
    expect(rows).toHaveLength(DEFAULT_CONTROL_ROWS.length);
    for (const row of rows) expect(controlRowSchema.parse(row)).toEqual(row);
    expect(new Set(pairs(preset)).size).toBe(rows.length);
  });

  it('for the other hand never put on one control what were two before', () => {
    const controls = (preset: (typeof CONTROL_PRESETS)[number]): number =>
      new Set(rowsOfPreset(preset).map(({ device, control }) => `${device} ${control}`)).size;
    expect(controls('left-handed')).toBe(controls('standard'));
  });

  it('calm and lively change how far she turns, not how far a mouth opens', () => {
    const yaw = (preset: (typeof CONTROL_PRESETS)[number]) => rowsOfPreset(preset)[0]?.to ?? 0;
    expect(yaw('calm')).toBeLessThan(yaw('standard'));
    expect(yaw('lively')).toBeGreaterThan(yaw('standard'));
    const mouth = rowsOfPreset('calm').find(({ target }) => target.type === 'face' && target.channel === 'mouth');
    expect(mouth?.to).toBe(1);
  });
});
