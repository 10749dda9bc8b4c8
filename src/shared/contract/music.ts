import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, openProcedure, stageProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import {
  musicViewSchema,
  PLAYER_KINDS,
  playerOrderSchema,
  playerReportSchema,
  playlistSchema,
  trackSchema,
} from '#shared/music/music.ts';

export const MUSIC_FILE_BYTES = 200 * 1024 * 1024;

export const musicImportSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['receiving', 'done', 'failed']),
  /** 0 … 1 */
  share: z.number(),
  problem: z.string(),
});
export type MusicImport = z.infer<typeof musicImportSchema>;

export const musicLibraryViewSchema = z.object({
  tracks: z.array(trackSchema),
  playlists: z.array(playlistSchema),
  imports: z.array(musicImportSchema),
  /** The folder, for people who rather copy files there. */
  folder: z.string(),
});
export type MusicLibraryView = z.infer<typeof musicLibraryViewSchema>;

const playlistId = playlistSchema.shape.id;
const trackId = trackSchema.shape.id;

export const musicContract = {
  watch: openProcedure.input(nothing).output(eventIterator(musicViewSchema)),
  watchLibrary: studioProcedure.input(nothing).output(eventIterator(musicLibraryViewSchema)),
  /** `playlist` '' = go on; else its id or name. `trackId`: begin with this one. */
  play: openProcedure
    .route({ method: 'POST', path: '/music/play', summary: 'Play background music' })
    .input(z.object({ playlist: z.string().max(100).default(''), trackId: trackId.optional() }))
    .output(done),
  control: openProcedure
    .route({ method: 'POST', path: '/music/{verb}', summary: 'Pause, next, previous or stop' })
    .input(z.object({ verb: z.enum(['pause', 'next', 'previous', 'stop']) }))
    .output(done),
  seek: studioProcedure.input(z.object({ seconds: z.number().min(0) })).output(done),
  /** A wish, as a viewer makes it. */
  request: openProcedure
    .route({ method: 'POST', path: '/music/requests', summary: 'Ask for a song' })
    .input(z.object({ text: z.string().min(1).max(200), by: z.string().max(200).default('') }))
    .output(z.object({ outcome: z.enum(['queued', 'playing', 'unknown', 'already', 'full', 'off']), title: z.string() })),
  dropRequest: studioProcedure.input(z.object({ id: z.string() })).output(done),
  /** Announces a file; its pieces are then PUT to `url`/0?offset=<bytes>. */
  beginUpload: studioProcedure
    .input(z.object({ name: z.string().min(1).max(200), bytes: z.number().int().positive().max(MUSIC_FILE_BYTES) }))
    .output(z.object({ id: z.string(), url: z.string() })),
  rename: studioProcedure
    .input(z.object({ trackId, title: z.string().trim().min(1).max(200), artist: z.string().trim().max(200) }))
    .output(done),
  /** The file goes too. */
  remove: studioProcedure.input(z.object({ trackId })).output(done),
  /** Makes it or changes it. */
  savePlaylist: studioProcedure.input(playlistSchema).output(done),
  removePlaylist: studioProcedure.input(z.object({ id: playlistId })).output(done),
  /** For pages that play: what to do, until they leave. */
  player: stageProcedure
    .input(z.object({ playerId: z.string().min(1).max(60), kind: z.enum(PLAYER_KINDS) }))
    .output(eventIterator(playerOrderSchema)),
  report: stageProcedure.input(playerReportSchema).output(done),
};
