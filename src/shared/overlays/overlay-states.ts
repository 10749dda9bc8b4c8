import { z } from 'zod';
import {
  goalSchema,
  lotteryRulesSchema,
  predictionViewSchema,
  prizeSchema,
  voteViewSchema,
  wheelViewSchema,
} from '#shared/audience/games.ts';
import { livePlatformSchema, moneySchema } from '#shared/live/live-event.ts';
import { musicViewSchema } from '#shared/music/music.ts';
import { OVERLAY_TOPICS } from './overlay-list.ts';
import { ALERT_KINDS, ALERT_SOUNDS, cardSchema, themeIdSchema, widgetSettingsSchema } from './overlay-settings.ts';

/** What overlay pages are told. All texts and names come from strangers: for showing, never markup. Times are ms since the epoch. */

/** What every page knows: how things look, and whether the streamer has hidden the show. */
export const overlayShowSchema = z.object({
  theme: themeIdSchema,
  /** Addresses of the style sheets of themes that are the streamer's own, by id. */
  ownThemes: z.record(themeIdSchema, z.string()),
  widgets: widgetSettingsSchema,
  cards: z.array(cardSchema.extend({ pictureUrl: z.string() })),
  /** Of the alerts' sounds, 0 … 1; 0 while the streamer has silenced the show. */
  volume: z.number().min(0).max(1),
  hidden: z.boolean(),
  language: z.enum(['zh', 'en', 'ja']),
  /** Null: no room has said that the show is on. */
  liveSinceMs: z.number().nullable(),
});
export type OverlayShow = z.infer<typeof overlayShowSchema>;

export const BADGES = ['owner', 'moderator', 'vip', 'member', 'verified', 'guard-1', 'guard-2', 'guard-3'] as const;
export const LINE_KINDS = ['chat', 'gift', 'superchat', 'membership', 'follow', 'share', 'raid', 'redemption'] as const;
export const overlayLineSchema = z.object({
  /** The same id again: the line has changed (a streak of gifts grows). */
  id: z.string(),
  kind: z.enum(LINE_KINDS),
  platform: livePlatformSchema,
  atMs: z.number(),
  name: z.string(),
  badges: z.array(z.enum(BADGES)),
  medal: z.object({ name: z.string(), level: z.number().int() }).nullable(),
  /** What was written; emotes by their names. */
  text: z.string(),
  /** The same in pieces where emotes are among them; empty: there are none. `picture`: its address here, '' while it has none; `emote`: what it is known by. */
  pieces: z.array(z.object({ text: z.string(), emote: z.string(), picture: z.string() })).default([]),
  gift: z.object({ name: z.string(), count: z.number().int() }).nullable(),
  /** Membership tier, reward, or who was raided with how many. */
  detail: z.string(),
  money: moneySchema.nullable(),
  /** 0 nothing … 4 very much. */
  tier: z.number().int().min(0).max(4),
});
export type OverlayLine = z.infer<typeof overlayLineSchema>;

export const chatChangeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('line'), line: overlayLineSchema }),
  /** These were withdrawn: away at once. */
  z.object({ type: z.literal('gone'), ids: z.array(z.string()) }),
]);
export type ChatChange = z.infer<typeof chatChangeSchema>;

export const alertViewSchema = z.object({
  id: z.string(),
  kind: z.enum(ALERT_KINDS),
  tier: z.number().int().min(0).max(4),
  platform: livePlatformSchema.nullable(),
  /** The sentence in pieces; `strong` ones are names and amounts. */
  title: z.array(z.object({ text: z.string(), strong: z.boolean() })),
  text: z.string(),
  money: moneySchema.nullable(),
  count: z.number().int(),
  sound: z.enum(ALERT_SOUNDS),
  pictureUrl: z.string(),
  since: z.number(),
  until: z.number(),
});
export type AlertView = z.infer<typeof alertViewSchema>;

export const wheelStateSchema = wheelViewSchema.pick({
  phase: true,
  names: true,
  spinningSince: true,
  slowingSince: true,
  endsAt: true,
  winnerIndex: true,
});

/** `pictureUrl` '' : none. */
const prizeOnShowSchema = prizeSchema.pick({ name: true }).extend({ pictureUrl: z.string() });
export const lotteryStateSchema = lotteryRulesSchema.pick({ open: true, cost: true }).extend({
  /** Those that can be won. */
  prizes: z.array(prizeOnShowSchema),
  /** Newest first; `wins` of one kind together. */
  drawn: z.array(
    z.object({
      at: z.number(),
      name: z.string(),
      count: z.number().int(),
      wins: z.array(prizeOnShowSchema.extend({ times: z.number().int() })),
    }),
  ),
});

export const songsStateSchema = musicViewSchema.pick({
  state: true,
  track: true,
  positionSeconds: true,
  atMs: true,
  requests: true,
  upcoming: true,
});

export const overlayStatesSchema = z.object({
  show: overlayShowSchema,
  alert: z.object({ current: alertViewSchema.nullable(), waiting: z.number().int() }),
  goals: z.array(goalSchema),
  /** Null: there is no music. */
  songs: songsStateSchema.nullable(),
  ranking: z.array(z.object({ rank: z.number().int(), name: z.string(), points: z.number().int() })),
  wheel: wheelStateSchema,
  lottery: lotteryStateSchema,
  vote: voteViewSchema.shape.current,
  prediction: predictionViewSchema.shape.current,
  /** `text` '' = the words for the deed. */
  status: z.object({ deed: z.enum(['idle', 'thinking', 'speaking', 'singing', 'quiet']), text: z.string(), about: z.string() }),
  /** `url` '' = empty. */
  frame: z.object({ url: z.string(), name: z.string() }),
});
export type OverlayStates = z.infer<typeof overlayStatesSchema>;
export type StateTopic = keyof OverlayStates;

/** Where a page has come to. The epoch changes with each start of the program, the number rises with each change. */
export const overlayCursorSchema = z.object({ epoch: z.string().max(40), number: z.number().int().nonnegative() });
export type OverlayCursor = z.infer<typeof overlayCursorSchema>;

export const overlayMessageSchema = overlayCursorSchema.extend({
  /** By the program's clock. */
  sentAtMs: z.number(),
  /** All that there is, not what changed: chat lines that are not among these are gone. */
  fresh: z.boolean(),
  /** Chat lines that this page missed because it reads too slowly. */
  omitted: z.number().int(),
  states: overlayStatesSchema.partial(),
  chat: z.array(chatChangeSchema),
});
export type OverlayMessage = z.infer<typeof overlayMessageSchema>;

export const overlayWatchSchema = z.object({
  topics: z.array(z.enum(OVERLAY_TOPICS)).max(OVERLAY_TOPICS.length),
  /** What the page has already; null: nothing. */
  after: overlayCursorSchema.nullable().default(null),
});
