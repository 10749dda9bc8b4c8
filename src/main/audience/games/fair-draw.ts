import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type Digests, drawMessage, type Proof, type ProofDraw, pickIndex } from '#shared/audience/fairness.ts';

/** A round of draws that can be checked afterwards; `seed` stays secret until it ends. */
export interface FairRound {
  readonly id: string;
  readonly seed: string;
  readonly commit: string;
  /** Draws so far. */
  readonly counter: number;
  readonly startedAt: number;
}

/** 32 bytes as 64 hexadecimal characters. */
export type NewSeed = () => string;
export const randomSeed: NewSeed = () => randomBytes(32).toString('hex');

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
export const nodeDigests: Digests = {
  sha256: async (text) => sha256(text),
  hmacSha256: async (key, message) => createHmac('sha256', key).update(message, 'utf8').digest(),
};
export const hashOf = (text: string): string => sha256(text).toString('hex');

export function beginRound(newSeed: NewSeed, nowMs: number): FairRound {
  const seed = newSeed();
  const commit = hashOf(seed);
  return { id: `${Math.floor(nowMs).toString(36)}-${commit.slice(0, 8)}`, seed, commit, counter: 0, startedAt: nowMs };
}

/** The next draw of a round: decided by the seed, the counter and what is public of it. */
export function drawFair(
  game: Proof['game'],
  round: FairRound,
  publicPart: string,
  choices: ProofDraw['choices'],
): { readonly round: FairRound; readonly draw: ProofDraw; readonly index: number } {
  const counter = round.counter + 1;
  const shown = publicPart.slice(-400);
  const message = drawMessage(game, round.id, counter, shown);
  const digest = createHmac('sha256', round.seed).update(message, 'utf8').digest();
  const index = pickIndex(
    digest,
    choices.map(({ weight }) => weight),
  );
  const chosen = choices[index]?.id ?? '';
  return { round: { ...round, counter }, draw: { counter, public: shown, choices: [...choices], chosen }, index };
}
