import type { Cell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import type { MusicView } from '#shared/music/music.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { MusicLibrary, MusicService } from './music/music.types.ts';
import { createMusicDesk } from './music/music-desk.ts';
import { createMusicLibrary } from './music/music-library.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import type { UserFiles } from './server/user-files.ts';

/** Background music: files, and who plays what. */
export interface MusicSide {
  readonly desk: MusicService;
  readonly library: MusicLibrary;
  close(): Promise<void>;
}

export interface MusicSideOptions {
  readonly host: Pick<Host, 'clock' | 'logger' | 'paths'>;
  readonly board: HealthBoardStore;
  readonly settings: () => Settings;
  readonly userFiles: Pick<UserFiles, 'url'>;
  readonly performance: Cell<Performance>;
  /** The view has changed. */
  readonly onChange: (view: MusicView) => void;
  /** Another track began. */
  readonly onSong: (title: string) => void;
  readonly panic: { readonly view: Pick<Cell<unknown>, 'subscribe'>; readonly mutes: boolean };
}

export function createMusicSide(options: MusicSideOptions): MusicSide {
  const { host, panic } = options;
  const library = createMusicLibrary({
    dataDir: host.paths.data,
    clock: host.clock,
    logger: host.logger.child('music'),
    report: (health) => options.board.report('music', health),
  });
  const desk = createMusicDesk({
    library,
    settings: () => options.settings().music,
    urlOf: (fileName) => options.userFiles.url('music', fileName),
    performance: options.performance,
    muted: () => panic.mutes,
    clock: host.clock,
    random: Math.random,
  });
  let playing = '';
  const unsubscribes = [
    panic.view.subscribe(desk.refresh),
    desk.view.subscribe((view) => {
      options.onChange(view);
      const now = view.state === 'playing' ? (view.track?.id ?? '') : playing;
      if (now !== playing && view.track !== null) options.onSong(view.track.title);
      playing = now;
    }),
  ];
  return {
    desk,
    library,
    async close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      await desk.close();
      await library.close();
    },
  };
}
