import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { BODY_PARTS } from '#shared/tracking/body-parts.ts';
import { drivingModeSchema, drivingViewSchema } from '#shared/tracking/driving.ts';
import { sourceKindSchema, sourceReportSchema } from '#shared/tracking/source-state.ts';

const sourceId = z.string().max(30);
const uploadId = z.string().regex(/^[0-9a-f]{32}$/);

export const motionSourceViewSchema = z.object({
  id: z.string(),
  kind: sourceKindSchema,
  name: z.string(),
  report: sourceReportSchema,
  /** Parts that it drives at this moment. */
  drives: z.array(z.enum(BODY_PARTS)),
});

export const trackingViewSchema = z.object({
  sources: z.array(motionSourceViewSchema),
  faceFound: z.boolean(),
  /** Of this computer in its local networks: what a phone is told to send to. */
  addresses: z.array(z.string()),
  outputs: z.array(z.object({ id: z.string(), state: z.enum(['off', 'sending', 'waiting', 'failed']), detail: z.string() })),
  /** The model with 52 shapes, which the user may have fetched. */
  officialModel: z.object({
    state: z.enum(['absent', 'fetching', 'ready', 'failed']),
    /** 0…1 while it is fetched. */
    progress: z.number(),
    problem: z.string(),
    /** Where pages read it; '' while it is not there. */
    url: z.string(),
  }),
});
export type TrackingView = z.infer<typeof trackingViewSchema>;

export const trackingMetersSchema = z.object({
  /** Of each channel that some source tells: as it came, after the filter. */
  channels: z.array(z.object({ name: z.string(), source: z.string(), raw: z.number(), filtered: z.number() })),
  /** Of each input of the avatar's mapping that tracking writes: value and the human's share. */
  inputs: z.array(z.object({ name: z.string(), value: z.number(), weight: z.number() })),
  /** Camera's picture to the hub's output, ms, 95th percentile of the last second; −1: nothing is tracked. */
  latencyMs: z.number(),
});
export type TrackingMeters = z.infer<typeof trackingMetersSchema>;

/** Of a face model that is brought in; the official one has 3.7 MB. */
export const MODEL_BYTES_MOST = 8 * 1024 * 1024;

export const trackingContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(trackingViewSchema)),
  /** About 15 times a second while somebody watches; 4 times where the processor draws the avatar. */
  watchMeters: studioProcedure.input(nothing).output(eventIterator(trackingMetersSchema)),
  /** "I look straight now." */
  recenter: studioProcedure
    .route({ method: 'POST', path: '/tracking/recenter', summary: 'Take the present pose of a source as its rest pose' })
    .input(z.object({ source: sourceId }))
    .output(done),
  /** Answers when it ended; false: it was called off. */
  fetchOfficialModel: studioProcedure.input(nothing).output(z.object({ ready: z.boolean() })),
  cancelOfficialModel: studioProcedure.input(nothing).output(done),
  /** A file that the user has: answers where its pieces go; `finishModelImport` when all were sent. It is checked like a fetched one. */
  beginModelImport: studioProcedure
    .input(z.object({ bytes: z.number().int().min(1).max(MODEL_BYTES_MOST) }))
    .output(z.object({ id: uploadId, url: z.string() })),
  finishModelImport: studioProcedure.input(z.object({ upload: uploadId })).output(done),
};

export const drivingContract = {
  watch: openProcedure.input(nothing).output(eventIterator(drivingViewSchema)),
  drive: openProcedure
    .route({ method: 'POST', path: '/driving', summary: 'Hand the avatar over: by mode, by fader, or both' })
    .input(z.object({ mode: drivingModeSchema.optional(), fader: z.number().min(0).max(1).optional() }))
    .output(done),
};
