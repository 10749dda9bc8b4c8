/**
 * The overlays there are, each a small page for OBS: what it needs to be told, and how large and where it is at first. Sizes are CSS pixels of its own
 * browser source; a place is one of nine in its page.
 */
export const OVERLAY_TOPICS = [
  'show',
  'chat',
  'alert',
  'goals',
  'songs',
  'ranking',
  'wheel',
  'lottery',
  'vote',
  'prediction',
  'status',
  'frame',
] as const;
export type OverlayTopic = (typeof OVERLAY_TOPICS)[number];

export const PLACES = [
  'top-left',
  'top',
  'top-right',
  'left',
  'middle',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
] as const;
export type Place = (typeof PLACES)[number];

export const WIDGETS = [
  'captions',
  'chat',
  'alerts',
  'goals',
  'songs',
  'ranking',
  'wheel',
  'lottery',
  'votes',
  'status',
  'cards',
  'clock',
  'frame',
  'qr',
] as const;
export type WidgetId = (typeof WIDGETS)[number];

export interface WidgetFacts {
  /** Besides 'show', which every page is told. */
  readonly topics: readonly OverlayTopic[];
  readonly width: number;
  readonly height: number;
  readonly place: Place;
}
export const WIDGET_FACTS: Readonly<Record<WidgetId, WidgetFacts>> = {
  captions: { topics: [], width: 1280, height: 220, place: 'bottom' },
  chat: { topics: ['chat'], width: 440, height: 640, place: 'bottom-left' },
  alerts: { topics: ['alert'], width: 720, height: 300, place: 'top' },
  goals: { topics: ['goals'], width: 420, height: 220, place: 'top-left' },
  songs: { topics: ['songs'], width: 420, height: 320, place: 'top-right' },
  ranking: { topics: ['ranking'], width: 360, height: 380, place: 'top-right' },
  wheel: { topics: ['wheel'], width: 560, height: 640, place: 'middle' },
  lottery: { topics: ['lottery'], width: 480, height: 360, place: 'top-right' },
  votes: { topics: ['vote', 'prediction'], width: 460, height: 360, place: 'top-left' },
  status: { topics: ['status'], width: 460, height: 90, place: 'top' },
  cards: { topics: [], width: 420, height: 260, place: 'bottom-right' },
  clock: { topics: [], width: 340, height: 130, place: 'top-right' },
  frame: { topics: ['frame'], width: 480, height: 480, place: 'middle' },
  qr: { topics: [], width: 260, height: 320, place: 'bottom-right' },
};

/** Themes that come with the program; others are the streamer's own. */
export const SHIPPED_THEMES = ['glass', 'comic', 'pixel', 'ink', 'neon', 'plain'] as const;
