import { z } from 'zod';
import { type VoiceProblem, voiceProblemSchema } from '#shared/contract/speech.ts';
import { type ErrorCode, messageFromUnknown, StudioError } from '#shared/errors.ts';

const carriedSchema = z.object({ voiceProblem: voiceProblemSchema });

const CODES: Readonly<Record<VoiceProblem['code'], ErrorCode>> = {
  off: 'unavailable',
  'no-address': 'unavailable',
  unreachable: 'unavailable',
  'needs-reference': 'unavailable',
  'needs-voice': 'unavailable',
  language: 'unavailable',
  unauthorized: 'unavailable',
  slow: 'timeout',
  refused: 'voice',
  'not-sound': 'voice',
  'cut-off': 'voice',
  silent: 'voice',
  'too-long': 'voice',
  other: 'voice',
};

/** A failure whose kind the interface can put into any language. `detail`: the server's own words, or the value that is wrong. */
export function voiceProblem(code: VoiceProblem['code'], message: string, detail = ''): StudioError {
  return new StudioError(CODES[code], message, { cause: { voiceProblem: { code, detail, message } } });
}

/** What kind of failure it was; `other` for what no voice server threw. */
export function problemFromError(error: unknown): VoiceProblem {
  const carried = error instanceof Error ? carriedSchema.safeParse(error.cause) : undefined;
  if (carried?.success) return carried.data.voiceProblem;
  const message = messageFromUnknown(error);
  return { code: 'other', detail: message, message };
}
