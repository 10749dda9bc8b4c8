import type { ViewerEvent } from '#shared/live/live-event.ts';
import type { Emotion } from '#shared/speech/emotion.ts';

/** What a line wants, found without a language model. */
export const INTENTS = [
  'chat',
  'question',
  'greeting',
  'sing',
  'draw',
  'dance',
  'search',
  'picture',
  'skip',
  'scene',
  'costume',
  'abuse',
] as const;
export type Intent = (typeof INTENTS)[number];

/** A line read by the small classifier. Scores are probabilities, 0 to 1. */
export interface Reading {
  readonly intent: Intent;
  readonly intentScore: number;
  readonly emotion: Emotion;
  readonly emotionScore: number;
}

/**
 * What moderation says of a message.
 *   allow   as it is                       mask   shown and spoken with the bad part starred out
 *   hold    not before the streamer or a moderator has looked        block  never shown or spoken
 */
export const MODERATION_ACTIONS = ['allow', 'mask', 'hold', 'block'] as const;
export type ModerationAction = (typeof MODERATION_ACTIONS)[number];

/** Why; the interface translates these. */
export const MODERATION_CATEGORIES = [
  'own-list',
  'abuse',
  'hate',
  'sexual',
  'violence',
  'self-harm',
  'politics',
  'spam',
  'personal-data',
  'injection',
  'pattern',
  'model',
  'impersonation',
  'timed-out',
] as const;
export type ModerationCategory = (typeof MODERATION_CATEGORIES)[number];

export interface Verdict {
  readonly action: ModerationAction;
  readonly category?: ModerationCategory;
  /** Which part is unfit; undefined: take it for both. Thanks for money then leave out that part only. */
  readonly at?: 'text' | 'name';
  /** The part that gave cause, for the streamer's eyes only. */
  readonly evidence?: string;
}

/** All that is known of one viewer's event before the director decides. Made once for each event that is not a redelivery. */
export interface Appraisal {
  /** One person across platforms; undefined where the platform hides who it is. Never a masked name. */
  readonly viewerKey: string | undefined;
  /** The event as it may be shown and spoken: the same object unless something was masked. */
  readonly shown: ViewerEvent;
  readonly verdict: Verdict;
  /** Of lines; undefined where nothing was written. */
  readonly reading: Reading | undefined;
  /** 0 for a stranger to 1 for who is always there. */
  readonly loyalty: number;
  /** A command, vote or other game took it: it needs no answer of hers. */
  readonly claimedBy: string | undefined;
  /** The streamer wants no words for it: a welcome or thanks of this kind is off, or likes were thanked for just now. */
  readonly unwanted?: boolean;
}
