import { z } from 'zod';

/** Background music. Tracks are files that the streamer added; playlists are lists of them, and a scene of OBS may have one. */
export const trackSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  title: z.string().max(200),
  artist: z.string().max(200),
  /** s; 0 unknown. */
  seconds: z.number().min(0),
  /** In the music folder. */
  fileName: z.string().max(200),
});
export type Track = z.infer<typeof trackSchema>;

export const playlistSchema = z.object({
  id: z.string().regex(/^[0-9a-z-]{1,40}$/),
  name: z.string().max(100),
  trackIds: z.array(trackSchema.shape.id).max(2000),
});
export type Playlist = z.infer<typeof playlistSchema>;

/** The list of all tracks, which is always there. */
export const ALL_TRACKS = 'all';

export const PLAYER_KINDS = ['overlay', 'stage'] as const;
export const musicViewSchema = z.object({
  state: z.enum(['stopped', 'playing', 'paused']),
  track: trackSchema.nullable(),
  /** s into the track at `atMs` (ms since the epoch). It runs on only while somebody plays. */
  positionSeconds: z.number(),
  atMs: z.number(),
  /** Id of the playlist. */
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
  player: z.enum(['none', ...PLAYER_KINDS]),
  /** The page that should play may not make a sound before somebody clicks on it. */
  blocked: z.boolean(),
  /** What is wrong with the last track that was passed over; '' nothing. */
  problem: z.string(),
});
export type MusicView = z.infer<typeof musicViewSchema>;

/** What the page that plays is told. `turn` rises whenever the track begins anew or somewhere else. */
export const playerOrderSchema = z.object({
  turn: z.number().int().nonnegative(),
  /** Several pages may be open: exactly one plays. */
  active: z.boolean(),
  url: z.string(),
  title: z.string(),
  artist: z.string(),
  playing: z.boolean(),
  /** s: where the turn begins. */
  startSeconds: z.number().min(0),
  /** 0 … 1, with ducking and panic in it. */
  gain: z.number().min(0).max(1),
  /** How fast the gain goes there. */
  gainMs: z.number().min(0),
  /** How long the old track fades out and the new one in. */
  fadeMs: z.number().min(0),
});
export type PlayerOrder = z.infer<typeof playerOrderSchema>;

export const playerReportSchema = z.object({
  playerId: z.string().max(60),
  turn: z.number().int().nonnegative(),
  state: z.enum(['playing', 'blocked', 'ended', 'failed']),
  positionSeconds: z.number().min(0),
  /** s; 0 unknown. */
  seconds: z.number().min(0),
});
export type PlayerReport = z.infer<typeof playerReportSchema>;
