import { z } from 'zod';

/** Samples of one judgement of the speech detector: 32 ms at 16 kHz. */
export const VAD_FRAME = 512;

/** One a frame, in order: the probability, 0 … 1, that somebody speaks in it. */
export const vadEventSchema = z.object({ probability: z.number().min(0).max(1) });
export type VadEvent = z.infer<typeof vadEventSchema>;

/** The only word to its stream: forget what was heard. */
export const vadMessageSchema = z.literal('reset');
