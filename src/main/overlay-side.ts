import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { GamesView } from '#shared/audience/games.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { OverlaysView } from '#shared/contract/overlays.ts';
import type { Performance } from '#shared/contract/speech.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { LiveEvent, LivePlatform } from '#shared/live/live-event.ts';
import type { MusicView } from '#shared/music/music.ts';
import type { OverlayShow, OverlayStates } from '#shared/overlays/overlay-states.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { RankedViewer } from './audience/audience.types.ts';
import { createAlertDesk } from './overlays/alerts/alert-desk.ts';
import { createChatBoard } from './overlays/chat-board.ts';
import { lotteryOnShow } from './overlays/lottery-on-show.ts';
import { createNameVeil } from './overlays/name-veil.ts';
import { createOverlayHub } from './overlays/overlay-hub.ts';
import { createOverlayMemory } from './overlays/overlay-memory.ts';
import type { OverlayDesk } from './overlays/overlays.types.ts';
import { emoteAddress } from './overlays/pictures/emote-address.ts';
import { createEmoteShelf } from './overlays/pictures/emote-shelf.ts';
import { createPictureFrame } from './overlays/pictures/picture-frame.ts';
import { createPictureLibrary } from './overlays/pictures/picture-library.ts';
import { createStatusLine } from './overlays/status-line.ts';
import { testEvents } from './overlays/test-events.ts';
import { createThemeLibrary } from './overlays/themes/theme-library.ts';
import type { Host } from './platform/host.ts';
import type { Pause } from './platform/watch-cell.ts';
import type { UserFiles } from './server/user-files.ts';

/** Everything around her in the picture: chat, alerts, goals and the like, for pages in OBS. */
export interface OverlaySide {
  readonly desk: OverlayDesk;
  /** Events as others may see them. Returns at once. */
  live(events: readonly LiveEvent[]): void;
  settingsChanged(): void;
  /** The music has changed; null: there is none. */
  music(view: MusicView | null): void;
  /** What OBS says: since when the stream runs, ms since the epoch; null: it does not. */
  streaming(sinceMs: number | null): void;
  close(): Promise<void>;
}

export interface OverlaySideOptions {
  readonly host: Pick<Host, 'clock' | 'logger' | 'paths'>;
  readonly pause: Pause;
  readonly settings: () => Settings;
  readonly userFiles: Pick<UserFiles, 'url'>;
  readonly language: () => Language;
  readonly performance: Cell<Performance>;
  readonly panic: {
    readonly view: Pick<Cell<unknown>, 'subscribe'>;
    readonly hides: boolean;
    readonly mutes: boolean;
    readonly isOn: boolean;
  };
  readonly games: { readonly view: Pick<Cell<GamesView>, 'get' | 'subscribe'>; readonly ready: Promise<void> };
  /** Pictures of prizes. */
  readonly items: {
    readonly files: Pick<Cell<unknown>, 'subscribe'>;
    find(fileName: string): { readonly url: string } | undefined;
  };
  readonly audience: {
    readonly changes: Pick<Cell<number>, 'subscribe'>;
    ranking(limit: number): Promise<readonly RankedViewer[]>;
  };
  /** What a text of a viewer may show; undefined: nothing of it. */
  readonly shownText: (text: string, platform: LivePlatform) => string | undefined;
}

const RANKS = 20;
const RANKING_EVERY_MS = 3000;

export function createOverlaySide(options: OverlaySideOptions): OverlaySide {
  const { panic, games } = options;
  const { clock, paths } = options.host;
  const logger = options.host.logger.child('overlays');
  const own = (): Settings['overlays'] => options.settings().overlays;
  const pictures = createPictureLibrary({
    folder: join(paths.data, 'overlays', 'pictures'),
    urlOf: (name) => options.userFiles.url('overlays', `pictures/${name}`),
    logger,
  });
  const themes = createThemeLibrary({
    folder: join(paths.data, 'overlays', 'themes'),
    staging: join(paths.data, 'overlays', 'staging'),
    workerFile: join(paths.workers, 'theme-worker.cjs'),
    urlOf: (path) => options.userFiles.url('overlays', path),
    clock,
    logger,
  });
  const memory = createOverlayMemory({
    file: join(paths.data, 'overlays.json'),
    read: () => ({ lines: [...board.kept()], alerts: [...alerts.unshown()], status: status.text, frame: frame.fileName }),
    clock,
    logger,
  });
  const { before } = memory;
  const emotes = createEmoteShelf({
    folder: join(paths.data, 'overlays', 'emotes'),
    urlOf: (name) => options.userFiles.url('overlays', `emotes/${name}`),
    addressOf: emoteAddress,
    clock,
    logger,
    onArrived: (emote) => hub.emoteArrived(emote),
  });
  // While no page shows the chat nothing is fetched for it.
  const pictureOf = (emote: string): string => (own().widgets.chat.emotes && hub.pages > 0 ? emotes.pictureOf(emote) : '');
  const board = createChatBoard(before.lines, pictureOf);
  const hub = createOverlayHub({ board, clock, pause: options.pause, epoch: randomBytes(8).toString('hex') });
  const pictureUrl = (fileName: string): string => pictures.find(fileName)?.url ?? '';
  const alerts = createAlertDesk({
    words: () => ({ settings: own().alerts, language: options.language(), pictureUrl }),
    clock,
    before: before.alerts,
    onChange: memory.changed,
  });
  const status = createStatusLine({
    performance: options.performance,
    before: before.status,
    now: clock.now,
    onStatus: (state) => hub.set('status', state),
  });
  const frame = createPictureFrame({ pictures, clock, before: before.frame, onFrame: (state) => hub.set('frame', state) });
  const veil = createNameVeil(options.shownText);
  const view = createCell<OverlaysView>(wholeView());
  /** By the rooms, and by OBS, which knows it better. */
  let roomLiveSinceMs: number | null = null;
  let streamSinceMs: number | null = null;
  let tests = 0;
  let askAgain: (() => void) | undefined;
  let closed = false;

  function wholeView(): OverlaysView {
    return {
      pictures: [...pictures.pictures.get()],
      themes: [...themes.themes.get()],
      imports: [...themes.imports.get()],
      alerts: alerts.view.get(),
      pages: hub.pages,
      omitted: hub.omitted,
    };
  }
  const tellView = (): void => view.set(wholeView());

  function tellShow(): void {
    const { theme, widgets, cards, alerts: alertSettings } = own();
    const show: OverlayShow = {
      theme,
      ownThemes: Object.fromEntries(themes.themes.get().map(({ id }) => [id, themes.url(id)])),
      widgets,
      cards: cards.map((card) => ({ ...card, pictureUrl: pictureUrl(card.picture) })),
      volume: panic.mutes ? 0 : alertSettings.volume,
      hidden: panic.hides,
      language: options.language(),
      liveSinceMs: streamSinceMs ?? roomLiveSinceMs,
    };
    hub.set('show', show);
  }

  const itemUrl = (fileName: string): string => options.items.find(fileName)?.url ?? '';
  function tellGames({ goals, lottery, wheel, vote, prediction }: GamesView): void {
    hub.set('goals', goals);
    const { phase, names, spinningSince, slowingSince, endsAt, winnerIndex } = wheel;
    hub.set('wheel', { phase, names: names.map(veil), spinningSince, slowingSince, endsAt, winnerIndex });
    hub.set('lottery', lotteryOnShow(lottery, { nowMs: clock.now(), veil, pictureUrl: itemUrl }));
    hub.set('vote', vote.current);
    hub.set('prediction', prediction.current);
  }

  async function tellRanking(): Promise<void> {
    try {
      const ranked = await options.audience.ranking(RANKS);
      hub.set(
        'ranking',
        ranked.map(({ rank, name, points }) => ({ rank, name: veil(name), points })),
      );
    } catch (cause) {
      if (!closed) logger.warn('the ranking could not be read', { cause: messageFromUnknown(cause) });
    }
  }
  function rankingSoon(): void {
    askAgain ??= clock.after(RANKING_EVERY_MS, () => {
      askAgain = undefined;
      void tellRanking();
    });
  }

  function live(events: readonly LiveEvent[]): void {
    hub.live(events);
    alerts.live(events);
    for (const event of events) {
      if (event.kind !== 'room' || event.action === 'title_change') continue;
      roomLiveSinceMs = event.action === 'live_start' ? (roomLiveSinceMs ?? event.receivedAt) : null;
      tellShow();
    }
    if (events.length > 0) memory.changed();
  }

  const unsubscribes = [
    alerts.view.subscribe(({ current, waiting }) => {
      hub.set('alert', { current, waiting });
      tellView();
    }),
    pictures.pictures.subscribe(() => {
      tellView();
      tellShow();
      frame.refresh();
    }),
    themes.themes.subscribe(() => {
      tellView();
      tellShow();
    }),
    themes.imports.subscribe(tellView),
    panic.view.subscribe(() => {
      alerts.pause(panic.isOn);
      tellShow();
    }),
    games.view.subscribe(tellGames),
    options.items.files.subscribe(() => tellGames(games.view.get())),
    options.audience.changes.subscribe(rankingSoon),
  ];
  hub.set('alert', { current: null, waiting: 0 });
  hub.set('songs', null);
  tellShow();
  void games.ready.then(() => {
    if (closed) return;
    tellGames(games.view.get());
    void tellRanking();
  });

  const desk: OverlayDesk = {
    view,
    pictures,
    themes,
    async *watch(wish) {
      let isCounted = false;
      try {
        for await (const message of hub.watch(wish)) {
          if (!isCounted) tellView();
          isCounted = true;
          yield message;
        }
      } finally {
        if (!closed) tellView();
      }
    },
    test(event) {
      tests += 1;
      live(testEvents(event, tests, clock.now(), options.language()));
    },
    skipAlert: alerts.skip,
    alert: alerts.own,
    status(text) {
      status.say(text);
      memory.changed();
    },
    frame(fileName, seconds) {
      const shown = frame.show(fileName, seconds);
      if (shown) memory.changed();
      return shown;
    },
  };

  return {
    desk,
    live,
    settingsChanged: tellShow,
    music: (music) => hub.set('songs', music === null ? null : songsOf(music)),
    streaming(sinceMs) {
      if (sinceMs === streamSinceMs) return;
      streamSinceMs = sinceMs;
      tellShow();
    },
    async close() {
      if (closed) return;
      closed = true;
      for (const unsubscribe of unsubscribes) unsubscribe();
      askAgain?.();
      status.close();
      frame.close();
      memory.close();
      alerts.close();
      await Promise.all([themes.close(), emotes.close()]);
    },
  };
}

function songsOf({ state, track, positionSeconds, atMs, requests, upcoming }: MusicView): OverlayStates['songs'] {
  return { state, track, positionSeconds, atMs, requests, upcoming };
}
