import { z } from 'zod';

/** Games of the audience, as the streamer sets them up and as pages see them. Points, stakes, stock and votes are whole numbers. */

const id = z.string().regex(/^[a-z0-9-]{1,40}$/);
const title = z.string().trim().min(1).max(120);
const points = z.number().int().min(0).max(100_000_000);
/** ms since the epoch. */
const moment = z.number().int().nonnegative();

/** Chances are in ten-thousandths: 800 is 8 %. */
export const WHOLE_CHANCE = 10_000;
export const prizeSchema = z.object({
  id,
  name: z.string().trim().min(1).max(60),
  /** item: the streamer hands it over; points: credited at once; message: only words. */
  kind: z.enum(['item', 'points', 'message']),
  /** Of the kind `points`; may be negative, an account never falls below zero. */
  points: z.number().int().min(-1_000_000).max(1_000_000),
  /** File name of an item picture, or '' for none. */
  picture: z.string().max(200),
  enabled: z.boolean(),
  /** How many are left; null: without end. What is sold out counts as nothing won. */
  stock: z.number().int().min(0).max(1_000_000).nullable(),
  chance: z.number().int().min(0).max(WHOLE_CHANCE),
  /** Can be won from and until; null: any time. */
  from: moment.nullable(),
  until: moment.nullable(),
  oncePerViewer: z.boolean(),
});
export type Prize = z.infer<typeof prizeSchema>;
export const MAX_PRIZES = 50;
export const MAX_DRAWS = 10;

export const lotteryRulesSchema = z.object({
  open: z.boolean(),
  /** Points for one draw. */
  cost: points,
  maxDraws: z.number().int().min(1).max(MAX_DRAWS),
});
export type LotteryRules = z.infer<typeof lotteryRulesSchema>;

export const roundViewSchema = z.object({ id: z.string(), commit: z.string(), draws: z.number().int(), startedAt: z.number() });
export const winSchema = z.object({
  prizeId: z.string(),
  name: z.string(),
  kind: prizeSchema.shape.kind,
  points: z.number().int(),
  /** As the prize had it: the prize may change or go. */
  picture: prizeSchema.shape.picture.default(''),
});
export type Win = z.infer<typeof winSchema>;
export const drawnSchema = z.object({
  seq: z.number().int(),
  at: z.number(),
  userName: z.string(),
  count: z.number().int(),
  cost: z.number().int(),
  wins: z.array(winSchema),
  /** Items that were won have reached their winner. */
  handedOver: z.boolean(),
});
export type Drawn = z.infer<typeof drawnSchema>;
export const lotteryViewSchema = z.object({
  rules: lotteryRulesSchema,
  prizes: z.array(prizeSchema),
  round: roundViewSchema,
  /** Newest first. */
  drawn: z.array(drawnSchema),
});
export type LotteryView = z.infer<typeof lotteryViewSchema>;

export const wheelRulesSchema = z.object({
  /** joined: who wrote the word; active: everyone who wrote within `activeMinutes`. */
  source: z.enum(['joined', 'active']),
  activeMinutes: z.number().int().min(1).max(240),
  include: z.array(z.string().trim().min(1).max(60)).max(200),
  exclude: z.array(z.string().trim().min(1).max(60)).max(200),
  /** Until it slows down by itself, and how long that takes. */
  spinSeconds: z.number().min(1).max(60),
  slowSeconds: z.number().min(1).max(20),
  /** She says who it was. */
  announce: z.boolean(),
});
export type WheelRules = z.infer<typeof wheelRulesSchema>;
/** closed → open (people join) → ready (the list stands) → spinning → slowing → done */
export const WHEEL_PHASES = ['closed', 'open', 'ready', 'spinning', 'slowing', 'done'] as const;
export const MAX_ON_WHEEL = 500;
export const wheelViewSchema = z.object({
  rules: wheelRulesSchema,
  phase: z.enum(WHEEL_PHASES),
  names: z.array(z.string()),
  round: roundViewSchema.nullable(),
  /** When spinning and slowing began and end, ms since the epoch; the winner is decided when it begins to slow down. */
  spinningSince: z.number().nullable(),
  slowingSince: z.number().nullable(),
  endsAt: z.number().nullable(),
  /** Place in `names`, from the moment in which it slows down. */
  winnerIndex: z.number().int().nullable(),
  history: z.array(z.object({ at: z.number(), name: z.string(), of: z.number().int(), roundId: z.string() })),
});
export type WheelView = z.infer<typeof wheelViewSchema>;

const optionLabel = z.string().trim().min(1).max(60);
export const voteSetupSchema = z.object({
  question: title,
  options: z.array(optionLabel).min(2).max(10),
  /** null: until the streamer closes it. */
  seconds: z.number().int().min(10).max(86_400).nullable(),
  mayChange: z.boolean(),
  /** A line that is only a choice's number or name counts too. */
  bareWords: z.boolean(),
  announce: z.boolean(),
});
export type VoteSetup = z.infer<typeof voteSetupSchema>;
export const tallySchema = z.object({ label: z.string(), votes: z.number().int() });
export const voteViewSchema = z.object({
  current: z
    .object({
      id: z.string(),
      question: z.string(),
      tally: z.array(tallySchema),
      open: z.boolean(),
      openedAt: z.number(),
      closesAt: z.number().nullable(),
      bareWords: z.boolean(),
      mayChange: z.boolean(),
    })
    .nullable(),
  history: z.array(z.object({ id: z.string(), question: z.string(), tally: z.array(tallySchema), closedAt: z.number() })),
});
export type VoteView = z.infer<typeof voteViewSchema>;

export const predictionSetupSchema = z.object({
  question: title,
  options: z.array(optionLabel).min(2).max(10),
  seconds: z.number().int().min(10).max(86_400).nullable(),
  minStake: z.number().int().min(1).max(1_000_000),
  maxStake: z.number().int().min(1).max(100_000_000),
  announce: z.boolean(),
});
export type PredictionSetup = z.infer<typeof predictionSetupSchema>;
export const poolSchema = z.object({ label: z.string(), stake: z.number().int(), people: z.number().int() });
export const predictionViewSchema = z.object({
  current: z
    .object({
      id: z.string(),
      question: z.string(),
      pools: z.array(poolSchema),
      phase: z.enum(['open', 'locked', 'resolved', 'cancelled']),
      openedAt: z.number(),
      closesAt: z.number().nullable(),
      minStake: z.number().int(),
      maxStake: z.number().int(),
      /** Place of the option that came true. */
      outcome: z.number().int().nullable(),
    })
    .nullable(),
  history: z.array(
    z.object({
      id: z.string(),
      question: z.string(),
      pools: z.array(poolSchema),
      outcome: z.number().int().nullable(),
      closedAt: z.number(),
    }),
  ),
});
export type PredictionView = z.infer<typeof predictionViewSchema>;

/** follows, members: how many; money: millionths of the base currency (CNY); likes; points: put in by viewers. */
export const GOAL_KINDS = ['follows', 'members', 'money', 'likes', 'points'] as const;
export const goalSchema = z.object({
  id,
  title,
  kind: z.enum(GOAL_KINDS),
  target: z.number().int().min(1).max(1_000_000_000_000),
  progress: z.number().int().min(0),
  /** It counts. */
  active: z.boolean(),
  /** When it was reached; she celebrates once. */
  reachedAt: z.number().nullable(),
});
export type Goal = z.infer<typeof goalSchema>;
export const goalSetupSchema = goalSchema.pick({ id: true, title: true, kind: true, target: true, active: true });
export type GoalSetup = z.infer<typeof goalSetupSchema>;
export const MAX_GOALS = 20;

export const gamesViewSchema = z.object({
  lottery: lotteryViewSchema,
  wheel: wheelViewSchema,
  vote: voteViewSchema,
  prediction: predictionViewSchema,
  goals: z.array(goalSchema),
});
export type GamesView = z.infer<typeof gamesViewSchema>;
