import fc from 'fast-check';
import { expect, it } from 'vitest';
import { likenessOf } from './likeness.ts';
import { createLineReader } from './line-reader.ts';
import { isQuestion, readText } from './message-text.ts';

const soundOf = (character: string): string | undefined => (character === '播' || character === '波' ? 'bo' : undefined);

it('tells the same of a line however often and after whatever it is read', () => {
  const line = fc.oneof(fc.constantFrom('666', '主播好可爱', 'what?', 'LUL LUL LUL', ''), fc.string({ maxLength: 200 }));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const read = createLineReader(soundOf);
      for (const source of lines) {
        const text = readText(source);
        const plain = likenessOf(text, soundOf);
        const found = read(source);
        expect(found.text).toEqual(text);
        expect(found.asks).toBe(isQuestion(text.plain));
        expect([found.likeness.key, found.likeness.near()]).toEqual([plain.key, plain.near()]);
      }
    }),
  );
});
