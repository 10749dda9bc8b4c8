import { ORPCError } from '@orpc/client';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { fill, lookUp, STRING_TABLES, type Strings } from '../i18n/strings.ts';

/**
 * What went wrong and what to do next, for people. The studio's own messages already end with the next step, but are English: other languages put
 * their own word for the kind of failure before them.
 */
export function problemText(strings: Strings, error: unknown): string {
  const { errors } = strings;
  if (error instanceof ORPCError) {
    if (error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN') return errors.unauthorized;
    if (error.message === '') return fill(errors.unknown, { message: error.code });
    const general = strings === STRING_TABLES.en ? undefined : lookUp(errors.codes, error.code);
    return general === undefined ? error.message : fill(errors.detail, { general, message: error.message });
  }
  const message = messageFromUnknown(error);
  if (error instanceof StudioError && (error.code === 'invalid-input' || error.code === 'too-large')) return message;
  if (/abort|timed? ?out/i.test(message)) return errors.timeout;
  if (/closed|disconnect|network|fetch|socket/i.test(message)) return errors.unreachable;
  return fill(errors.unknown, { message });
}
