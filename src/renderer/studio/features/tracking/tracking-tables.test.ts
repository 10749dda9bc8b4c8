import { describe, expect, it } from 'vitest';
import { OWN_INPUTS, STANDARD_INPUTS } from '#shared/avatar/input-parameters.ts';
import { BODY_PARTS } from '#shared/tracking/body-parts.ts';
import { HANDOVER_REASONS } from '#shared/tracking/driving.ts';
import { FACE_CHANNELS } from '#shared/tracking/face-channels.ts';
import { type MotionIn, motionInSchema, motionOutSchema, trackingSettingsSchema } from '#shared/tracking/tracking-settings.ts';
import { STRING_TABLES } from '../../i18n/strings.ts';
import { drivingSentence } from './driving-words.ts';
import { barOf, METER_ROWS, meterText, valuesOf } from './meter-rows.ts';
import { looksLikeAddress, looksLikeTarget, MOTION_APPS, newInput, newOutput, rivalOf } from './motion-apps.ts';
import { movedTo, orderOf, partsDiffer, withOrder } from './priorities.ts';
import { costVerdict, latencyVerdict, rateVerdict } from './verdicts.ts';

describe('verdicts', () => {
  it.each([
    [-1, 'unknown'],
    [42, 'good'],
    [80, 'good'],
    [100, 'fair'],
    [300, 'poor'],
  ] as const)('a delay of %s ms is %s', (ms, verdict) => expect(latencyVerdict(ms)).toBe(verdict));

  it('judge work against the time until the next picture', () => {
    expect([costVerdict(15, 30), costVerdict(25, 30), costVerdict(40, 30), costVerdict(15, 0), costVerdict(-1, 30)]).toEqual([
      'good',
      'fair',
      'poor',
      'unknown',
      'unknown',
    ]);
  });

  it('call a rate good where blinks are not lost', () => {
    expect([30, 20, 8, -1].map(rateVerdict)).toEqual(['good', 'fair', 'poor', 'unknown']);
  });
});

describe('priorities', () => {
  const home = trackingSettingsSchema.parse(undefined).priorities;

  it('ask named sources first and leave out those that are not there', () => {
    expect(orderOf(['gone', 'phone', 'phone'], ['webcam', 'phone', 'vmc'])).toEqual(['phone', 'webcam', 'vmc']);
  });

  it.each([
    ['c', 0, 'cab'],
    ['a', 2, 'bca'],
    ['a', 99, 'bca'],
    ['b', -3, 'bac'],
  ] as const)('move %s to place %s', (id, to, order) => expect(movedTo(['a', 'b', 'c'], id, to).join('')).toBe(order));

  it('are changed for one part or for all, and sources that are away keep their places behind', () => {
    const before = { ...home, mouth: ['away', 'webcam'] };
    expect(withOrder(before, 'mouth', ['phone', 'webcam'])).toEqual({ mouth: ['phone', 'webcam', 'away'] });
    const all = withOrder(before, 'all', ['phone', 'webcam']);
    expect(Object.keys(all).sort()).toEqual([...BODY_PARTS].sort());
    expect(partsDiffer({ ...before, ...all }, ['webcam', 'phone'])).toBe(false);
    expect(partsDiffer({ ...home, eyes: ['phone'] }, ['webcam', 'phone'])).toBe(true);
  });
});

describe('phones and programs', () => {
  it('are made with ids and ports that the settings take', () => {
    let inputs: readonly MotionIn[] = [];
    for (const app of [...MOTION_APPS, ...MOTION_APPS]) inputs = [...inputs, newInput(app, inputs)];
    expect(inputs.map((input) => motionInSchema.safeParse(input).success)).toEqual(inputs.map(() => true));
    expect(new Set(inputs.map(({ id }) => id)).size).toBe(inputs.length);
    for (const kind of ['vmc', 'ifacialmocap', 'vts'] as const)
      expect(motionOutSchema.safeParse(newOutput(kind, [])).success).toBe(true);
  });

  it('get the next free port where the app can be told, and a warning where it cannot', () => {
    const first = newInput('vmc', []);
    expect(newInput('vmc', [first]).port).toBe(first.port + 1);
    const phone = newInput('ifacialmocap', []);
    const other = newInput('facemotion3d', [phone]);
    expect(rivalOf(other, [phone])).toBe(phone);
    expect(rivalOf(other, [{ ...phone, enabled: false }])).toBeUndefined();
  });

  it.each(['192.168.1.23', 'phone.local', '192.168.1.23:49983'])('take %s as an address', (text) => {
    expect(looksLikeAddress(text)).toBe(true);
  });
  it.each(['192.168.1', '192.168.1.300', 'my phone', '1.2.3.4:0', '1.2.3.4:', 'a:1:2', 'http://x'])('refuse %s', (text) => {
    expect(looksLikeAddress(text)).toBe(false);
  });
  it('pass on to addresses with a port only', () => {
    expect([looksLikeTarget('127.0.0.1:49984'), looksLikeTarget('127.0.0.1')]).toEqual([true, false]);
  });
});

describe('meters', () => {
  it('name channels and inputs that exist, and have words for each', () => {
    const words = STRING_TABLES['zh-CN'].tracking.meters.channels;
    const inputs = [...STANDARD_INPUTS, ...OWN_INPUTS].map(({ name }) => name);
    for (const { id, channel, input } of METER_ROWS) {
      expect(Object.keys(words)).toContain(id);
      if (channel !== undefined) expect(FACE_CHANNELS).toContain(channel);
      expect(inputs).toContain(input);
    }
    expect(Object.keys(words)).toHaveLength(METER_ROWS.length);
  });

  it('show what is told and nothing else', () => {
    const [row] = METER_ROWS;
    if (row === undefined) throw new Error('no rows');
    expect(valuesOf(row, undefined)).toEqual({ raw: undefined, filtered: undefined, mapped: undefined });
    const channels = [{ name: 'headYaw', source: 'webcam', raw: 3, filtered: 2 }];
    const inputs = [{ name: 'FaceAngleX', value: 4, weight: 1 }];
    expect(valuesOf(row, { channels, inputs, latencyMs: 40 })).toEqual({ raw: 3, filtered: 2, mapped: 4 });
  });

  it('write a zero without a sign', () => {
    expect([meterText(-0.3, 0), meterText(-0.001, 2), meterText(-0.6, 0), meterText(-0.05, 2)]).toEqual([
      '0',
      '0.00',
      '-1',
      '-0.05',
    ]);
  });

  it('draw bars from the middle or from the low end, and never beyond', () => {
    expect(barOf(-15, -30, 30)).toEqual({ start: 0.25, length: 0.25 });
    expect(barOf(0.5, 0, 1)).toEqual({ start: 0, length: 0.5 });
    expect(barOf(99, 0, 1)).toEqual({ start: 0, length: 1 });
  });
});

describe('why the avatar is where it is', () => {
  const all = (weight: number): Record<string, number> => Object.fromEntries(BODY_PARTS.map((part) => [part, weight]));

  it('is told by who holds it now, not by the mode alone', () => {
    const lost = drivingSentence({ mode: 'human', weights: all(0), reason: 'face-lost', automatic: true });
    expect(lost).toEqual({ who: 'ai', reason: 'face-lost' });
    expect(drivingSentence({ mode: 'human', weights: all(1), reason: 'mode', automatic: false }).who).toBe('human');
    expect(drivingSentence({ mode: 'both', weights: all(0), reason: 'idle', automatic: true }).who).toBe('both');
  });

  it('has words for every reason', () => {
    for (const words of Object.values(STRING_TABLES['zh-CN'].driving.reasons))
      expect(Object.keys(words).sort()).toEqual([...HANDOVER_REASONS].sort());
  });
});
