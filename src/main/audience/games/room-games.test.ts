import { describe, expect, it } from 'vitest';
import { checkProof } from '#shared/audience/fairness.ts';
import type { GoalSetup, VoteSetup, WheelRules } from '#shared/audience/games.ts';
import type { ViewerEvent } from '#shared/live/live-event.ts';
import { baseOf, giftOf, userOf } from '../../../../tests/fakes/live-events.ts';
import { realBooks } from '../../../../tests/support/real-book.ts';
import { nodeDigests } from './fair-draw.ts';
import { asker, playGames } from './games.testkit.ts';

const openBook = realBooks();
const SLOW = { timeout: 90_000, interval: 5 };

const follow = (id: string): ViewerEvent => ({ ...baseOf(0, id), kind: 'follow', user: userOf('fan') });

async function play(file?: string) {
  const real = await openBook(file);
  const kit = playGames(real.book);
  await kit.games.ready;
  return { ...real, ...kit };
}

describe('a vote', () => {
  const SETUP: VoteSetup = {
    question: 'Which game?',
    options: ['Chess', 'Go', '麻将'],
    seconds: null,
    mayChange: true,
    bareWords: true,
    announce: true,
  };
  const tally = (kit: Awaited<ReturnType<typeof play>>) => kit.games.vote.view.get().current?.tally.map(({ votes }) => votes);

  it('counts one voice a viewer, by number, letter or name', async () => {
    const kit = await play();
    const { vote } = kit.games;
    await vote.open(SETUP);
    for (const [viewer, words] of [
      ['a:1', '1'],
      ['a:2', 'b'],
      ['a:3', 'GO'],
      ['a:4', '麻将'],
      ['a:5', '３'],
    ] as const)
      expect((await vote.cast(asker(viewer), words)).result).toBe('done');
    expect(tally(kit)).toEqual([1, 2, 2]);
    await vote.cast(asker('a:5'), 'chess');
    expect(tally(kit)).toEqual([2, 2, 1]);
    for (const words of ['4', '0', 'tennis', '', '-1', '1.5'])
      expect((await vote.cast(asker('a:6'), words)).result, words).toBe('refused');
    await vote.finish();
    expect(kit.said).toEqual([
      '[excited]The vote is open! Which game? You can choose: Chess, Go, 麻将.',
      '[surprised]The vote is over and it is a tie: Chess, Go, 2 votes each!',
    ]);
    expect((await vote.cast(asker('a:7'), '1')).result).toBe('refused');
  });

  it('takes bare words as ballots only while it runs', async () => {
    const { games } = await play();
    expect(games.vote.isBallot('1')).toBe(false);
    await games.vote.open(SETUP);
    expect(games.vote.isBallot('1')).toBe(true);
    expect(games.vote.isBallot('go')).toBe(true);
    expect(games.vote.isBallot('go on then')).toBe(false);
    expect(games.vote.isBallot('12')).toBe(false);
    await games.vote.finish();
    expect(games.vote.isBallot('1')).toBe(false);
  });

  it('holds a viewer to their first choice where it is set so', async () => {
    const { games } = await play();
    await games.vote.open({ ...SETUP, mayChange: false });
    await games.vote.cast(asker('a:1'), '1');
    expect((await games.vote.cast(asker('a:1'), '2')).result).toBe('refused');
  });

  it('is there again after a restart, and closes when its time is over', async () => {
    const first = await play();
    await first.games.vote.open({ ...SETUP, seconds: 60 });
    for (let viewer = 0; viewer < 300; viewer += 1) await first.games.vote.cast(asker(`a:${viewer}`), String(1 + (viewer % 3)));
    await first.games.close();
    await first.close();
    const book = await openBook(first.file);
    const { games, clock } = playGames(book.book, first.clock);
    await games.ready;
    expect(games.vote.view.get().current?.tally.map(({ votes }) => votes)).toEqual([100, 100, 100]);
    await games.vote.cast(asker('a:0'), '2');
    clock.advance(60_000);
    await expect.poll(() => games.vote.view.get().current?.open, SLOW).toBe(false);
    expect(games.vote.view.get().history[0]?.tally.map(({ votes }) => votes)).toEqual([99, 101, 100]);
  });
});

describe('the wheel', () => {
  const RULES: WheelRules = {
    source: 'joined',
    activeMinutes: 10,
    include: ['Mia'],
    exclude: ['troll'],
    spinSeconds: 4,
    slowSeconds: 5,
    announce: true,
  };

  it('goes from joining over spinning to a winner that anyone can check', async () => {
    const { games, clock, said } = await play();
    const { wheel } = games;
    await wheel.setRules(RULES);
    expect((await wheel.join(asker('a:ann'))).result).toBe('refused');
    await wheel.openDoors();
    for (const name of ['ann', 'bob', 'Troll', 'ann']) await wheel.join(asker(`a:${name}`));
    expect(wheel.view.get().names).toEqual(['Mia', 'ann', 'bob']);
    await wheel.set();
    const { commit, id } = wheel.view.get().round ?? {};
    await wheel.start();
    expect(wheel.view.get()).toMatchObject({ phase: 'spinning', winnerIndex: null });
    clock.advance(4000);
    await expect.poll(() => wheel.view.get().phase, SLOW).toBe('slowing');
    expect(said).toEqual([]);
    clock.advance(5000);
    await expect.poll(() => wheel.view.get().phase, SLOW).toBe('done');
    const winner = wheel.view.get().names[wheel.view.get().winnerIndex ?? -1] ?? '';
    expect(said).toEqual([`[excited]The wheel stops at ${winner}! Congratulations!`]);
    const [proof] = wheel.proofs();
    expect(proof).toMatchObject({ commit, roundId: id });
    expect(proof === undefined ? undefined : await checkProof(proof, nodeDigests)).toEqual({ ok: true, draws: 1 });
    expect(proof?.draws[0]?.chosen).toContain(winner);
  });

  it('keeps no name of a viewer who was forgotten, and its proofs still hold', async () => {
    const { games, clock, book } = await play();
    const { wheel } = games;
    await wheel.setRules({ ...RULES, include: [], exclude: [], announce: false });
    await wheel.openDoors();
    for (const name of ['zoe', 'bob']) await wheel.join(asker(`a:${name}`));
    await wheel.set();
    await wheel.start();
    await wheel.stop();
    clock.advance(5000);
    await expect.poll(() => wheel.view.get().phase, SLOW).toBe('done');
    await games.forget({ accounts: new Set(['a:zoe', 'a:bob']), names: new Set(['bob']) });
    expect(wheel.view.get().names).toEqual(['—', '—']);
    expect(wheel.view.get().history).toMatchObject([{ name: '—' }]);
    const kept = [...(await book.documents('wheel')), ...(await book.documents('wheel-proofs'))];
    expect(JSON.stringify(kept)).not.toMatch(/zoe|bob/u);
    const [proof] = wheel.proofs();
    expect(proof === undefined ? undefined : await checkProof(proof, nodeDigests)).toEqual({ ok: true, draws: 1 });
  });

  it('refuses verbs out of turn, and a wheel with nobody on it', async () => {
    const { games } = await play();
    await expect(games.wheel.start()).rejects.toThrow(/wheel is closed/);
    await expect(games.wheel.set()).rejects.toThrow(/Fewer than two/);
    await expect(games.wheel.stop()).rejects.toThrow(/wheel is closed/);
  });

  it('takes everyone who wrote lately, where it is set so', async () => {
    const { games, clock } = await play();
    await games.wheel.setRules({ ...RULES, source: 'active', include: [], activeMinutes: 5 });
    games.wheel.noteActive('a:old', 'old', clock.now() - 6 * 60_000);
    games.wheel.noteActive('a:new', 'new', clock.now());
    games.wheel.noteActive('a:late', 'late', clock.now());
    await games.wheel.set();
    expect(games.wheel.view.get().names).toEqual(['new', 'late']);
  });

  it('gives each name the same chance', async () => {
    const { games, clock } = await play();
    await games.wheel.setRules({ ...RULES, include: ['a', 'b', 'c', 'd'], announce: false });
    const wins = new Map<string, number>();
    for (let turn = 0; turn < 40; turn += 1) {
      await games.wheel.set();
      await games.wheel.start();
      await games.wheel.stop();
      const { names, winnerIndex } = games.wheel.view.get();
      const name = names[winnerIndex ?? -1] ?? '';
      wins.set(name, (wins.get(name) ?? 0) + 1);
      clock.advance(5000);
      await expect.poll(() => games.wheel.view.get().phase, SLOW).toBe('done');
    }
    // The seeds are fixed: 10 each is expected, each name must come up, none twice as often.
    for (const name of ['a', 'b', 'c', 'd']) expect(Math.abs((wins.get(name) ?? 0) - 10)).toBeLessThan(10);
  });

  it('ends a turn that a crash interrupted', async () => {
    const first = await play();
    await first.games.wheel.setRules({ ...RULES, include: ['a', 'b'] });
    await first.games.wheel.set();
    await first.games.wheel.start();
    await first.games.wheel.stop();
    const { winnerIndex } = first.games.wheel.view.get();
    await first.close();
    const book = await openBook(first.file);
    const { games, clock } = playGames(book.book, first.clock);
    await games.ready;
    clock.advance(5000);
    await expect.poll(() => games.wheel.view.get().phase, SLOW).toBe('done');
    expect(games.wheel.view.get().winnerIndex).toBe(winnerIndex);
  });
});

describe('goals', () => {
  const goal = (id: string, kind: GoalSetup['kind'], target: number): GoalSetup => ({
    id,
    title: id,
    kind,
    target,
    active: true,
  });

  it('count each event once and celebrate once', async () => {
    const { games, said } = await play();
    await games.goals.save(goal('fans', 'follows', 2));
    await games.goals.save(goal('rent', 'money', 30_000_000));
    for (const event of [follow('twitch:f1'), follow('twitch:f1'), follow('twitch:f2'), follow('twitch:f3')])
      games.goals.take(event);
    games.goals.take(giftOf(20, { id: 'bilibili:g1' }));
    games.goals.take(giftOf(20, { id: 'bilibili:g1' }));
    games.goals.take(giftOf(50, { id: 'bilibili:g2', final: false }));
    await expect.poll(() => games.goals.view.get().map(({ progress }) => progress), SLOW).toEqual([3, 20_000_000]);
    expect(said).toEqual(['[excited]We reached the goal: fans! Thank you all!']);
    await games.goals.setProgress('fans', 1);
    games.goals.take(follow('twitch:f4'));
    await expect.poll(() => said.length, SLOW).toBe(2);
  });

  it('take the points that viewers put in, never more than is missing', async () => {
    const { games, book, give } = await play();
    await give({ 'a:1': 1000, 'a:2': 30 });
    expect((await games.goals.contribute(asker('a:1'), '100')).result).toBe('refused');
    await games.goals.save(goal('dance', 'points', 250));
    expect((await games.goals.contribute(asker('a:1', 'x:1'), '100')).text).toBe('1 gave 100; dance is at 40%.');
    expect((await games.goals.contribute(asker('a:1', 'x:1'), '100')).result).toBe('done');
    expect((await games.goals.contribute(asker('a:2'), '100')).text).toContain('not enough');
    expect((await games.goals.contribute(asker('a:1'), '500')).text).toContain('gave 150');
    expect(await book.balance('a:1')).toBe(750);
    expect((await games.goals.contribute(asker('a:1'), '1')).result).toBe('refused');
  });

  it('add likes up instead of writing each', async () => {
    const { games, clock } = await play();
    await games.goals.save(goal('hearts', 'likes', 1_000_000));
    for (let index = 0; index < 500; index += 1) games.goals.take({ ...baseOf(0), kind: 'like', user: userOf('fan'), count: 3 });
    clock.advance(1000);
    await expect.poll(() => games.goals.view.get()[0]?.progress, SLOW).toBe(1500);
  });
});
