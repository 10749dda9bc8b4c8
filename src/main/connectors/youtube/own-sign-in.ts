import type { SourceWishes } from '../connector.ts';
import { signInFromSecret } from '../sign-in/sign-in-record.ts';

/** The sign-in that belongs to the client id of the settings. */
export function ownSignIn({ settings, secret }: SourceWishes) {
  const record = signInFromSecret(secret('youtube.signIn'));
  return record?.clientId === settings.youtube.writing.clientId ? record : undefined;
}
