import { describe, expect, it } from 'vitest';
import { createPartPacker, type SymbolWord } from './part-packer.ts';

const word = (symbols: string, textStart = 0): SymbolWord => ({ textStart, textEnd: textStart + 1, symbols: [...symbols] });
const ending = { joiner: ' ', mark: ',', pauseMs: 130 };

describe('createPartPacker', () => {
  it('joins clauses until they are long enough, the first ones sooner', () => {
    const packer = createPartPacker();
    const clause = [word('abcd'), word('efgh')];
    const sizes = Array.from({ length: 8 }, () => packer.add(clause, ending).map((part) => part.symbols.join(''))).flat();
    expect(sizes[0]).toBe('abcd efgh, abcd efgh,');
    expect(sizes[1]).toBe('abcd efgh, abcd efgh, abcd efgh, abcd efgh,');
    expect(packer.finish()).toHaveLength(1);
    expect(packer.finish()).toEqual([]);
  });

  it('cuts a clause that is too long between two words, without a pause there', () => {
    const packer = createPartPacker();
    const parts = packer.add(
      Array.from({ length: 100 }, (_, i) => word('abcdefghi', i)),
      ending,
    );
    expect(parts.length).toBeGreaterThan(2);
    expect(Math.max(...parts.map((part) => part.symbols.length))).toBeLessThanOrEqual(321);
    expect(parts.map((part) => part.pauseMs)).toEqual(parts.map((_, i) => (i === parts.length - 1 ? 130 : 0)));
    expect(parts.flatMap((part) => part.words.map(({ textStart }) => textStart))).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
  });

  it('cuts a word that is longer than a part', () => {
    const packer = createPartPacker();
    const parts = [...packer.add([word('x'.repeat(1000))], ending), ...packer.finish()];
    expect(parts.flatMap((part) => part.symbols).filter((symbol) => symbol === 'x')).toHaveLength(1000);
    expect(Math.max(...parts.map((part) => part.symbols.length))).toBeLessThanOrEqual(321);
  });

  it('points each word at its own symbols', () => {
    const [part] = createPartPacker().add([word('hello'), word(''), word('everyone')], ending);
    expect(part?.words.map(({ first, end }) => part.symbols.slice(first, end).join(''))).toEqual(['hello', 'everyone']);
  });
});
