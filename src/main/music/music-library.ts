import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createPieceFiles, type PieceFiles } from '#main/platform/piece-files.ts';
import { createSavedDocument } from '#main/platform/saved-document.ts';
import { createCell } from '#shared/cell.ts';
import type { MusicImport } from '#shared/contract/music.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { ALL_TRACKS, type Playlist, playlistSchema, type Track, trackSchema } from '#shared/music/music.ts';
import type { MusicLibrary } from './music.types.ts';
import { describeTrack, isMusicName } from './track-file.ts';

interface Upload {
  readonly name: string;
  readonly pieces: PieceFiles;
  cancelSilence: () => void;
}

const TRACK_LIMIT = 5000;
const PLAYLIST_LIMIT = 100;
const AT_ONCE = 8;
const MAX_LISTED = 20;
const SILENCE_MS = 60_000;
/** Hidden, so that no page can read what is not whole. */
const INCOMING = '.incoming';
const documentSchema = z.object({ tracks: z.array(trackSchema), playlists: z.array(playlistSchema) });

export function createMusicLibrary(options: {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}): MusicLibrary {
  const { clock, logger } = options;
  const folder = join(options.dataDir, 'music');
  const document = createSavedDocument({
    file: join(options.dataDir, 'music.json'),
    what: 'The list of music',
    version: 1,
    schema: documentSchema,
    empty: { tracks: [], playlists: [] },
    migrate: (old) => old,
    clock,
    logger,
    report: options.report,
  });
  const tracks = createCell<readonly Track[]>(document.current().tracks);
  const playlists = createCell<readonly Playlist[]>(document.current().playlists);
  const imports = createCell<readonly MusicImport[]>([]);
  const uploads = new Map<string, Upload>();
  void rm(join(folder, INCOMING), { recursive: true, force: true }).catch(() => undefined);

  function save(): void {
    document.set({ tracks: [...tracks.get()], playlists: [...playlists.get()] });
  }
  const change = (id: string, fields: Partial<MusicImport>): void =>
    imports.set(imports.get().map((one) => (one.id === id ? { ...one, ...fields } : one)));

  function trackOf(id: string): Track {
    const track = tracks.get().find((one) => one.id === id);
    if (track === undefined) throw new StudioError('not-found', 'This track is not in the library any more.');
    return track;
  }

  function giveUp(id: string, problem: string): void {
    const upload = uploads.get(id);
    upload?.cancelSilence();
    uploads.delete(id);
    change(id, { state: 'failed', problem });
    void rm(join(folder, INCOMING, id), { recursive: true, force: true }).catch(() => undefined);
  }

  function awaitPieces(id: string, upload: Upload): void {
    upload.cancelSilence();
    upload.cancelSilence = clock.after(SILENCE_MS, () =>
      giveUp(id, 'Nothing more of the file came. Add it again, and leave the page open.'),
    );
  }

  async function finish(id: string, { name }: Upload): Promise<void> {
    const [file] = await readdir(join(folder, INCOMING, id));
    const from = join(folder, INCOMING, id, file ?? '');
    const about = await describeTrack(from, name);
    const trackId = await digestOf(from);
    const known = tracks.get().find((track) => track.id === trackId);
    if (known !== undefined) throw new StudioError('conflict', `This is “${known.title}”, which is in the library already.`);
    const fileName = `${trackId}${extname(name).toLowerCase()}`;
    await rename(from, join(folder, fileName));
    tracks.set([...tracks.get(), { id: trackId, fileName, ...about }]);
    save();
  }

  return {
    tracks,
    playlists,
    imports,
    folder,
    list(idOrName) {
      if (idOrName === '' || idOrName === ALL_TRACKS) return { id: ALL_TRACKS, tracks: tracks.get() };
      const playlist = playlists.get().find(({ id, name }) => id === idOrName || name === idOrName);
      if (playlist === undefined) return undefined;
      const byId = new Map(tracks.get().map((track) => [track.id, track]));
      return { id: playlist.id, tracks: playlist.trackIds.flatMap((id) => byId.get(id) ?? []) };
    },
    async begin(name, bytes) {
      if (!isMusicName(name))
        throw new StudioError('invalid-input', `“${name}” is no sound file. Add MP3, OGG, Opus, FLAC, WAV or M4A files.`);
      if (tracks.get().length + uploads.size >= TRACK_LIMIT)
        throw new StudioError('conflict', `The library is full: it holds ${TRACK_LIMIT} tracks. Remove some first.`);
      if (uploads.size >= AT_ONCE)
        throw new StudioError('conflict', 'Several files are on their way already. Wait for one of them.');
      const id = randomBytes(16).toString('hex');
      const pieces = await createPieceFiles(join(folder, INCOMING, id), [{ path: `sound${extname(name).toLowerCase()}`, bytes }]);
      const upload: Upload = { name, pieces, cancelSilence: () => undefined };
      uploads.set(id, upload);
      imports.set([{ id, name, state: 'receiving' as const, share: 0, problem: '' }, ...imports.get()].slice(0, MAX_LISTED));
      awaitPieces(id, upload);
      return { id, url: `/uploads/${id}` };
    },
    async write(id, index, offset, bytes) {
      const upload = uploads.get(id);
      if (upload === undefined) throw new StudioError('not-found', 'no such upload is awaited; add the file again');
      await upload.pieces.write(index, offset, bytes);
      awaitPieces(id, upload);
      change(id, { share: upload.pieces.received / upload.pieces.total });
      if (!upload.pieces.complete || !uploads.delete(id)) return;
      upload.cancelSilence();
      try {
        await finish(id, upload);
        change(id, { state: 'done', share: 1 });
      } catch (cause) {
        change(id, { state: 'failed', problem: messageFromUnknown(cause) });
      } finally {
        await rm(join(folder, INCOMING, id), { recursive: true, force: true }).catch(() => undefined);
      }
    },
    rename(trackId, title, artist) {
      trackOf(trackId);
      tracks.set(tracks.get().map((track) => (track.id === trackId ? { ...track, title, artist } : track)));
      save();
    },
    learnLength(trackId, seconds) {
      const track = tracks.get().find(({ id }) => id === trackId);
      if (track === undefined || track.seconds > 0 || !(seconds > 0)) return;
      tracks.set(tracks.get().map((one) => (one.id === trackId ? { ...one, seconds } : one)));
      save();
    },
    async remove(trackId) {
      const { fileName } = trackOf(trackId);
      tracks.set(tracks.get().filter(({ id }) => id !== trackId));
      playlists.set(playlists.get().map((list) => ({ ...list, trackIds: list.trackIds.filter((id) => id !== trackId) })));
      save();
      await rm(join(folder, fileName), { force: true });
    },
    savePlaylist(playlist) {
      const name = playlist.name.trim();
      if (name === '') throw new StudioError('invalid-input', 'A playlist needs a name.');
      if (playlist.id === ALL_TRACKS) throw new StudioError('forbidden', 'The list of all tracks cannot be changed.');
      const others = playlists.get().filter(({ id }) => id !== playlist.id);
      if (others.length >= PLAYLIST_LIMIT) throw new StudioError('conflict', 'There are too many playlists. Remove one first.');
      const isNew = others.length === playlists.get().length;
      const saved = { ...playlist, name };
      playlists.set(isNew ? [...others, saved] : playlists.get().map((one) => (one.id === playlist.id ? saved : one)));
      save();
    },
    removePlaylist(id) {
      const rest = playlists.get().filter((one) => one.id !== id);
      if (rest.length === playlists.get().length) throw new StudioError('not-found', 'This playlist is gone already.');
      playlists.set(rest);
      save();
    },
    async close() {
      for (const id of uploads.keys()) giveUp(id, 'The program was closed. Add it again.');
      await document.close();
    },
  };
}

/** The same sound is the same track, however often it is added. */
async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex').slice(0, 16);
}
