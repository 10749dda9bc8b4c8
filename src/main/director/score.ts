import { assertNever } from '#shared/errors.ts';
import type { Intent, Reading } from '#shared/live/appraisal.ts';
import { isPaid, type LiveUser, type ViewerEvent } from '#shared/live/live-event.ts';
import { usdFromMoney } from '#shared/live/money.ts';
import type { Settings } from '#shared/settings/settings.ts';

/**
 * What the worth of a message is made of, in points. A plain line of a stranger who was here before is worth 0.
 *   money     60 and 15 for each tenfold of the sum: 1 USD 64.5, 100 USD about 90      kind     what it is: raid 40 and more, reward 15, arrival −5, …
 *   mention   20: she is called by name             question  12        novelty  +8 a first message, −12 what was just answered to somebody else
 *   loyalty   0 to 10, by how often the viewer is there                 role     owner 25, moderator 10, guards up to 12, members 6
 *   intent    a wish +5, a greeting +2, abuse −20   crowd     up to 12: how many say the same       length  −8 for one or two letters
 *   fatigue   to −40: answered lately, or writing very much; never of those who pay
 * The streamer's weights multiply all but kind, length and crowd.
 */
export type ScorePart =
  | 'money'
  | 'kind'
  | 'mention'
  | 'question'
  | 'novelty'
  | 'loyalty'
  | 'role'
  | 'intent'
  | 'crowd'
  | 'length'
  | 'fatigue';

export interface Score {
  readonly points: number;
  /** Parts that are not 0. */
  readonly parts: Readonly<Partial<Record<ScorePart, number>>>;
}
export type ScoreWeights = Settings['director']['weights'];

/** What is known of a message besides the message. */
export interface MessageTraits {
  readonly mentionsHer: boolean;
  readonly isQuestion: boolean;
  /** The viewer's first line that this program sees. */
  readonly isNewViewer: boolean;
  /** She just spoke to the same words. */
  readonly wasJustAnswered: boolean;
  /** Lines of this viewer within the last half minute, with this one. */
  readonly recentMessages: number;
  /** See ViewerMemory.recentAnswers. */
  readonly recentAnswers: number;
  /** Letters and digits in it. */
  readonly textLength: number;
  /** 0 for a stranger to 1 for who is always there. */
  readonly loyalty: number;
  readonly reading: Reading | undefined;
}

/** Points that a message gains for each second of waiting: a plain line overtakes a fresh question after half a minute. */
const AGEING_PER_SECOND = 0.4;
/**
 * Place in the queue, for a message that came `sinceStartMs` after the start. All age alike, so instead of raising those that wait, those that come later
 * start lower: the order is right at every moment and never has to be computed anew.
 */
export function rankOf(points: number, sinceStartMs: number): number {
  return points - (AGEING_PER_SECOND * sinceStartMs) / 1000;
}
/** Says of the streamer; only for the ledger, they have a queue of their own. */
export const SAY_PRIORITY = 1000;

const PAID_BASE = 60;
const POINTS_PER_TENFOLD = 15;
const LOYALTY_POINTS = 10;
const MOST_FATIGUE = 40;

/** Worth of a message on arrival; higher is sooner. */
export function scoreOf(event: ViewerEvent, traits: MessageTraits, weights: ScoreWeights): Score {
  const paid = isPaid(event);
  const tired = 8 * traits.recentAnswers + 2 * Math.max(0, traits.recentMessages - 3);
  return scoreFrom({
    money: weights.money * (paid ? PAID_BASE + moneyPoints(event) : 0),
    kind: kindPoints(event),
    mention: weights.mention * (traits.mentionsHer ? 20 : 0),
    question: weights.question * (traits.isQuestion ? 12 : 0),
    novelty: weights.novelty * ((traits.isNewViewer ? 8 : 0) - (traits.wasJustAnswered ? 12 : 0)),
    loyalty: weights.loyalty * LOYALTY_POINTS * traits.loyalty,
    role: weights.role * rolePoints(event.user),
    intent: weights.intent * intentPoints(traits.reading),
    length: event.kind === 'chat' && traits.textLength <= 2 ? -8 : 0,
    fatigue: paid ? 0 : -weights.fatigue * Math.min(MOST_FATIGUE, tired),
  });
}

/** `score` with what it is worth that so many others said the same. */
export function withCrowd(score: Score, others: number): Score {
  const crowd = rounded(Math.min(12, 4 * Math.log2(1 + others)));
  // In a flood it is at its most from the eighth on.
  return score.parts.crowd === crowd ? score : scoreFrom({ ...score.parts, crowd });
}

function scoreFrom(parts: Readonly<Partial<Record<ScorePart, number>>>): Score {
  const kept: Partial<Record<ScorePart, number>> = {};
  let points = 0;
  for (const part of PARTS) {
    const value = rounded(parts[part] ?? 0);
    if (value === 0) continue;
    kept[part] = value;
    points += value;
  }
  return { points: rounded(points), parts: kept };
}
const rounded = (points: number): number => Math.round(points * 100) / 100;
const PARTS: readonly ScorePart[] = [
  'money',
  'kind',
  'mention',
  'question',
  'novelty',
  'loyalty',
  'role',
  'intent',
  'crowd',
  'length',
  'fatigue',
];

function kindPoints(event: ViewerEvent): number {
  switch (event.kind) {
    case 'chat':
      // The streamer speaks to her: before all that viewers wrote without paying, and most that they paid for.
      if (event.source === 'microphone') return 100;
      return (event.highlighted === true ? 10 : 0) + (event.mirrored === true ? -10 : 0);
    case 'redemption':
      return 15;
    case 'raid':
      return 40 + Math.min(15, Math.log2(1 + event.viewers));
    case 'superchat':
      return 10;
    case 'membership':
      return 10;
    case 'gift':
      return 3;
    case 'join':
    case 'follow':
    case 'share':
    case 'like':
      return -5;
    default:
      return assertNever(event);
  }
}

function rolePoints(user: LiveUser): number {
  const guard = user.guardLevel === undefined || user.guardLevel === 0 ? 0 : 15 - 3 * user.guardLevel;
  let best = guard;
  for (const role of user.roles) best = Math.max(best, ROLE_POINTS[role]);
  return best;
}
const ROLE_POINTS = { owner: 25, moderator: 10, vip: 6, member: 6, verified: 3 } as const;

function moneyPoints(event: ViewerEvent): number {
  const value = 'value' in event ? event.value : null;
  if (value === null || value === undefined) return 10;
  return POINTS_PER_TENFOLD * Math.log10(1 + usdFromMoney(value));
}

/** A classifier that is not sure says nothing. */
const SURE_ENOUGH = 0.5;
function intentPoints(reading: Reading | undefined): number {
  return reading === undefined || reading.intentScore < SURE_ENOUGH ? 0 : INTENT_POINTS[reading.intent] * reading.intentScore;
}
/** A question has points of its own. */
const INTENT_POINTS: Readonly<Record<Intent, number>> = {
  chat: 0,
  question: 0,
  greeting: 2,
  sing: 5,
  draw: 5,
  dance: 5,
  search: 5,
  picture: 5,
  skip: 5,
  scene: 5,
  costume: 5,
  abuse: -20,
};

/** Whether the classifier surely takes a line for a question. */
export function readsAsQuestion(reading: Reading | undefined): boolean {
  return reading !== undefined && reading.intent === 'question' && reading.intentScore >= SURE_ENOUGH;
}
