import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, studioProcedure } from '#shared/contract/procedure.ts';

export const localServerSchema = z.object({
  kind: z.enum(['ollama', 'lm-studio']),
  baseUrl: z.string(),
  models: z.array(z.string()),
});
export type LocalServer = z.infer<typeof localServerSchema>;
export const brainViewSchema = z.object({
  /** What answers now. */
  active: z.enum(['model', 'offline']),
  baseUrl: z.string(),
  model: z.string(),
  /** Model servers found on this machine. */
  found: z.array(localServerSchema),
});
export type BrainView = z.infer<typeof brainViewSchema>;

export const brainContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(brainViewSchema)),
  /** Looks again for Ollama and LM Studio on this machine. */
  discover: studioProcedure.input(nothing).output(brainViewSchema),
  /** Models that the configured endpoint offers. */
  models: studioProcedure.input(nothing).output(z.array(z.string())),
  /** One short question to the configured endpoint; the answer and its times, or why not. */
  test: studioProcedure.input(nothing).output(
    z.object({
      ok: z.boolean(),
      answer: z.string(),
      firstTokenMs: z.number().nullable(),
      totalMs: z.number(),
      problem: z.string().optional(),
      /** Code of the problem, as in health. */
      reason: z.string().optional(),
    }),
  ),
  /** Forgets the conversation so far (the ledger stays). */
  forget: studioProcedure.input(nothing).output(done),
  /** Character Card V3 of the persona; `png` is base64 of a card picture that carries it. */
  exportPersona: studioProcedure
    .input(z.object({ format: z.enum(['json', 'png']) }))
    .output(z.object({ fileName: z.string(), json: z.string().optional(), png: z.string().optional() })),
  /** A Character Card V1/V2/V3 as JSON text or as a PNG file in base64. Replaces the persona; returns what was taken and what was not. */
  importPersona: studioProcedure
    .input(z.object({ json: z.string().max(4_000_000).optional(), png: z.string().max(16_000_000).optional() }))
    .output(z.object({ name: z.string(), ignored: z.array(z.string()) })),
};
