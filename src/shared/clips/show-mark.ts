import { z } from 'zod';

/**
 * The log of a recording: what she said and what happened, with times. Times are ms of the recording itself (pauses are not in it), so they are where a
 * video editor finds them.
 */
export const spokenLineSchema = z.object({
  startMs: z.number().min(0),
  endMs: z.number().min(0),
  /** As it was captioned; only what was heard. Data, never markup. */
  text: z.string().max(5000),
});
export type SpokenLine = z.infer<typeof spokenLineSchema>;

/**
 * begin    the recording began, in a scene
 * scene    another scene went on air
 * paid     a gift, paid message or membership worth a mention
 * raid     somebody brought their viewers
 * song     a song began
 * clip     the streamer, or a moderator, said "clip that"
 */
export const SHOW_MARK_KINDS = ['begin', 'scene', 'paid', 'raid', 'song', 'clip'] as const;
export const showMarkSchema = z.object({
  atMs: z.number().min(0),
  kind: z.enum(SHOW_MARK_KINDS),
  /** Plain words: names of viewers and scenes are data, never markup. */
  title: z.string().max(300),
});
export type ShowMark = z.infer<typeof showMarkSchema>;

export const recordingSchema = z.object({
  id: z.string().regex(/^[0-9a-z-]{8,40}$/),
  /** A file that OBS writes, or a live stream whose recording the platform keeps. */
  kind: z.enum(['record', 'stream']),
  /** ms since the epoch. */
  startedMs: z.number(),
  /** ms since the epoch; null: it still runs, or its end was not seen. */
  endedMs: z.number().nullable(),
  /** Of the recording, without pauses. */
  lengthMs: z.number().min(0),
  /** On the computer that runs OBS; '' unknown or none. */
  path: z.string().max(2000),
  lines: z.number().int(),
  marks: z.number().int(),
});
export type Recording = z.infer<typeof recordingSchema>;

export const clipSchema = z.object({
  id: z.string().regex(/^[0-9a-z-]{8,40}$/),
  /** ms since the epoch, when it was asked for: the end of the clip. */
  atMs: z.number(),
  title: z.string().max(200),
  path: z.string().max(2000),
});
export type Clip = z.infer<typeof clipSchema>;
