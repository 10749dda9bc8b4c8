import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { checkProof } from '#shared/audience/fairness.ts';
import { builtEntry } from '../../../../tests/support/built-entry.ts';
import { realBooks } from '../../../../tests/support/real-book.ts';
import { nodeDigests } from './fair-draw.ts';
import { playGames, prize } from './games.testkit.ts';

const openBook = realBooks();
const workerFile = builtEntry('src/main/audience/book/audience-worker.ts');
const probe = builtEntry('src/main/audience/games/games-kill-probe.fixture.ts');

/** Lets a process play and kills it a little after it has confirmed so many steps; resolves to those. */
async function playAndKill(file: string, run: number, afterSteps: number): Promise<readonly string[]> {
  const script = `require(${JSON.stringify(probe())}).playForever(${JSON.stringify(workerFile())}, ${JSON.stringify(file)}, ${run})`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const confirmed: string[] = [];
  await new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      confirmed.push(line);
      if (confirmed.length === afterSteps) setTimeout(() => child.kill('SIGKILL'), Math.random() * 8);
    });
    child.once('close', () => resolve());
  });
  return confirmed;
}

const INITIAL = 5 * 100_000;
const STOCK = 10_000;

test('games lose nothing that was confirmed and create no point when the process is killed at any moment', async () => {
  const first = await openBook();
  await first.give(Object.fromEntries([0, 1, 2, 3, 4].map((viewer) => [`custom:${viewer}`, INITIAL / 5])));
  const setUp = playGames(first.book);
  await setUp.games.ready;
  await setUp.games.lottery.setRules({ open: true, cost: 7, maxDraws: 10 });
  await setUp.games.lottery.savePrize(prize('points', { kind: 'points', points: 5, chance: 4000, stock: STOCK }), null);
  await setUp.games.goals.save({ id: 'goal', title: 'Goal', kind: 'points', target: 1_000_000, active: true });
  const bet = { question: '?', options: ['A', 'B'], seconds: null, minStake: 1, maxStake: 1_000_000, announce: false };
  await setUp.games.prediction.open(bet);
  await first.close();

  for (let run = 0; run < 3; run += 1) {
    const confirmed = await playAndKill(first.file, run, 4 + run * 9);
    const after = await openBook(first.file);
    const { games } = playGames(after.book);
    await games.ready;
    const { drawn, prizes } = games.lottery.view.get();
    const wins = drawn.flatMap((one) => one.wins);
    const staked = (games.prediction.view.get().current?.pools ?? []).reduce((sum, { stake }) => sum + stake, 0);
    const given = games.goals.view.get()[0]?.progress ?? 0;
    const drawnFor = drawn.reduce((sum, { cost }) => sum + cost, 0) - 5 * wins.length;
    expect(drawn.length).toBeLessThan(100);
    expect(prizes[0]?.stock).toBe(STOCK - wins.length);
    expect((await after.total()) + staked + given + drawnFor).toBe(INITIAL);
    // What was confirmed is there: the same lines again change nothing.
    for (const step of confirmed) {
      const asker = { viewerKey: 'custom:0', name: 'v', language: 'en' as const };
      await games.chat.lottery({ ...asker, eventId: `draw:${step}` }, '3');
      await games.chat.contribute({ ...asker, eventId: `give:${step}` }, '1');
    }
    expect(games.lottery.view.get().drawn).toEqual(drawn);
    expect((await after.total()) + staked + given + drawnFor).toBe(INITIAL);
    await after.close();
  }

  const last = await openBook(first.file);
  const { games } = playGames(last.book);
  await games.ready;
  const proof = await games.lottery.reveal();
  expect(await checkProof(proof, nodeDigests)).toEqual({ ok: true, draws: proof.draws.length });
  await games.prediction.cancel();
  expect(games.prediction.view.get().current?.phase).toBe('cancelled');
});
