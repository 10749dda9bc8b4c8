import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BINDING_LIMIT } from '#shared/avatar/bindings.ts';
import { type BindingHarness, createBindingHarness, draft, named } from '../../../../tests/fakes/binding-harness.ts';

let harness: BindingHarness;
beforeEach(() => {
  harness = createBindingHarness();
});
afterEach(() => harness.close());
const list = (): string[] => named(harness.desk.bindings.get());
const idOf = (name: string): string => harness.desk.bindings.get().find((one) => one.name === name)?.id ?? '';

describe('editing the list', () => {
  it('moves, copies and removes, and each step can be undone', () => {
    for (const name of ['a', 'b', 'c'])
      harness.add({
        name,
        triggers: [
          { type: 'button', slot: 1 },
          { type: 'touch', part: 'head' },
        ],
      });
    harness.desk.move(idOf('c'), idOf('a'));
    expect(list()).toEqual(['c', 'a', 'b']);
    harness.desk.move(idOf('c'), null);
    expect(list()).toEqual(['a', 'b', 'c']);
    const copy = harness.desk.duplicate(idOf('a'));
    expect(list()).toEqual(['a', 'a', 'b', 'c']);
    expect(harness.desk.bindings.get()[1]).toMatchObject({ id: copy, triggers: [{ type: 'touch', part: 'head' }] });
    harness.desk.remove([idOf('b'), idOf('c')]);
    expect(list()).toEqual(['a', 'a']);
    harness.desk.undo();
    expect(list()).toEqual(['a', 'a', 'b', 'c']);
    for (let steps = 0; steps < 6; steps += 1) harness.desk.undo();
    expect(list()).toEqual([]);
    expect(() => harness.desk.undo()).toThrow('nothing to undo');
  });

  it('refuses what the schema refuses, what is not there, and more than the limit, and changes nothing', () => {
    const id = harness.add({ name: 'a' });
    expect(() => harness.desk.change(id, { cooldown: -1 })).toThrow(/cannot be changed/);
    expect(() => harness.desk.change(id, { actions: [] })).toThrow(/cannot be changed/);
    expect(() => harness.desk.remove([id, '0'.repeat(32)])).toThrow(/no hotkey/);
    expect(() => harness.desk.move('0'.repeat(32), null)).toThrow(/no hotkey/);
    expect(list()).toEqual(['a']);
    const many = Array.from({ length: BINDING_LIMIT }, (_, index) => ({
      ...draft({ name: String(index) }),
      id: index.toString(16).padStart(32, '1'),
    }));
    expect(harness.desk.takeIn(many, undefined)).toBe(BINDING_LIMIT - 1);
    expect(() => harness.add({})).toThrow(/already/);
  });

  it('keeps ids unique and every other entry as it was, whatever is done', async () => {
    const verb = fc.record({
      verb: fc.constantFrom('add', 'duplicate', 'move', 'remove', 'undo', 'change'),
      at: fc.nat(20),
      to: fc.nat(20),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(verb, { maxLength: 40 }), async (verbs) => {
        // Each list begins empty, else the lists of many runs together reach the limit.
        const { desk, add, close } = createBindingHarness();
        for (const { verb: what, at, to } of verbs) {
          const before = desk.bindings.get();
          const [one, other] = [before[at % Math.max(1, before.length)], before[to % Math.max(1, before.length)]];
          if (what === 'add') add({ name: `n${at}` });
          else if (what === 'undo') {
            if (desk.canUndo) desk.undo();
          } else if (one !== undefined && other !== undefined) {
            if (what === 'duplicate') desk.duplicate(one.id);
            if (what === 'move') desk.move(one.id, other.id);
            if (what === 'remove') desk.remove([one.id]);
            if (what === 'change') desk.change(one.id, { name: `c${to}` });
          }
          const after = desk.bindings.get();
          expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
          if (what === 'move') expect([...after].sort(byId)).toEqual([...before].sort(byId));
        }
        await close();
      }),
      { numRuns: 40 },
    );
  });
});

const byId = (a: { id: string }, b: { id: string }): number => a.id.localeCompare(b.id);
