import { z } from 'zod';

/** Answers of Twitch's OAuth server. Tokens name their scopes as a list, or not at all when there are none. */
const seconds = z.number().nonnegative().max(10_000_000);
const scopes = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(' ').filter((scope) => scope !== ''))])
  .nullish()
  .transform((list) => list ?? []);

export const deviceCodeSchema = z.object({
  device_code: z.string().min(1).max(500),
  user_code: z.string().min(1).max(100),
  verification_uri: z.url({ protocol: /^https?$/u }).max(2000),
  expires_in: seconds,
  interval: seconds.default(5),
});
export const tokenSchema = z.object({
  access_token: z.string().min(1).max(500),
  refresh_token: z.string().min(1).max(500),
  expires_in: seconds,
  scope: scopes,
});
export const validationSchema = z.object({
  client_id: z.string(),
  login: z.string().min(1).max(100),
  user_id: z.string().min(1).max(100),
  expires_in: seconds,
  scopes,
});
/** `{"status": 400, "message": "authorization_pending"}`, where others write `{"error": "authorization_pending"}`. */
const refusalSchema = z.object({ message: z.string().optional(), error: z.string().optional() });

/** The reason in one spelling: 'authorization_pending', 'invalid_device_code', … */
export function refusalFrom(body: unknown): string {
  const refusal = refusalSchema.safeParse(body);
  const text = refusal.success ? refusal.data.message || refusal.data.error || '' : '';
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/gu, '_')
    .slice(0, 200);
}
