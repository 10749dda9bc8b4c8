import { z } from 'zod';

/** State of a connector, engine or source, as the interface shows it. */
export const healthStatusSchema = z.enum(['off', 'connecting', 'ready', 'degraded', 'failed']);
export type HealthStatus = z.infer<typeof healthStatusSchema>;

/**
 * `id` names the part (`brain`, `voice`, `storage`, `twitch`, `stage`, …). `reason` is a stable kebab-case code which the interface translates;
 * `message` is plain English for logs and the API, and ends with the next step when the state is not good.
 */
export const healthSchema = z.object({
  id: z.string(),
  status: healthStatusSchema,
  reason: z.string().optional(),
  message: z.string().optional(),
  sinceMs: z.number(),
});
export type Health = z.infer<typeof healthSchema>;
/** What a part reports; the health board adds the id and the time. */
export type HealthReport = { readonly status: HealthStatus; readonly reason?: string; readonly message?: string };
