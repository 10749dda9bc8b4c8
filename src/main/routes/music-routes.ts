import type { MusicLibrary, MusicService } from '#main/music/music.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import { createCell } from '#shared/cell.ts';
import type { MusicLibraryView } from '#shared/contract/music.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.types.ts';

export interface MusicRouteServices {
  readonly desk: MusicService;
  readonly library: MusicLibrary;
  readonly pause: Pause;
}

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 100;

export function musicRoutes(os: StudioImplementer, { desk, library, pause }: MusicRouteServices) {
  const libraryView = createCell<MusicLibraryView>(wholeLibrary());
  const libraryChanged = (): void => libraryView.set(wholeLibrary());
  library.tracks.subscribe(libraryChanged);
  library.playlists.subscribe(libraryChanged);
  library.imports.subscribe(libraryChanged);

  return os.music.router({
    watch: os.music.watch.handler(({ signal }) =>
      watchCell(desk.view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }),
    ),
    watchLibrary: os.music.watchLibrary.handler(({ signal }) =>
      watchCell(libraryView, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }),
    ),
    play: os.music.play.handler(({ input: { playlist, trackId } }) => {
      if (trackId === undefined) desk.play(playlist);
      else desk.begin(playlist, trackId);
      return OK;
    }),
    control: os.music.control.handler(({ input }) => {
      desk[input.verb]();
      return OK;
    }),
    seek: os.music.seek.handler(({ input }) => {
      desk.seek(input.seconds);
      return OK;
    }),
    request: os.music.request.handler(({ input }) => desk.request({ ...input, viewerKey: undefined })),
    dropRequest: os.music.dropRequest.handler(({ input }) => {
      if (!desk.dropRequest(input.id)) throw new StudioError('not-found', 'This wish is gone already.');
      return OK;
    }),
    beginUpload: os.music.beginUpload.handler(({ input }) => library.begin(input.name, input.bytes)),
    rename: os.music.rename.handler(({ input: { trackId, title, artist } }) => {
      library.rename(trackId, title, artist);
      return OK;
    }),
    remove: os.music.remove.handler(async ({ input }) => {
      await library.remove(input.trackId);
      return OK;
    }),
    savePlaylist: os.music.savePlaylist.handler(({ input }) => {
      library.savePlaylist(input);
      return OK;
    }),
    removePlaylist: os.music.removePlaylist.handler(({ input }) => {
      library.removePlaylist(input.id);
      return OK;
    }),
    player: os.music.player.handler(async function* ({ input: { playerId, kind }, signal }) {
      const version = createCell(0);
      const leave = desk.attach(playerId, kind, () => version.set(version.get() + 1));
      try {
        for await (const _ of watchCell(version, { signal: present(signal), pause, minIntervalMs: 0 }))
          yield desk.orderFor(playerId);
      } finally {
        leave();
      }
    }),
    report: os.music.report.handler(({ input }) => {
      desk.report(input);
      return OK;
    }),
  });

  function wholeLibrary(): MusicLibraryView {
    return {
      tracks: [...library.tracks.get()],
      playlists: [...library.playlists.get()],
      imports: [...library.imports.get()],
      folder: library.folder,
    };
  }
}
