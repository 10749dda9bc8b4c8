import { z } from 'zod';
import { PLACES, type Place, WIDGET_FACTS, WIDGETS, type WidgetId } from './overlay-list.ts';

/** How overlays look and what they say. Colours are hex; '' and null leave what the theme says. */
const group = <S extends z.ZodRawShape>(shape: S) => z.object(shape).prefault({} as z.input<z.ZodObject<S>>);
const colour = z.union([z.literal(''), z.string().regex(/^#[0-9a-f]{6}$/iu)]).default('');

export const themeIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/u);

export const lookSchema = group({
  text: colour,
  accent: colour,
  surface: colour,
  /** Of the surface, 0 … 1. */
  opacity: z.number().min(0).max(1).nullable().default(null),
  /** A font of the computer that shows the overlay. */
  font: z.string().max(100).default(''),
  /** Of letters and all else; 1 = as the theme has it. */
  scale: z.number().min(0.4).max(4).default(1),
  /** Of corners and between things, against the theme's. */
  radius: z.number().min(0).max(4).nullable().default(null),
  spacing: z.number().min(0).max(3).nullable().default(null),
  /** Speed of movements; 0 = none. */
  pace: z.number().min(0).max(4).default(1),
});
export type Look = z.infer<typeof lookSchema>;

export const placeSchema = z.enum(PLACES);

const widget = <S extends z.ZodRawShape>(id: WidgetId, shape: S) =>
  group({
    /** '' = the theme of all overlays. */
    theme: themeIdSchema.or(z.literal('')).default(''),
    place: placeSchema.default(WIDGET_FACTS[id].place as Place),
    look: lookSchema,
    ...shape,
  });

export const widgetSettingsSchema = group({
  captions: widget('captions', {}),
  chat: widget('chat', {
    lines: z.number().int().min(1).max(40).default(14),
    /** s until a line fades; 0 = it stays until newer ones push it out. */
    staySeconds: z.number().int().min(0).max(600).default(0),
    newest: z.enum(['bottom', 'top']).default('bottom'),
    platforms: z.boolean().default(true),
    badges: z.boolean().default(true),
    /** Emotes as pictures, which this program fetches from the platform; off: by their names. */
    emotes: z.boolean().default(true),
    /** Gifts, follows and the like among the lines. */
    deeds: z.boolean().default(true),
  }),
  alerts: widget('alerts', {}),
  goals: widget('goals', { numbers: z.boolean().default(true) }),
  songs: widget('songs', { upcoming: z.number().int().min(0).max(10).default(4) }),
  ranking: widget('ranking', { rows: z.number().int().min(1).max(20).default(5), points: z.boolean().default(true) }),
  wheel: widget('wheel', {}),
  lottery: widget('lottery', {
    /** What can be won, while nobody has just won. */
    offer: z.boolean().default(true),
    prizes: z.number().int().min(1).max(12).default(6),
    /** s that a draw is shown. */
    seconds: z.number().int().min(2).max(60).default(6),
  }),
  votes: widget('votes', {}),
  status: widget('status', { hideIdle: z.boolean().default(false) }),
  cards: widget('cards', { seconds: z.number().int().min(2).max(120).default(8) }),
  clock: widget('clock', {
    mode: z.enum(['time', 'live', 'countdown']).default('time'),
    seconds: z.boolean().default(false),
    title: z.string().max(60).default(''),
    /** ms since the epoch: where the countdown ends. */
    until: z.number().int().nonnegative().nullable().default(null),
  }),
  frame: widget('frame', {}),
  qr: widget('qr', { text: z.string().max(500).default(''), label: z.string().max(80).default('') }),
});
export type WidgetSettings = z.infer<typeof widgetSettingsSchema>;

export const ALERT_KINDS = ['follow', 'membership', 'gift', 'superchat', 'raid', 'redemption', 'own'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
export const ALERT_SOUNDS = ['none', 'chime', 'coin', 'fanfare', 'drum'] as const;
export type AlertSound = (typeof ALERT_SOUNDS)[number];

const alertKind = (sound: AlertSound, enabled = true) =>
  group({
    enabled: z.boolean().default(enabled),
    /** With gaps such as {name}; '' = the words that come with the program, in its language. */
    text: z.string().max(200).default(''),
    sound: z.enum(ALERT_SOUNDS).default(sound),
    /** Of the picture library; '' = none. */
    picture: z.string().max(200).default(''),
  });

export const alertSettingsSchema = group({
  /** Of the sounds, 0 … 1. */
  volume: z.number().min(0).max(1).default(0.6),
  /** s for the smallest; larger gifts stay longer. */
  seconds: z.number().min(2).max(60).default(6),
  /** Gifts below this many yuan bring no alert; 0 = all of them. */
  leastYuan: z.number().min(0).max(100_000).default(0),
  kinds: group({
    follow: alertKind('chime'),
    membership: alertKind('fanfare'),
    gift: alertKind('coin'),
    superchat: alertKind('fanfare'),
    raid: alertKind('drum'),
    redemption: alertKind('chime', false),
    own: alertKind('chime'),
  }),
});
export type AlertSettings = z.infer<typeof alertSettingsSchema>;

export const cardSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/u),
  title: z.string().max(80),
  text: z.string().max(300),
  /** Of the picture library; '' = none. */
  picture: z.string().max(200),
});
export type OverlayCard = z.infer<typeof cardSchema>;
export const MAX_CARDS = 30;

/** An overlay in a window of its own, where the program has windows. */
const overlayWindowSchema = group({
  open: z.boolean().default(false),
  alwaysOnTop: z.boolean().default(true),
  clickThrough: z.boolean().default(false),
});

export const overlaySettingsSchema = group({
  theme: themeIdSchema.default('glass'),
  windows: group(
    Object.fromEntries(WIDGETS.map((id) => [id, overlayWindowSchema])) as Record<WidgetId, typeof overlayWindowSchema>,
  ),
  widgets: widgetSettingsSchema,
  alerts: alertSettingsSchema,
  cards: z.array(cardSchema).max(MAX_CARDS).default([]),
});
