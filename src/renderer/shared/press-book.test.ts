import { describe, expect, it } from 'vitest';
import { createPressBook } from './press-book.ts';

function open() {
  const log: string[] = [];
  let tick: (() => void) | undefined;
  const book = createPressBook({
    press: (id, by) => log.push(`press ${id} ${by}`),
    release: (id) => log.push(`release ${id}`),
    holding: (ids) => log.push(`holding ${ids.join()}`),
    every(_ms, task) {
      tick = task;
      return () => {
        tick = undefined;
      };
    },
  });
  return { book, log, tick: () => tick?.(), isTelling: () => tick !== undefined };
}
const [a, b] = [{ id: 'a' }, { id: 'b' }];

describe('a book of presses', () => {
  it('fires once from press to release, however often the key repeats', () => {
    const { book, log } = open();
    book.down('key KeyA', [a], 'key');
    book.down('key KeyA', [a], 'key');
    book.up('key KeyA');
    book.up('key KeyA');
    expect(log).toEqual(['press a key', 'release a']);
  });

  it('keeps what two devices hold until both have let go', () => {
    const { book, log } = open();
    book.down('gamepad 1', [a], 'gamepad');
    book.down('midi note 60 1', [a, b], 'midi');
    book.up('gamepad 1');
    expect(log.filter((line) => line.startsWith('release'))).toEqual([]);
    book.up('midi note 60 1');
    expect(log.slice(-2)).toEqual(['release a', 'release b']);
  });

  it('tells what is held while something is, and no longer', () => {
    const { book, log, tick, isTelling } = open();
    book.down('key KeyA', [a], 'key');
    tick();
    expect(log.at(-1)).toBe('holding a');
    book.up('key KeyA');
    expect(isTelling()).toBe(false);
  });

  it('lets go of a device’s presses when it goes, and of everything at the end', () => {
    const { book, log } = open();
    book.down('key KeyA', [a], 'key');
    book.down('gamepad 1', [b], 'gamepad');
    book.upAll('key');
    expect(log.at(-1)).toBe('release a');
    book.close();
    expect(log.at(-1)).toBe('release b');
  });

  it('leaves alone what nothing is bound to', () => {
    const { book, log, isTelling } = open();
    book.down('mouse back', [], 'mouse');
    book.up('mouse back');
    expect(log).toEqual([]);
    expect(isTelling()).toBe(false);
  });
});
