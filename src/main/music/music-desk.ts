import { randomBytes } from 'node:crypto';
import type { Clock } from '#main/platform/host.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import { StudioError } from '#shared/errors.ts';
import type { MusicView, Track } from '#shared/music/music.ts';
import type { MusicSettings } from '#shared/settings/settings.ts';
import { findTrack } from './find-track.ts';
import type { MusicLibrary, MusicService, PlayerKind } from './music.types.ts';
import { createPlayOrder } from './play-order.ts';

export interface MusicDeskOptions {
  readonly library: MusicLibrary;
  readonly settings: () => MusicSettings;
  readonly urlOf: (fileName: string) => string;
  readonly performance: Cell<Performance>;
  /** The streamer has silenced the show. */
  readonly muted: () => boolean;
  readonly clock: Clock;
  /** 0 … 1 */
  readonly random: () => number;
}

interface Player {
  readonly id: string;
  readonly kind: PlayerKind;
  readonly changed: () => void;
}
interface Wish {
  readonly id: string;
  readonly track: Track;
  readonly by: string;
  readonly viewerKey: string | undefined;
}

const UPCOMING = 20;
/** After so many tracks in a row that could not be played, it is not the tracks. */
const MAX_FAILURES = 4;
/** "Previous" within these seconds is the track before, later it is the same from its beginning. */
const RESTART_AFTER_S = 4;
const STEADY_MS = 200;

/**
 * Who plays what, and where in it. The page that plays owns the clock: it reports where it is, and what is over. Without one the music waits where it
 * is. A page that leaves is replaced by another at the very place.
 */
export function createMusicDesk(options: MusicDeskOptions): MusicService {
  const { library, settings, clock } = options;
  const order = createPlayOrder({ shuffle: () => settings().shuffle, random: options.random });
  const players: Player[] = [];
  let state: MusicView['state'] = 'stopped';
  let track: Track | null = null;
  let listId = '';
  let wishes: readonly Wish[] = [];
  let turn = 0;
  let place = { seconds: 0, atMs: clock.now() };
  let blocked = false;
  let problem = '';
  let failures = 0;
  /** The streamer stopped it: a change of scene does not begin it again. */
  let stoppedByHand = false;
  let speaking = options.performance.get().state === 'speaking';
  let gainMs = STEADY_MS;
  const view = createCell<MusicView>(wholeView());

  function active(): Player | undefined {
    return players.find(({ kind }) => kind === settings().output);
  }

  function seconds(): number {
    const runs = state === 'playing' && active() !== undefined && !blocked;
    return runs ? place.seconds + Math.max(0, clock.now() - place.atMs) / 1000 : place.seconds;
  }

  function duck(): number {
    const { ducking } = settings();
    return speaking && ducking.enabled ? ducking.to : 1;
  }

  function wholeView(): MusicView {
    return {
      state,
      track,
      positionSeconds: seconds(),
      atMs: clock.now(),
      playlist: listId,
      requests: wishes.map(({ id, track: wished, by }) => ({ id, track: wished, by })),
      upcoming: [...order.upcoming(UPCOMING)],
      volume: settings().volume,
      duck: duck(),
      player: active()?.kind ?? 'none',
      blocked,
      problem,
    };
  }

  function tell(): void {
    view.set(wholeView());
    for (const player of players) player.changed();
  }

  /** The track begins, or goes on somewhere else. */
  function turnTo(next: Track | null, atSeconds: number): void {
    track = next;
    turn += 1;
    place = { seconds: atSeconds, atMs: clock.now() };
  }

  /** Where it stands now becomes where it waits. */
  function hold(): void {
    place = { seconds: seconds(), atMs: clock.now() };
  }

  function advance(): void {
    const [wish, ...rest] = wishes;
    const { repeat } = settings();
    if (wish !== undefined) {
      wishes = rest;
      turnTo(wish.track, 0);
    } else {
      const next = repeat === 'one' && order.current !== undefined ? order.current : order.next(repeat !== 'none');
      turnTo(next ?? null, 0);
      if (next === undefined) state = 'stopped';
    }
    tell();
  }

  function begin(playlist: string, trackId?: string): void {
    const list = library.list(playlist);
    if (list === undefined) throw new StudioError('not-found', `There is no playlist “${playlist}”. Choose another one.`);
    if (list.tracks.length === 0)
      throw new StudioError('not-found', 'There is no music in this list yet. Add some on the music page.');
    listId = list.id;
    order.begin(list.tracks, trackId);
    state = 'playing';
    stoppedByHand = false;
    problem = '';
    failures = 0;
    turnTo(order.current ?? null, 0);
    tell();
  }

  /** The list that plays may have changed. */
  function refreshOrder(): void {
    const list = listId === '' ? undefined : library.list(listId);
    if (list !== undefined) order.refresh(list.tracks);
  }

  const stopListening = [
    library.tracks.subscribe((tracks) => {
      refreshOrder();
      const known = new Map(tracks.map((one) => [one.id, one]));
      wishes = wishes.flatMap((wish) => (known.has(wish.track.id) ? [wish] : []));
      if (track !== null && !known.has(track.id)) return advance();
      track = track === null ? null : (known.get(track.id) ?? null);
      tell();
    }),
    library.playlists.subscribe(() => {
      refreshOrder();
      tell();
    }),
    options.performance.subscribe((performance) => {
      const now = performance.state === 'speaking';
      if (now === speaking) return;
      speaking = now;
      gainMs = now ? settings().ducking.attackMs : settings().ducking.releaseMs;
      tell();
    }),
  ];

  return {
    view,
    playlists: () => library.playlists.get().map(({ name }) => name),
    begin,
    play(playlist) {
      if (playlist !== '' || track === null) return begin(playlist);
      state = 'playing';
      stoppedByHand = false;
      place = { ...place, atMs: clock.now() };
      turnTo(track, place.seconds);
      tell();
    },
    pause() {
      if (state !== 'playing') return;
      hold();
      state = 'paused';
      tell();
    },
    next() {
      if (track === null) return;
      failures = 0;
      advance();
    },
    previous() {
      if (track === null) return;
      const again = seconds() > RESTART_AFTER_S ? track : (order.previous() ?? track);
      turnTo(again, 0);
      tell();
    },
    stop() {
      stoppedByHand = true;
      state = 'stopped';
      turnTo(null, 0);
      tell();
    },
    seek(atSeconds) {
      if (track === null) return;
      turnTo(track, track.seconds > 0 ? Math.min(atSeconds, Math.max(0, track.seconds - 1)) : atSeconds);
      tell();
    },
    request({ text, by, viewerKey }) {
      const { enabled, maxWaiting, perViewer } = settings().requests;
      if (!enabled) return { outcome: 'off', title: '' };
      const found = findTrack(library.tracks.get(), text);
      if (found === undefined) return { outcome: 'unknown', title: '' };
      const { title } = found;
      if (track?.id === found.id && state !== 'stopped') return { outcome: 'playing', title };
      if (wishes.some((wish) => wish.track.id === found.id)) return { outcome: 'already', title };
      const own = viewerKey === undefined ? 0 : wishes.filter((wish) => wish.viewerKey === viewerKey).length;
      if (wishes.length >= maxWaiting || own >= perViewer) return { outcome: 'full', title };
      wishes = [...wishes, { id: randomBytes(8).toString('hex'), track: found, by, viewerKey }];
      if (state === 'stopped') {
        state = 'playing';
        advance();
      } else tell();
      return { outcome: 'queued', title };
    },
    dropRequest(id) {
      const rest = wishes.filter((wish) => wish.id !== id);
      if (rest.length === wishes.length) return false;
      wishes = rest;
      tell();
      return true;
    },
    sceneChanged(scene) {
      const wanted = settings().scenes.find((one) => one.scene === scene)?.playlist;
      if (wanted === undefined || wanted === listId || (state === 'stopped' && stoppedByHand)) return;
      const paused = state === 'paused';
      if ((library.list(wanted)?.tracks.length ?? 0) === 0) return;
      begin(wanted);
      if (!paused) return;
      state = 'paused';
      tell();
    },
    attach(id, kind, changed) {
      const before = active();
      hold();
      players.push({ id, kind, changed });
      if (active() !== before) turnTo(track, place.seconds);
      tell();
      return () => {
        const was = active();
        hold();
        const index = players.findIndex((player) => player.changed === changed);
        if (index < 0) return;
        players.splice(index, 1);
        if (active() !== was) {
          blocked = false;
          turnTo(track, place.seconds);
        }
        tell();
      };
    },
    orderFor(playerId) {
      const mine = active()?.id === playerId;
      return {
        turn,
        active: mine,
        url: track === null ? '' : options.urlOf(track.fileName),
        title: track?.title ?? '',
        artist: track?.artist ?? '',
        playing: mine && state === 'playing',
        startSeconds: place.seconds,
        gain: options.muted() ? 0 : settings().volume * duck(),
        gainMs,
        fadeMs: settings().fadeSeconds * 1000,
      };
    },
    report(report) {
      if (report.playerId !== active()?.id || report.turn !== turn || track === null) return;
      const wasBlocked = blocked;
      const drift = Math.abs(report.positionSeconds - seconds());
      blocked = report.state === 'blocked';
      if (report.state === 'ended' || report.state === 'failed') return over(report.state === 'failed');
      failures = report.state === 'playing' ? 0 : failures;
      place = { seconds: report.positionSeconds, atMs: clock.now() };
      library.learnLength(track.id, report.seconds);
      if (blocked !== wasBlocked || drift > 1) tell();
    },
    refresh() {
      gainMs = STEADY_MS;
      tell();
    },
    async close() {
      for (const stop of stopListening) stop();
      players.length = 0;
    },
  };

  function over(failed: boolean): void {
    if (failed && track !== null) {
      failures += 1;
      problem = `“${track.title}” could not be played; it was passed over.`;
    } else problem = '';
    if (failures < MAX_FAILURES) {
      advance();
      return;
    }
    problem = 'Several tracks in a row could not be played. Check the files, and whether the page that plays can make sound.';
    failures = 0;
    state = 'stopped';
    turnTo(null, 0);
    tell();
  }
}
