import type { ProofDraw } from '#shared/audience/fairness.ts';
import { type Prize, WHOLE_CHANCE, type Win } from '#shared/audience/games.ts';
import { drawFair, type FairRound } from './fair-draw.ts';

/** What is drawn by one viewer at one moment. Pure: the same in, the same out. */
export interface DrawInput {
  readonly prizes: readonly Prize[];
  readonly round: FairRound;
  /** Public part of the draws: the id of the viewer's message. */
  readonly eventId: string;
  readonly count: number;
  readonly nowMs: number;
  /** Prizes that this viewer has won before and can win only once. */
  readonly wonBefore: ReadonlySet<string>;
}
export interface DrawResult {
  readonly prizes: readonly Prize[];
  readonly round: FairRound;
  readonly draws: readonly ProofDraw[];
  readonly wins: readonly Win[];
  /** Once-per-viewer prizes won now. */
  readonly wonOnce: readonly string[];
}

/** '' stands for nothing won. */
const NOTHING = '';

export function canBeWon(prize: Prize, nowMs: number): boolean {
  return (
    prize.enabled &&
    prize.chance > 0 &&
    prize.stock !== 0 &&
    (prize.from === null || nowMs >= prize.from) &&
    (prize.until === null || nowMs < prize.until)
  );
}

/** The share of a prize that cannot be won now goes to "nothing": the other chances stay what was announced. */
function choicesOf(prizes: readonly Prize[], nowMs: number, won: ReadonlySet<string>): ProofDraw['choices'] {
  const eligible = prizes.filter((prize) => canBeWon(prize, nowMs) && !won.has(prize.id));
  const choices = eligible.map(({ id, chance }) => ({ id, weight: chance }));
  const rest = WHOLE_CHANCE - choices.reduce((sum, { weight }) => sum + weight, 0);
  return rest > 0 ? [...choices, { id: NOTHING, weight: rest }] : choices;
}

export function drawPrizes(input: DrawInput): DrawResult {
  let { prizes, round } = input;
  const won = new Set(input.wonBefore);
  const draws: ProofDraw[] = [];
  const wins: Win[] = [];
  const wonOnce: string[] = [];
  for (let turn = 0; turn < input.count; turn += 1) {
    const next = drawFair('lottery', round, input.eventId, choicesOf(prizes, input.nowMs, won));
    round = next.round;
    draws.push(next.draw);
    const prize = prizes.find(({ id }) => id === next.draw.chosen);
    if (prize === undefined) continue;
    const { id: prizeId, name, kind, picture } = prize;
    wins.push({ prizeId, name, kind, points: kind === 'points' ? prize.points : 0, picture });
    if (prize.oncePerViewer) {
      won.add(prize.id);
      wonOnce.push(prize.id);
    }
    const { stock } = prize;
    if (stock !== null) prizes = prizes.map((one) => (one === prize ? { ...one, stock: stock - 1 } : one));
  }
  return { prizes, round, draws, wins, wonOnce };
}
