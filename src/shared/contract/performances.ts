import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { LIMITS } from '#shared/performances/performance-format.ts';

const performanceId = z.string().regex(/^[0-9a-f]{16}$/);
const uploadId = z.string().regex(/^[0-9a-f]{32}$/);
const title = z.string().trim().min(1).max(100);

/** A recorded performance in the list. */
export const performanceSchema = z.object({
  id: performanceId,
  name: z.string().max(100),
  /** ms since the epoch */
  recordedAtMs: z.number(),
  lengthMs: z.number(),
  bytes: z.number(),
  /** Of the avatar at the time; '' when there was none. */
  modelName: z.string().max(200),
  /** Inputs that move, and whether bones do. */
  inputs: z.number().int(),
  bones: z.boolean(),
  events: z.number().int(),
  /** Her voice is in it. Lists of earlier versions do not tell. */
  voice: z.boolean().default(false),
});
export type PerformanceEntry = z.infer<typeof performanceSchema>;

/** Why the last recording or replay ended by itself. */
export const PERFORMANCE_PROBLEMS = ['', 'disk-full', 'disk-slow', 'disk-failed', 'too-long', 'unreadable'] as const;

export const performancesViewSchema = z.object({
  /** Newest first. */
  list: z.array(performanceSchema),
  recording: z.object({ lengthMs: z.number(), bytes: z.number(), inputs: z.number().int() }).nullable(),
  playing: z.object({ id: performanceId, positionMs: z.number(), lengthMs: z.number(), loop: z.boolean() }).nullable(),
  problem: z.enum(PERFORMANCE_PROBLEMS),
  /** Deleted since the start of the program: can be had back. */
  removed: z.array(performanceId),
});
export type PerformancesView = z.infer<typeof performancesViewSchema>;

/** performance: the file itself; vrma: a motion for VRM avatars; motion3: one for Live2D, through the mapping of the avatar in use. */
export const PERFORMANCE_FORMATS = ['performance', 'vrma', 'motion3'] as const;
export type PerformanceFormat = (typeof PERFORMANCE_FORMATS)[number];

const one = z.object({ id: performanceId });
export const performancesContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(performancesViewSchema)),
  /** '' = named after the time. */
  record: openProcedure
    .route({ method: 'POST', path: '/performances/record', summary: 'Record how the avatar is moved' })
    .input(z.object({ name: z.string().trim().max(100).default('') }))
    .output(one),
  /** Ends the recording; answers when it is in the list. */
  finish: openProcedure
    .route({ method: 'POST', path: '/performances/finish', summary: 'End the recording' })
    .input(nothing)
    .output(performanceSchema),
  play: openProcedure
    .route({ method: 'POST', path: '/performances/{id}/play', summary: 'Play a performance on the present avatar' })
    .input(z.object({ id: performanceId, loop: z.boolean().default(false) }))
    .output(done),
  stop: openProcedure
    .route({ method: 'POST', path: '/performances/stop', summary: 'End the replay at once' })
    .input(nothing)
    .output(done),
  rename: studioProcedure.input(z.object({ id: performanceId, name: title })).output(done),
  remove: studioProcedure.input(one).output(done),
  restore: studioProcedure.input(one).output(done),
  /** Where the file is read, and what to call it. */
  export: studioProcedure
    .input(z.object({ id: performanceId, format: z.enum(PERFORMANCE_FORMATS) }))
    .output(z.object({ fileName: z.string(), url: z.string() })),
  /** Answers where the file's pieces go; `finishImport` when all were sent. */
  beginImport: studioProcedure
    .input(z.object({ name: z.string().max(200), bytes: z.number().int().min(1).max(LIMITS.fileBytes) }))
    .output(z.object({ id: uploadId, url: z.string() })),
  finishImport: studioProcedure.input(z.object({ upload: uploadId })).output(performanceSchema),
};
