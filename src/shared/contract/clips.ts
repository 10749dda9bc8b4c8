import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { clipSchema, recordingSchema, showMarkSchema, spokenLineSchema } from '#shared/clips/show-mark.ts';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';

export const clipsViewSchema = z.object({
  /** unknown: OBS is not connected; absent: its replay buffer is not set up. */
  replay: z.enum(['unknown', 'absent', 'off', 'on']),
  /** A clip is being saved. */
  saving: z.boolean(),
  /** Newest first. */
  recordings: z.array(recordingSchema),
  /** Ids of those that run now. */
  running: z.array(z.string()),
  clips: z.array(clipSchema),
});
export type ClipsView = z.infer<typeof clipsViewSchema>;

/** srt, vtt: what she said; youtube: chapters for a video's description; ffmetadata: chapters for FFmpeg. */
export const LOG_FORMATS = ['srt', 'vtt', 'youtube', 'ffmetadata'] as const;
export const logFormatSchema = z.enum(LOG_FORMATS);
export type LogFormat = z.infer<typeof logFormatSchema>;

export const clipsContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(clipsViewSchema)),
  /** Answers when the file is whole. '' = a title from what just happened. */
  clip: openProcedure
    .route({ method: 'POST', path: '/clips', summary: 'Clip that: save the replay buffer of OBS' })
    .input(z.object({ title: z.string().max(200).default('') }))
    .output(clipSchema),
  /** What was said and what happened, each list by its time. */
  log: studioProcedure
    .input(z.object({ id: recordingSchema.shape.id }))
    .output(z.object({ lines: z.array(spokenLineSchema), marks: z.array(showMarkSchema) })),
  /** The text of a file, and what to call it. */
  export: openProcedure
    .route({ method: 'GET', path: '/recordings/{id}/{format}', summary: 'Subtitles or chapters of a recording' })
    .input(z.object({ id: recordingSchema.shape.id, format: logFormatSchema }))
    .output(z.object({ fileName: z.string(), text: z.string() })),
  removeRecording: studioProcedure.input(z.object({ id: recordingSchema.shape.id })).output(done),
  removeClip: studioProcedure.input(z.object({ id: clipSchema.shape.id })).output(done),
};
