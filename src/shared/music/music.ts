import { z } from 'zod';

/** Background music. Tracks are files that the streamer added; playlists are lists of them, and a scene may have one. */
export const trackSchema = z.object({
  id: z.string(),
  title: z.string(),
  artist: z.string(),
  /** s; 0 unknown. */
  seconds: z.number(),
  fileName: z.string(),
});
export type Track = z.infer<typeof trackSchema>;

export const musicViewSchema = z.object({
  state: z.enum(['stopped', 'playing', 'paused']),
  track: trackSchema.nullable(),
  /** s into the track at `atMs` (ms since the epoch). */
  positionSeconds: z.number(),
  atMs: z.number(),
  playlist: z.string(),
  /** What comes next because viewers asked, in order. */
  requests: z.array(z.object({ id: z.string(), track: trackSchema, by: z.string() })),
  /** What comes next from the playlist; at most 20. */
  upcoming: z.array(trackSchema),
  /** 0 … 1, as set by the streamer. */
  volume: z.number(),
  /** 0 … 1: how far it is lowered because she speaks; 1 = not at all. */
  duck: z.number(),
  /** Who plays it: nobody yet, a page in OBS, or the stage. */
  player: z.enum(['none', 'overlay', 'stage']),
});
export type MusicView = z.infer<typeof musicViewSchema>;
