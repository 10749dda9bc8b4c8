import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProof, drawMessage, hexFromBytes, type Proof, pickIndex } from '#shared/audience/fairness.ts';
import { beginRound, drawFair, nodeDigests } from './fair-draw.ts';

const SEED = '0123456789abcdef'.repeat(4);
const CHOICES = [
  { id: 'key', weight: 800 },
  { id: 'points', weight: 3000 },
  { id: '', weight: 6200 },
];

function playedRound(draws: number): Proof {
  let round = beginRound(() => SEED, 1_700_000_000_000);
  const proof: Proof = {
    format: 'yingxi-proof',
    version: 1,
    game: 'lottery',
    roundId: round.id,
    commit: round.commit,
    seed: SEED,
    draws: [],
  };
  for (let index = 0; index < draws; index += 1) {
    const next = drawFair('lottery', round, `twitch:${index}`, CHOICES);
    round = next.round;
    proof.draws.push(next.draw);
  }
  return proof;
}

describe('provable draws', () => {
  it('are fixed by seed, round, counter and what is public: test vectors', async () => {
    const proof = playedRound(8);
    expect(proof.commit).toBe('a8ae6e6ee929abea3afcfc5258c8ccd6f85273e0d4626d26c7279f3250f77c8e');
    expect(proof.roundId).toBe('loyw3v28-a8ae6e6e');
    const digest = await nodeDigests.hmacSha256(SEED, drawMessage('lottery', proof.roundId, 1, 'twitch:0'));
    expect(hexFromBytes(digest)).toBe('e841c1ecd00711d2289b0c7556c5186c58a06d9d96f116cf7a01c938b97d0e74');
    expect(proof.draws.map(({ chosen }) => chosen)).toEqual(['key', 'points', '', 'points', 'points', 'points', '', '']);
  });

  it('can be checked with tools that everyone has', () => {
    const proof = playedRound(1);
    const run = (file: string, args: string[], input: string): string => execFileSync(file, args, { input }).toString();
    expect(run('sha256sum', [], SEED)).toContain(proof.commit);
  });

  it('pass the check when nothing was changed, and name the draw that was', async () => {
    const proof = playedRound(20);
    expect(await checkProof(proof, nodeDigests)).toEqual({ ok: true, draws: 20 });
    expect(await checkProof({ ...proof, seed: null }, nodeDigests)).toMatchObject({ problem: 'no-seed' });
    expect(await checkProof({ ...proof, seed: 'f'.repeat(64) }, nodeDigests)).toMatchObject({ problem: 'wrong-seed' });
    const changed = (at: number, change: Partial<Proof['draws'][number]>): Proof => ({
      ...proof,
      draws: proof.draws.map((draw) => (draw.counter === at ? { ...draw, ...change } : draw)),
    });
    expect(await checkProof(changed(7, { chosen: proof.draws[6]?.chosen === 'key' ? '' : 'key' }), nodeDigests)).toMatchObject({
      problem: 'wrong-draw',
      at: 7,
    });
    expect(await checkProof({ ...proof, draws: proof.draws.slice(1) }, nodeDigests)).toMatchObject({ problem: 'gap', at: 2 });
  });

  it('never choose what has no weight, and always something', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 30 }),
        (digest, weights) => {
          fc.pre(weights.some((weight) => weight > 0));
          const index = pickIndex(digest, weights);
          expect(weights[index]).toBeGreaterThan(0);
        },
      ),
    );
    expect(() => pickIndex(new Uint8Array(32), [0, 0])).toThrow(/no choice has any weight/);
  });

  it('skip numbers that would favour the first choices', () => {
    const digest = new Uint8Array(32).fill(0xff);
    digest.set([0, 0, 0, 0, 0, 4], 6);
    // 2^48 − 1 is past the largest multiple of 5; the next number, 4, counts.
    expect(pickIndex(digest, [1, 1, 1, 1, 1])).toBe(4);
  });

  it('follow their weights over many draws', () => {
    const counts = new Map<string, number>();
    for (const { chosen } of playedRound(6000).draws) counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
    // Five standard deviations of a binomial share around 8 %, 30 % and 62 %; the seed is fixed, so this cannot flicker.
    for (const { id, weight } of CHOICES) {
      const share = weight / 10_000;
      const deviation = 5 * Math.sqrt(6000 * share * (1 - share));
      expect(Math.abs((counts.get(id) ?? 0) - 6000 * share)).toBeLessThan(deviation);
    }
  });
});
