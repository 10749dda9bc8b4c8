import { describe, expect, it } from 'vitest';
import { checkProof } from '#shared/audience/fairness.ts';
import { realBooks } from '../../../../tests/support/real-book.ts';
import { nodeDigests } from './fair-draw.ts';
import { asker, playGames, prize } from './games.testkit.ts';

const openBook = realBooks();

async function lotteryOn(prizes: ReturnType<typeof prize>[], cost = 100, file?: string) {
  const real = await openBook(file);
  const kit = playGames(real.book);
  await kit.games.ready;
  const { lottery } = kit.games;
  await lottery.setRules({ open: true, cost, maxDraws: 10 });
  for (const one of prizes) await lottery.savePrize(one, null);
  return { ...real, ...kit, lottery };
}

describe('the lottery', () => {
  it('takes the price, counts the stock down and keeps the draw, together', async () => {
    const { lottery, book, give } = await lotteryOn([prize('key', { chance: 10_000, stock: 3 })]);
    await give({ 'a:1': 1000 });
    expect(await lottery.draw(asker('a:1'), '2')).toEqual({ result: 'done', text: '1 won key ×2!' });
    expect(await book.balance('a:1')).toBe(800);
    expect(lottery.view.get().prizes[0]?.stock).toBe(1);
    expect(lottery.view.get().drawn[0]).toMatchObject({ userName: '1', count: 2, cost: 200, handedOver: false });
    // Two more: one key is left, the other draw finds nothing.
    expect((await lottery.draw(asker('a:1'), '2')).text).toBe('1 won key!');
    expect(await lottery.draw(asker('a:1'), '')).toEqual({ result: 'refused', text: '1, all prizes are gone.' });
    expect(await book.balance('a:1')).toBe(600);
  });

  it('answers a line that comes again with what it won the first time, and takes nothing', async () => {
    const { lottery, book, give } = await lotteryOn([prize('points', { kind: 'points', points: 30, chance: 10_000 })]);
    await give({ 'a:1': 500 });
    const first = await lottery.draw(asker('a:1', 'twitch:same'), '3');
    const again = await lottery.draw(asker('a:1', 'twitch:same'), '3');
    expect(again).toEqual(first);
    expect(await book.balance('a:1')).toBe(500 - 300 + 90);
    expect(lottery.view.get().round.draws).toBe(3);
  });

  it('keeps no name of a viewer who was forgotten, on disk neither, and what was won stays', async () => {
    const { lottery, games, book, give } = await lotteryOn([prize('key', { chance: 10_000 })]);
    await give({ 'a:1': 500, 'a:2': 500 });
    await lottery.draw(asker('a:1'), '');
    await lottery.draw(asker('a:2'), '');
    await games.forget({ accounts: new Set(['a:1']), names: new Set(['1']) });
    expect(lottery.view.get().drawn.map(({ userName, wins }) => [userName, wins.length])).toEqual([
      ['2', 1],
      ['', 1],
    ]);
    const kept = await book.documents('lottery-draws');
    expect(JSON.stringify(kept)).not.toContain('"userName":"1"');
    expect(await checkProof(await lottery.reveal(), nodeDigests)).toMatchObject({ ok: true, draws: 2 });
  });

  it('never lets a prize of points pay for the draw that wins it', async () => {
    const { lottery, book, give } = await lotteryOn([prize('rich', { kind: 'points', points: 10_000, chance: 10_000 })]);
    await give({ 'a:1': 99 });
    expect(await lottery.draw(asker('a:1'), '')).toMatchObject({ result: 'refused' });
    expect(await book.balance('a:1')).toBe(99);
  });

  it('takes no account below zero with a prize that takes points', async () => {
    const { lottery, book, give } = await lotteryOn([prize('thief', { kind: 'points', points: -500, chance: 10_000 })]);
    await give({ 'a:1': 150 });
    await lottery.draw(asker('a:1'), '');
    expect(await book.balance('a:1')).toBe(0);
  });

  it('gives a once-only prize once to each viewer', async () => {
    const once = prize('once', { chance: 10_000, oncePerViewer: true });
    const { lottery, give } = await lotteryOn([once], 0);
    await give({ 'a:1': 1, 'a:2': 1 });
    expect((await lottery.draw(asker('a:1'), '5')).text).toBe('1 won once!');
    expect((await lottery.draw(asker('a:1'), '5')).text).toContain('nothing');
    expect((await lottery.draw(asker('a:2'), '5')).text).toBe('2 won once!');
  });

  it('draws only within a prize’s dates', async () => {
    const { lottery, clock, give } = await lotteryOn([], 0);
    const from = clock.now() + 1000;
    await lottery.savePrize(prize('later', { chance: 10_000, from, until: from + 1000 }), null);
    await give({ 'a:1': 1 });
    expect((await lottery.draw(asker('a:1'), '')).result).toBe('refused');
    clock.advance(1000);
    expect((await lottery.draw(asker('a:1'), '')).result).toBe('done');
    clock.advance(1000);
    expect((await lottery.draw(asker('a:1'), '')).result).toBe('refused');
  });

  it('keeps many draws at once in order, with exact stock and points', async () => {
    const { lottery, total, give } = await lotteryOn([prize('key', { chance: 5000, stock: 7 })], 10);
    const viewers = Array.from({ length: 20 }, (_, index) => `a:${index}`);
    await give(Object.fromEntries(viewers.map((viewer) => [viewer, 100])));
    const results = await Promise.all(
      viewers.flatMap((viewer) => [lottery.draw(asker(viewer), '2'), lottery.draw(asker(viewer), '')]),
    );
    const done = results.filter(({ result }) => result === 'done').length;
    const { prizes, drawn } = lottery.view.get();
    const won = drawn.flatMap(({ wins }) => wins).length;
    expect(won).toBe(7 - (prizes[0]?.stock ?? 0));
    expect(await total()).toBe(2000 - drawn.reduce((sum, { cost }) => sum + cost, 0));
    expect(drawn).toHaveLength(done);
  });

  it('publishes a round that anyone can check, under the commitment that was shown before', async () => {
    const { lottery, give } = await lotteryOn([prize('key', { chance: 800 }), prize('tea', { chance: 3000 })], 1);
    await give({ 'a:1': 1000 });
    const { commit, id } = lottery.view.get().round;
    for (let turn = 0; turn < 5; turn += 1) await lottery.draw(asker('a:1'), '10');
    const proof = await lottery.reveal();
    expect(proof).toMatchObject({ commit, roundId: id });
    expect(await checkProof(proof, nodeDigests)).toEqual({ ok: true, draws: 50 });
    expect(lottery.view.get().round).toMatchObject({ draws: 0 });
    expect(lottery.view.get().round.commit).not.toBe(commit);
    expect(lottery.proofs()).toEqual([proof]);
  });

  it('refuses chances above a hundred per cent', async () => {
    const { lottery } = await lotteryOn([prize('a', { chance: 6000 })]);
    await expect(lottery.savePrize(prize('b', { chance: 5000 }), null)).rejects.toThrow(/110 %/);
    expect(lottery.view.get().prizes).toHaveLength(1);
  });

  it('keeps the stock that draws left when only the name was edited', async () => {
    const { lottery, give } = await lotteryOn([prize('key', { chance: 10_000, stock: 5 })], 0);
    await give({ 'a:1': 1 });
    await lottery.draw(asker('a:1'), '2');
    await lottery.savePrize(prize('key', { name: 'Golden key', chance: 10_000, stock: 5 }), 5);
    expect(lottery.view.get().prizes[0]).toMatchObject({ name: 'Golden key', stock: 3 });
    await lottery.savePrize(prize('key', { name: 'Golden key', chance: 10_000, stock: 9 }), 3);
    expect(lottery.view.get().prizes[0]?.stock).toBe(9);
  });

  it('goes on after a restart with the same stock, round and record', async () => {
    const first = await lotteryOn([prize('key', { chance: 10_000, stock: 5 })], 10);
    await first.give({ 'a:1': 100 });
    await first.lottery.draw(asker('a:1', 'twitch:before'), '2');
    const before = first.lottery.view.get();
    await first.close();
    const again = await openBook(first.file);
    const { games } = playGames(again.book);
    await games.ready;
    expect(games.lottery.view.get()).toEqual(before);
    expect((await games.lottery.draw(asker('a:1', 'twitch:before'), '2')).text).toBe('1 won key ×2!');
    expect(games.lottery.view.get()).toEqual(before);
    expect(await again.book.balance('a:1')).toBe(80);
    await games.lottery.handOver(1, true);
    expect(games.lottery.view.get().drawn[0]?.handedOver).toBe(true);
    const proof = await games.lottery.reveal();
    expect((await checkProof(proof, nodeDigests)).ok).toBe(true);
  });

  it('draws for nobody whom the platform hides, and not when it is closed', async () => {
    const { lottery } = await lotteryOn([prize('key', { chance: 10_000 })], 0);
    expect((await lottery.draw({ ...asker('a:1'), viewerKey: undefined }, '')).result).toBe('refused');
    await lottery.setRules({ open: false, cost: 0, maxDraws: 10 });
    expect((await lottery.draw(asker('a:1'), '')).text).toContain('no lottery');
  });
});
