import type { Intent } from '#shared/live/appraisal.ts';
import { useStrings } from '../i18n/use-strings.tsx';

/** What a line wants, as a small coloured word. */
export function IntentChip({ intent }: { readonly intent: Intent }) {
  const { intents } = useStrings();
  return <span className={`intent intent-${KINDS[intent]}`}>{intents[intent]}</span>;
}

const KINDS = {
  chat: 'plain',
  greeting: 'plain',
  question: 'question',
  sing: 'request',
  draw: 'request',
  dance: 'request',
  search: 'request',
  picture: 'request',
  skip: 'request',
  scene: 'request',
  costume: 'request',
  abuse: 'abuse',
} as const satisfies Record<Intent, string>;
