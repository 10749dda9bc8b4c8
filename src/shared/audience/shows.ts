import { z } from 'zod';
import { paidSumSchema } from './viewers.ts';

/** One evening: from the first event, or the platform's word that the stream began, until six quiet hours. */
export const showSummarySchema = z.object({
  id: z.number().int(),
  startedMs: z.number().int(),
  /** Of the last event. */
  lastMs: z.number().int(),
  title: z.string(),
  viewers: z.number().int(),
  newViewers: z.number().int(),
  messages: z.number().int(),
  paid: z.array(paidSumSchema),
});
export type ShowSummary = z.infer<typeof showSummarySchema>;

export const showMinuteSchema = z.object({
  /** From the start of the show. */
  minute: z.number().int(),
  messages: z.number().int(),
  /** Who wrote or gave something for the first time in this show. */
  viewers: z.number().int(),
  /** Paid events. */
  paid: z.number().int(),
  answered: z.number().int(),
});
export type ShowMinute = z.infer<typeof showMinuteSchema>;

export const showReportSchema = showSummarySchema.extend({
  /** By name: "chat", "gift", "follow" … of events; "intent:question" of lines; "answered" of her answers; "blocked", "held". */
  counts: z.record(z.string(), z.number().int()),
  minutes: z.array(showMinuteSchema),
  /** Most messages first, at most twenty. */
  talkers: z.array(z.object({ viewerKey: z.string(), name: z.string(), messages: z.number().int() })),
  /** Most money first (by currency), at most twenty. */
  patrons: z.array(z.object({ viewerKey: z.string(), name: z.string(), currency: z.string(), micros: z.number().int() })),
});
export type ShowReport = z.infer<typeof showReportSchema>;
