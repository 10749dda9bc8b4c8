import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '../text/fold.ts';
import { createPattern } from './pattern.ts';
import { createPatternSet } from './pattern-set.ts';
import { tryPattern } from './pattern-trial.ts';

const codes = (text: string): number[] => [...text].map((sign) => sign.codePointAt(0) ?? 0);
const search = (pattern: string, text: string) => createPattern(pattern).search(codes(text), { left: 1_000_000 }, 0);

describe('patterns of the streamer', () => {
  it.each([
    ['ab+c', 'xxabbbc', 2, 7],
    ['^a|b$', 'cab', 2, 3],
    ['(?:ab){2,3}', 'abababab', 0, 6],
    ['[^a-y]', 'abz', 2, 3],
    ['\\d{3}', 'no 12 but 345', 10, 13],
    ['\\bcat\\b', 'concat cat', 7, 10],
    ['猫+', '小猫猫咪', 1, 3],
    ['[あ-う]', 'かい', 1, 2],
    ['a.c', 'a\nc abc', 4, 7],
    ['(a|ab)(c|bcd)', 'abcd', 0, 4],
    ['A[B-D]', 'xac', 1, 3],
  ])('%s finds its place in %j', (pattern, text, from, to) => {
    expect(search(pattern, text)).toEqual({ from, to });
  });

  it.each(['(', 'a)', '[a', '*a', 'a{3,2}', 'a{500}', '(?=a)', '(a)\\1', 'a\\', '((a{99}){99}){99}'])(
    'refuses %s and says what to do',
    (pattern) => {
      expect(() => createPattern(pattern)).toThrowError(/cannot be used/);
    },
  );

  it("finds a match exactly where the engine's own regular expressions do", () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(?:ab|b)', 'a*', 'b+', 'a?', '(?:ab){1,2}', '(?:a|b)*');
    fc.assert(
      fc.property(
        fc.array(atom, { minLength: 1, maxLength: 5 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 14 }),
        (atoms, text) => {
          const source = atoms.join('');
          const theirs = [...text.matchAll(new RegExp(source, 'gu'))].find(({ 0: found }) => found !== '');
          expect(search(source, text)?.valueOf() === undefined).toBe(theirs === undefined);
          if (theirs !== undefined) expect(search(source, text)).toMatchObject({ from: theirs.index });
        },
      ),
    );
  });

  it('ends within its bound where others take for ever, and is then not used again', () => {
    const set = createPatternSet([
      { pattern: '(a*)*(a*)*(a*)*(a*)*(a|aa|a?){60}b', action: 'block', note: '' },
      { pattern: 'needle', action: 'hold', note: '' },
    ]);
    set.find(foldText('a'.repeat(2000)));
    expect(set.troubles).toMatchObject([{ index: 0, problem: 'too-slow' }]);
    expect(set.find(foldText('a needle here'))).toMatchObject([{ from: 2, to: 8, action: 'hold' }]);
  });

  it('leaves the others at work when one cannot be used', () => {
    const set = createPatternSet([
      { pattern: '(', action: 'block', note: '' },
      { pattern: 'x', action: 'mask', note: '' },
    ]);
    expect(set.troubles).toMatchObject([{ index: 0, problem: 'invalid' }]);
    expect(set.find(foldText('ax'))).toHaveLength(1);
  });

  it('shows every match of a trial in the text as it was typed', () => {
    expect(tryPattern('ab', 'ＡＢ x aB')).toEqual({
      problem: null,
      matches: [
        { from: 0, to: 2 },
        { from: 5, to: 7 },
      ],
    });
    expect(tryPattern('(', 'x').problem).toMatch(/not closed/);
  });
});
