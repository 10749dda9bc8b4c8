import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PredictionSetup } from '#shared/audience/games.ts';
import { realBooks } from '../../../../tests/support/real-book.ts';
import { asker, playGames } from './games.testkit.ts';
import { payoutsOf, type Stake } from './payout.ts';

const openBook = realBooks();

const SETUP: PredictionSetup = {
  question: 'Will she win?',
  options: ['Yes', 'No'],
  seconds: null,
  minStake: 10,
  maxStake: 1000,
  announce: true,
};

describe('the split of a pool', () => {
  const stakes = fc.array(
    fc.record({
      viewerKey: fc.integer({ min: 0, max: 20 }).map((n) => `v:${n}`),
      option: fc.integer({ min: 0, max: 3 }),
      points: fc.integer({ min: 1, max: 1_000_000_000 }),
    }),
    { maxLength: 40 },
  );

  it('pays out exactly what was put in, and no winner less than their stake', () => {
    fc.assert(
      fc.property(stakes, fc.integer({ min: 0, max: 3 }), (all, outcome) => {
        const payouts = payoutsOf(all, outcome);
        const pool = all.reduce((sum, { points }) => sum + points, 0);
        expect([...payouts.values()].reduce((sum, points) => sum + points, 0)).toBe(pool);
        for (const points of payouts.values()) expect(Number.isInteger(points)).toBe(true);
        const staked = new Map<string, number>();
        for (const { viewerKey, option, points } of all)
          if (option === outcome) staked.set(viewerKey, (staked.get(viewerKey) ?? 0) + points);
        for (const [viewerKey, points] of staked) expect(payouts.get(viewerKey)).toBeGreaterThanOrEqual(points);
      }),
    );
  });

  it.each<[string, Stake[], number, Record<string, number>]>([
    ['shares in proportion', [stake('a', 0, 100), stake('b', 0, 300), stake('c', 1, 400)], 0, { a: 200, b: 600 }],
    ['gives the odd point to the largest remainder', [stake('a', 0, 1), stake('b', 0, 2), stake('c', 1, 2)], 0, { a: 2, b: 3 }],
    ['ties go to the earlier stake', [stake('a', 0, 1), stake('b', 0, 1), stake('c', 1, 1)], 0, { a: 2, b: 1 }],
    ['gives all back when nobody was right', [stake('a', 0, 5), stake('b', 0, 7)], 1, { a: 5, b: 7 }],
    ['nobody played', [], 0, {}],
  ])('%s', (_name, all, outcome, expected) => {
    expect(Object.fromEntries(payoutsOf(all, outcome))).toEqual(expected);
  });
});

function stake(viewerKey: string, option: number, points: number): Stake {
  return { viewerKey, option, points };
}

describe('a prediction', () => {
  async function opened(more: Partial<PredictionSetup> = {}) {
    const real = await openBook();
    const kit = playGames(real.book);
    await kit.games.ready;
    await real.give({ 'a:1': 500, 'a:2': 500, 'a:3': 500 });
    await kit.games.prediction.open({ ...SETUP, ...more });
    return { ...real, ...kit, prediction: kit.games.prediction };
  }

  it('takes stakes, locks, and pays the pool to who was right', async () => {
    const { prediction, book, total, said } = await opened();
    expect((await prediction.stake(asker('a:1'), 'yes 100')).text).toBe('1 is on Yes with 100.');
    expect((await prediction.stake(asker('a:1'), '1 50')).text).toBe('1 is on Yes with 150.');
    await prediction.stake(asker('a:2'), 'a 50');
    await prediction.stake(asker('a:3'), 'no 400');
    expect(await total()).toBe(900);
    await prediction.lock();
    expect((await prediction.stake(asker('a:3'), 'no 10')).result).toBe('refused');
    await prediction.resolve(0);
    expect(await book.balance('a:1')).toBe(350 + 450);
    expect(await book.balance('a:2')).toBe(450 + 150);
    expect(await book.balance('a:3')).toBe(100);
    expect(await total()).toBe(1500);
    expect(said.at(-1)).toContain('2 of you share 600 points');
    expect(prediction.view.get().current?.pools).toEqual([
      { label: 'Yes', stake: 200, people: 2 },
      { label: 'No', stake: 400, people: 1 },
    ]);
    await expect(prediction.resolve(1)).rejects.toThrow(/No prediction is running/);
    expect(await total()).toBe(1500);
  });

  it('gives every stake back when it is called off', async () => {
    const { prediction, book } = await opened();
    await prediction.stake(asker('a:1'), 'yes 100');
    await prediction.stake(asker('a:2'), 'no 333');
    await prediction.cancel();
    expect(await book.balance('a:1')).toBe(500);
    expect(await book.balance('a:2')).toBe(500);
    expect(prediction.view.get().current?.phase).toBe('cancelled');
  });

  it.each(['yes', 'yes lots', 'maybe 50', '100', 'yes 5', 'yes 1001', 'yes -20', '3 100', 'yes 0'])(
    'takes nothing for "%s"',
    async (words) => {
      const { prediction, book } = await opened();
      expect((await prediction.stake(asker('a:1'), words)).result).toBe('refused');
      expect(await book.balance('a:1')).toBe(500);
    },
  );

  it('counts a line that comes again once, and keeps a viewer on one side', async () => {
    const { prediction, book } = await opened();
    await prediction.stake(asker('a:1', 'twitch:same'), 'yes 100');
    await prediction.stake(asker('a:1', 'twitch:same'), 'yes 100');
    expect(await book.balance('a:1')).toBe(400);
    expect((await prediction.stake(asker('a:1'), 'no 100')).text).toContain('on Yes already');
    expect((await prediction.stake(asker('a:1'), 'yes 450')).text).toContain('not enough');
    expect(prediction.view.get().current?.pools[0]).toEqual({ label: 'Yes', stake: 100, people: 1 });
  });

  it('locks by itself when its time is over, also after a restart', async () => {
    const first = await opened({ seconds: 60 });
    await first.prediction.stake(asker('a:1'), 'yes 100');
    first.clock.advance(59_000);
    expect(first.prediction.view.get().current?.phase).toBe('open');
    first.games.close();
    await first.close();
    const again = await openBook(first.file);
    const { games, clock } = playGames(again.book, first.clock);
    await games.ready;
    expect(games.prediction.view.get().current?.pools[0]).toEqual({ label: 'Yes', stake: 100, people: 1 });
    clock.advance(1000);
    await expect.poll(() => games.prediction.view.get().current?.phase).toBe('locked');
    await games.prediction.cancel();
    expect(await again.book.balance('a:1')).toBe(500);
  });
});
