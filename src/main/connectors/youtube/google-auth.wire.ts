import { z } from 'zod';

/** Answers of Google's OAuth server. It says `verification_url` where RFC 8628 has `verification_uri`. */
const seconds = z.number().nonnegative().max(10_000_000);

export const googleDeviceCodeSchema = z.object({
  device_code: z.string().min(1).max(500),
  user_code: z.string().min(1).max(100),
  verification_url: z.url({ protocol: /^https?$/u }).max(2000),
  expires_in: seconds,
  interval: seconds.default(5),
});
export const googleTokenSchema = z.object({
  access_token: z.string().min(1).max(2048),
  refresh_token: z.string().min(1).max(512).optional(),
  expires_in: seconds,
  scope: z.string().max(4000).default(''),
});
export const ownChannelSchema = z.object({
  items: z
    .array(z.object({ id: z.string().min(1).max(100), snippet: z.object({ title: z.string().min(1).max(100) }) }))
    .default([]),
});

/** `{"error": "slow_down", "error_description": …}`; of device codes also `{"error_code": "rate_limit_exceeded"}`; of the API `{"error": {…}}`. */
const refusalSchema = z.object({ error: z.string().optional(), error_code: z.string().optional() });

/** The reason: 'authorization_pending', 'invalid_client', …; '' when the answer does not say. */
export function googleRefusalFrom(body: unknown): string {
  const refusal = refusalSchema.safeParse(body);
  return refusal.success ? (refusal.data.error ?? refusal.data.error_code ?? '').slice(0, 200) : '';
}
