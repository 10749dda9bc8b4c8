import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRankedList, ranksBefore } from './ranked-list.ts';

describe('ranked list', () => {
  it('equals a sorted array after any adds, removals and takings', () => {
    const item = fc.integer({ min: 0, max: 5 });
    const action = fc.oneof(
      fc.record({ do: fc.constant('add' as const), rank: item }),
      fc.record({ do: fc.constantFrom('remove' as const, 'takeLast' as const), pick: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 100 }), (actions) => {
        const list = createRankedList<{ rank: number; seq: number }>();
        let model: { rank: number; seq: number }[] = [];
        for (const [seq, one] of actions.entries()) {
          if (one.do === 'add') {
            const added = { rank: one.rank, seq };
            list.add(added);
            model.push(added);
            model.sort((a, b) => (ranksBefore(a, b) ? -1 : 1));
          } else if (one.do === 'takeLast') {
            expect(list.takeLast()).toBe(model.pop());
          } else {
            const gone = model[one.pick % Math.max(1, model.length)];
            if (gone === undefined) continue;
            expect(list.remove(gone)).toBe(true);
            expect(list.remove(gone)).toBe(false);
            model = model.filter((other) => other !== gone);
          }
          expect(list.items()).toEqual(model);
          expect(list.first()).toBe(model[0]);
        }
      }),
    );
  });
});
