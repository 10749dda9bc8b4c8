import { z } from 'zod';

/** What a sign-in brought, as it lies in the secret store. */
const recordSchema = z.object({
  /** Of this sign-in; stays when the tokens are renewed. */
  signInId: z.string().min(1).max(100),
  clientId: z.string().min(1).max(100),
  /** Google's may be as long as this. */
  access: z.string().min(1).max(2048),
  refresh: z.string().min(1).max(512),
  /** Of the access token, ms since the epoch. */
  expiresAt: z.number(),
  scopes: z.array(z.string().max(100)).max(100),
  userId: z.string().min(1).max(100),
  login: z.string().min(1).max(100),
});
export type SignInRecord = z.infer<typeof recordSchema>;

/** Undefined when nobody is signed in, or the record is damaged. */
export function signInFromSecret(secret: string | undefined): SignInRecord | undefined {
  if (secret === undefined || secret === '') return undefined;
  try {
    return recordSchema.parse(JSON.parse(secret));
  } catch {
    return undefined;
  }
}

export function secretFromSignIn(record: SignInRecord): string {
  return JSON.stringify(record);
}
