import { describe, expect, it } from 'vitest';
import { createRecentResults } from './recent-results.ts';

describe('recent results', () => {
  it('are computed once for a key that keeps coming, and again for one that was long away', () => {
    const computed: string[] = [];
    const results = createRecentResults<string>(3);
    const ask = (key: string): string =>
      results.of(key, (one) => {
        computed.push(one);
        return one.toUpperCase();
      });
    for (const key of ['a', 'a', 'b', 'c', 'a', 'd', 'a', 'e', 'f', 'a', 'g', 'b']) expect(ask(key)).toBe(key.toUpperCase());
    expect(computed).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'b']);
  });
});
