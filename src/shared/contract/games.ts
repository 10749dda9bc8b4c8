import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { proofSchema } from '#shared/audience/fairness.ts';
import {
  gamesViewSchema,
  goalSchema,
  goalSetupSchema,
  lotteryRulesSchema,
  predictionSetupSchema,
  prizeSchema,
  voteSetupSchema,
  wheelRulesSchema,
} from '#shared/audience/games.ts';
import { done, nothing, studioProcedure } from '#shared/contract/procedure.ts';

const id = z.object({ id: z.string().max(60) });

/** What is refused now (a vote that runs already, a wheel that spins) is CONFLICT, with what to do. */
export const gamesContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(gamesViewSchema)),

  setLotteryRules: studioProcedure.input(lotteryRulesSchema).output(done),
  /** `stockBefore`: what the editor saw; where the stock was not edited, draws since then keep counting. */
  savePrize: studioProcedure.input(z.object({ prize: prizeSchema, stockBefore: prizeSchema.shape.stock })).output(done),
  removePrize: studioProcedure.input(id).output(done),
  handOver: studioProcedure.input(z.object({ seq: z.number().int(), handedOver: z.boolean() })).output(done),
  /** Ends the lottery's round: publishes its seed and begins the next under a new commitment. */
  revealLottery: studioProcedure.input(nothing).output(proofSchema),
  /** Rounds that ended, newest first. */
  proofs: studioProcedure.input(z.object({ game: proofSchema.shape.game })).output(z.array(proofSchema)),

  setWheelRules: studioProcedure.input(wheelRulesSchema).output(done),
  turnWheel: studioProcedure.input(z.object({ verb: z.enum(['open', 'set', 'start', 'stop', 'close']) })).output(done),

  openVote: studioProcedure.input(voteSetupSchema).output(done),
  endVote: studioProcedure.input(z.object({ verb: z.enum(['finish', 'clear']) })).output(done),

  openPrediction: studioProcedure.input(predictionSetupSchema).output(done),
  endPrediction: studioProcedure.input(z.object({ verb: z.enum(['lock', 'cancel', 'clear']) })).output(done),
  /** `outcome`: place of the choice that came true, from 0. */
  resolvePrediction: studioProcedure.input(z.object({ outcome: z.number().int().min(0).max(9) })).output(done),

  saveGoal: studioProcedure.input(goalSetupSchema).output(done),
  /** The goal as it was, for undoing. */
  removeGoal: studioProcedure.input(id).output(goalSchema),
  setGoalProgress: studioProcedure.input(z.object({ id: z.string().max(60), progress: goalSchema.shape.progress })).output(done),
};
