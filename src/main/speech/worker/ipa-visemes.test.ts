import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withoutShared } from '../../../../tests/support/without.ts';
import { isStop, shapesFromPhone } from './ipa-visemes.ts';

const fixtures = [process.env.YINGXI_LIPSYNC_FIXTURES, join(process.cwd(), '../shared/fixtures/lipsync')].find(
  (path) => path && existsSync(path),
);
const labelSchema = z.object({
  id: z.string(),
  phonemes: z.array(z.object({ phone: z.string(), start: z.number(), end: z.number() })),
  visemes: z.array(z.object({ start: z.number(), end: z.number(), viseme: z.string(), open: z.number() })),
});

describe('shapesFromPhone', () => {
  it.each([
    ['', ['sil']],
    ['ˈaɪ', ['aa', 'I']],
    ['ɔːɹ', ['O', 'RR']],
    ['ˈɜː', ['RR']],
    ['əl', ['nn']],
    ['o̞o̞', ['O']],
    ['kʲ', ['kk']],
    ['ʲ', ['I']],
    ['ts.h', ['CH']],
    ['tsh', ['SS']],
    ['o-', ['E']],
    ['ˈonɡ', ['O', 'nn']],
    ['ˈiou', ['I', 'O', 'U']],
    ['iɜ', ['I']],
    ['?', ['E']],
  ])('gives %j the mouth %j', (phone, expected) => {
    expect(shapesFromPhone(phone).map((shape) => shape.viseme)).toEqual(expected);
  });

  it('divides the whole time of a phoneme among its shapes', () => {
    for (const phone of ['', 'p', 'ˈaɪ', 'uai', 'iou'])
      expect(shapesFromPhone(phone).reduce((sum, s) => sum + s.share, 0)).toBeCloseTo(1, 9);
  });

  it('knows which phonemes hold the air', () => {
    expect(['p', 'ˈt', 'tɕh', 'dʒ', 'k', 'ts.'].every(isStop)).toBe(true);
    expect(['s', 'm', 'ˈa', '', 'θ', 'ɕ'].some(isStop)).toBe(false);
  });

  it.skipIf(!fixtures)('agrees with the viseme labels of the lip-sync recordings', withoutShared('fixtures/lipsync'), () => {
    const wrong = new Set<string>();
    let seen = 0;
    for (const file of readdirSync(fixtures ?? '').filter((name) => /^\w\w-\d+\.json$/.test(name))) {
      const label = labelSchema.parse(JSON.parse(readFileSync(join(fixtures ?? '', file), 'utf8')));
      for (const { phone, start, end } of label.phonemes.filter((p) => p.phone !== '' && p.end - p.start > 5)) {
        const labelled = label.visemes.filter((v) => v.start >= start - 1 && v.end <= end + 1);
        if (labelled.length === 0 || labelled.reduce((sum, v) => sum + v.end - v.start, 0) < (end - start) * 0.9) continue;
        seen++;
        const ours = shapesFromPhone(phone)
          .map((s) => `${s.viseme} ${s.open}`)
          .join(', ');
        const theirs = labelled.map((v) => `${v.viseme} ${v.open}`).join(', ');
        if (ours !== theirs) wrong.add(`${label.id} ${phone}: ${ours} instead of ${theirs}`);
      }
    }
    expect(seen).toBeGreaterThan(1500);
    expect([...wrong]).toEqual([]);
  });
});
