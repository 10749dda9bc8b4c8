import { BACKDROPS, NAMES, type SetupLanguage, type SetupNames } from './shipped-names.ts';
import {
  type Placement,
  type SetupPage,
  type SetupTemplate,
  setupTemplateSchema,
  type TemplateItem,
  type TemplateSource,
} from './template.ts';

export type { SetupLanguage } from './shipped-names.ts';

/** Templates that come with the program. Ids never change; names follow the interface's language until they are in OBS. */
export function shippedTemplates(language: SetupLanguage): SetupTemplate[] {
  const names = NAMES[language];
  return [chatting(names), gaming(names), show(names), together(names)].map((template) => setupTemplateSchema.parse(template));
}

/** What pages are called in OBS. */
export const setupPageNames = (language: SetupLanguage): SetupNames['pages'] => NAMES[language].pages;

export const desktopSoundName = (language: SetupLanguage): string => NAMES[language].desktopSound;

type Box = readonly [x: number, y: number, width: number, height: number];
const FULL: Box = [0, 0, 1, 1];
/** Where the sound of a page without a picture lies: small, behind everything. */
const OUT_OF_SIGHT: Box = [0, 0, 0.02, 0.02];

function item(
  source: string,
  [x, y, width, height]: Box,
  more: Partial<Placement> & { visible?: boolean; locked?: boolean } = {},
) {
  const { visible = true, locked = false, anchor = 'centre', fit = 'inside' } = more;
  return { source, placement: { x, y, width, height, anchor, fit }, visible, locked } satisfies TemplateItem;
}

/** Pages that sound have a track of their own beside the first, for editing afterwards. */
function page(names: SetupNames, id: SetupPage, track?: number): TemplateSource {
  const audio = track === undefined ? null : ({ hear: 'auto', tracks: track === 1 ? [1] : [1, track], syncOffsetMs: 0 } as const);
  return {
    id,
    name: names.pages[id],
    content: { kind: 'page', page: id },
    audio: audio && { ...audio, tracks: [...audio.tracks] },
    filters: [],
  };
}

function text(id: 'starting-text' | 'brb-text' | 'ending-text', names: SetupNames): TemplateSource {
  const { name, words } = names.texts[id];
  return { id, name, content: { kind: 'text', text: words, size: 0.11, colour: '#ffffff' }, audio: null, filters: [] };
}

const capture = (id: 'game' | 'webcam', names: SetupNames): TemplateSource => ({
  id,
  name: names[id],
  content: { kind: 'capture', what: id },
  audio: null,
  filters: [],
});

const backdrop = (id: keyof typeof BACKDROPS, names: SetupNames): TemplateSource => ({
  id,
  name: names.backdrops[id],
  content: { kind: 'colour', colour: BACKDROPS[id] },
  audio: null,
  filters: [],
});
const behindAll = (id: keyof typeof BACKDROPS): TemplateItem => item(id, FULL, { fit: 'stretch', locked: true });

const avatar = (names: SetupNames): TemplateSource => page(names, 'avatar', 2);
const music = (names: SetupNames): TemplateSource => page(names, 'music', 3);
const alerts = (names: SetupNames): TemplateSource => page(names, 'alerts', 4);
const MUSIC = item('music', OUT_OF_SIGHT, { locked: true });

/** She fills the picture; chat on one side, songs and pictures on the other. */
function chatting(names: SetupNames) {
  return {
    id: 'chatting',
    name: names.chatting,
    start: 'chatting',
    sources: [
      alerts(names),
      ...(['captions', 'chat', 'status', 'goals', 'songs', 'frame'] as const).map((id) => page(names, id)),
      avatar(names),
      music(names),
      text('brb-text', names),
      backdrop('backdrop', names),
      backdrop('backdrop-dark', names),
    ],
    scenes: [
      {
        id: 'chatting',
        name: names.scenes.chatting,
        items: [
          item('alerts', [0.3125, 0.03, 0.375, 0.278], { anchor: 'top' }),
          item('captions', [0.1665, 0.776, 0.667, 0.204], { anchor: 'bottom' }),
          item('status', [0.02, 0.026, 0.24, 0.083], { anchor: 'top-left' }),
          item('goals', [0.02, 0.13, 0.219, 0.204], { anchor: 'top-left' }),
          item('chat', [0.02, 0.36, 0.229, 0.593], { anchor: 'bottom-left' }),
          item('songs', [0.761, 0.03, 0.219, 0.296], { anchor: 'top-right' }),
          item('frame', [0.735, 0.36, 0.25, 0.444]),
          item('avatar', [0.22, 0.04, 0.56, 0.96], { anchor: 'bottom' }),
          MUSIC,
          behindAll('backdrop'),
        ],
      },
      breakScene(names),
    ],
  };
}

/** The game fills the picture; she stands in the corner. */
function gaming(names: SetupNames) {
  return {
    id: 'gaming',
    name: names.gaming,
    start: 'gaming',
    sources: [
      alerts(names),
      ...(['captions', 'chat', 'goals'] as const).map((id) => page(names, id)),
      avatar(names),
      capture('webcam', names),
      capture('game', names),
      music(names),
      text('brb-text', names),
      backdrop('backdrop-dark', names),
    ],
    scenes: [
      {
        id: 'gaming',
        name: names.scenes.gaming,
        items: [
          item('alerts', [0.3125, 0.03, 0.375, 0.278], { anchor: 'top' }),
          item('captions', [0.1665, 0.776, 0.56, 0.204], { anchor: 'bottom' }),
          item('avatar', [0.73, 0.4, 0.27, 0.6], { anchor: 'bottom' }),
          item('chat', [0.01, 0.36, 0.2, 0.593], { anchor: 'bottom-left' }),
          item('goals', [0.01, 0.026, 0.219, 0.204], { anchor: 'top-left' }),
          item('webcam', [0.77, 0.03, 0.21, 0.21], { anchor: 'top-right', visible: false }),
          item('game', FULL),
          MUSIC,
        ],
      },
      breakScene(names),
    ],
  };
}

/** Streamer on the left, the AI's own avatar on the right; the chat between their heads and the captions. */
function together(names: SetupNames) {
  return {
    id: 'together',
    name: names.together,
    start: 'together',
    sources: [
      alerts(names),
      ...(['captions', 'chat', 'status', 'goals', 'songs'] as const).map((id) => page(names, id)),
      avatar(names),
      page(names, 'cohost', 2),
      music(names),
      text('brb-text', names),
      backdrop('backdrop', names),
      backdrop('backdrop-dark', names),
    ],
    scenes: [
      {
        id: 'together',
        name: names.scenes.together,
        items: [
          item('alerts', [0.3125, 0.03, 0.375, 0.278], { anchor: 'top' }),
          item('captions', [0.1665, 0.776, 0.667, 0.204], { anchor: 'bottom' }),
          item('status', [0.02, 0.026, 0.24, 0.083], { anchor: 'top-left' }),
          item('goals', [0.02, 0.13, 0.219, 0.204], { anchor: 'top-left' }),
          item('songs', [0.761, 0.03, 0.219, 0.296], { anchor: 'top-right' }),
          item('chat', [0.39, 0.33, 0.22, 0.43], { anchor: 'bottom' }),
          item('avatar', [0.01, 0.2, 0.42, 0.8], { anchor: 'bottom' }),
          item('cohost', [0.57, 0.2, 0.42, 0.8], { anchor: 'bottom' }),
          MUSIC,
          behindAll('backdrop'),
        ],
      },
      breakScene(names),
    ],
  };
}

/** A whole evening from the waiting screen to the good-bye, with songs, pictures and a board of what she is doing. */
function show(names: SetupNames) {
  const pages = ['captions', 'chat', 'status', 'songs', 'frame', 'goals', 'cards', 'clock', 'ranking'] as const;
  return {
    id: 'show',
    name: names.show,
    start: 'main',
    sources: [
      alerts(names),
      ...pages.map((id) => page(names, id)),
      avatar(names),
      music(names),
      text('starting-text', names),
      text('brb-text', names),
      text('ending-text', names),
      backdrop('backdrop', names),
      backdrop('backdrop-dark', names),
    ],
    scenes: [
      {
        id: 'starting',
        name: names.scenes.starting,
        items: [
          item('alerts', [0.3125, 0.03, 0.375, 0.278], { anchor: 'top' }),
          item('starting-text', [0.1, 0.36, 0.8, 0.16]),
          item('clock', [0.4, 0.55, 0.2, 0.12], { anchor: 'top' }),
          item('chat', [0.02, 0.36, 0.229, 0.593], { anchor: 'bottom-left' }),
          MUSIC,
          behindAll('backdrop-dark'),
        ],
      },
      {
        id: 'main',
        name: names.scenes.main,
        items: [
          item('alerts', [0.3125, 0.03, 0.375, 0.278], { anchor: 'top' }),
          item('captions', [0.1665, 0.776, 0.667, 0.204], { anchor: 'bottom' }),
          item('status', [0.02, 0.026, 0.24, 0.083], { anchor: 'top-left' }),
          item('goals', [0.02, 0.13, 0.219, 0.204], { anchor: 'top-left' }),
          item('chat', [0.02, 0.36, 0.229, 0.593], { anchor: 'bottom-left' }),
          item('cards', [0.761, 0.72, 0.219, 0.24], { anchor: 'bottom-right' }),
          item('songs', [0.761, 0.03, 0.219, 0.296], { anchor: 'top-right' }),
          item('frame', [0.735, 0.345, 0.25, 0.36]),
          item('avatar', [0.24, 0.06, 0.52, 0.94], { anchor: 'bottom' }),
          MUSIC,
          behindAll('backdrop'),
        ],
      },
      breakScene(names),
      {
        id: 'ending',
        name: names.scenes.ending,
        items: [
          item('alerts', [0.3125, 0.03, 0.375, 0.278], { anchor: 'top' }),
          item('ending-text', [0.06, 0.4, 0.5, 0.16], { anchor: 'left' }),
          item('ranking', [0.7, 0.2, 0.24, 0.5], { anchor: 'top-right' }),
          item('avatar', [0.36, 0.3, 0.36, 0.7], { anchor: 'bottom' }),
          MUSIC,
          behindAll('backdrop-dark'),
        ],
      },
    ],
  };
}

function breakScene(names: SetupNames) {
  return {
    id: 'brb',
    name: names.scenes.brb,
    items: [
      item('alerts', [0.3125, 0.03, 0.375, 0.278], { anchor: 'top' }),
      item('brb-text', [0.1, 0.4, 0.8, 0.16]),
      item('chat', [0.02, 0.36, 0.229, 0.593], { anchor: 'bottom-left' }),
      MUSIC,
      behindAll('backdrop-dark'),
    ],
  };
}
