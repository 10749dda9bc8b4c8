import { z } from 'zod';
import { StudioError } from '#shared/errors.ts';

/**
 * Provable fairness. Before a round the studio publishes `commit`, the SHA-256 of a secret seed; every draw of the round is then decided by
 * HMAC-SHA-256(seed, message), where the message names the round, a counter and something public (the id of the viewer's message, the list on the wheel).
 * Afterwards the seed is published, and anyone can do the sums again:
 *   printf %s SEED | sha256sum                                       is COMMIT
 *   printf %s 'yingxi-1|GAME|ROUND|COUNTER|PUBLIC' | openssl dgst -sha256 -hmac SEED       decides the draw, see `pickIndex`
 * The seed is used as its 64 hexadecimal characters, as text, in both.
 */

const hex256 = z.string().regex(/^[0-9a-f]{64}$/);
export const proofDrawSchema = z.object({
  /** From 1, without gaps. */
  counter: z.number().int().min(1),
  public: z.string().max(400),
  /** In the order in which they were weighed. Weights are whole numbers. */
  choices: z
    .array(z.object({ id: z.string().max(200), weight: z.number().int().min(0).max(1_000_000) }))
    .min(1)
    .max(5000),
  chosen: z.string().max(200),
});
export type ProofDraw = z.infer<typeof proofDrawSchema>;
export const proofSchema = z.object({
  format: z.literal('yingxi-proof'),
  version: z.literal(1),
  game: z.enum(['lottery', 'wheel']),
  roundId: z.string().max(60),
  commit: hex256,
  /** null while the round runs. */
  seed: hex256.nullable(),
  draws: z.array(proofDrawSchema).max(2000),
});
export type Proof = z.infer<typeof proofSchema>;

export function drawMessage(game: Proof['game'], roundId: string, counter: number, publicPart: string): string {
  return `yingxi-1|${game}|${roundId}|${counter}|${publicPart}`;
}

const CHUNK_BYTES = 6;
/**
 * The index of the choice that a draw's digest (32 bytes) decides. The digest is read as five numbers of 48 bits, big-endian; the first one below the
 * largest multiple of the weights' sum counts, so that no choice is favoured by the remainder (if none is, the last one counts: less than once in 2^100
 * draws). That number modulo the sum is walked along the weights.
 */
export function pickIndex(digest: Uint8Array, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) throw new StudioError('invalid-input', 'Nothing can be drawn: no choice has any weight.');
  const limit = Math.floor(2 ** 48 / total) * total;
  let value = 0;
  for (let at = 0; at + CHUNK_BYTES <= 30; at += CHUNK_BYTES) {
    value = 0;
    for (const byte of digest.subarray(at, at + CHUNK_BYTES)) value = value * 256 + byte;
    if (value < limit) break;
  }
  let rest = value % total;
  for (const [index, weight] of weights.entries()) {
    if (rest < weight) return index;
    rest -= weight;
  }
  return weights.length - 1;
}

/** The two functions of cryptography, as the place at hand has them. Keys and messages are text in UTF-8; results 32 bytes. */
export interface Digests {
  sha256(text: string): Promise<Uint8Array>;
  hmacSha256(key: string, message: string): Promise<Uint8Array>;
}
export type ProofProblem = 'no-seed' | 'wrong-seed' | 'gap' | 'wrong-draw';
export interface ProofCheck {
  readonly ok: boolean;
  readonly draws: number;
  readonly problem?: ProofProblem;
  /** Counter of the draw that is wrong. */
  readonly at?: number;
}

/** Does a published round's sums again. */
export async function checkProof(proof: Proof, digests: Digests): Promise<ProofCheck> {
  const { seed, draws, game, roundId } = proof;
  const failed = (problem: ProofProblem, at?: number): ProofCheck => ({
    ok: false,
    draws: draws.length,
    problem,
    ...(at === undefined ? {} : { at }),
  });
  if (seed === null) return failed('no-seed');
  if (hexFromBytes(await digests.sha256(seed)) !== proof.commit) return failed('wrong-seed');
  for (const [index, draw] of draws.entries()) {
    if (draw.counter !== index + 1) return failed('gap', draw.counter);
    const digest = await digests.hmacSha256(seed, drawMessage(game, roundId, draw.counter, draw.public));
    const chosen =
      draw.choices[
        pickIndex(
          digest,
          draw.choices.map(({ weight }) => weight),
        )
      ];
    if (chosen?.id !== draw.chosen) return failed('wrong-draw', draw.counter);
  }
  return { ok: true, draws: draws.length };
}

export function hexFromBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
