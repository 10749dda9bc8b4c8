import { Tooltip } from '@mantine/core';
import type { Health } from '#shared/health.ts';
import { useStrings } from '../i18n/use-strings.tsx';
import { useHealthText } from './health-text.ts';

/** A part's state as a dot and a word; the reason and next step on hover or focus. */
export function HealthChip({ health }: { readonly health: Pick<Health, 'status' | 'reason' | 'message'> }) {
  const strings = useStrings();
  const text = useHealthText(health);
  const chip = (
    <span className={`health-chip health-${health.status}`} {...(text === undefined ? {} : { tabIndex: 0 })}>
      <i aria-hidden />
      {strings.health[health.status]}
    </span>
  );
  return text === undefined ? chip : <Tooltip label={text}>{chip}</Tooltip>;
}
