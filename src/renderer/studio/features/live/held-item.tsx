import { memo, useState } from 'react';
import type { LedgerEntry } from '#shared/live/ledger.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { IntentChip } from '../../ui/intent-chip.tsx';
import { PlatformBadge } from '../../ui/platform-badge.tsx';
import { DecisionChip } from './decision-chip.tsx';

/** A message that moderation kept from the room; its words are shown on a click only, for the screen may be on air. */
export const HeldItem = memo(function HeldItem({ entry }: { readonly entry: LedgerEntry }) {
  const { roomFeed, choosing } = useStrings();
  const [open, setOpen] = useState(false);
  return (
    <article className="feed-item feed-held">
      <div className="feed-who">
        <PlatformBadge platform={entry.platform} />
        <span className="feed-name">{entry.userName}</span>
        {entry.moderation === undefined ? null : (
          <span className="intent intent-abuse">{choosing.categories[entry.moderation]}</span>
        )}
        {entry.intent === undefined ? null : <IntentChip intent={entry.intent} />}
        <span className="feed-space" />
        <DecisionChip entry={entry} />
      </div>
      <button type="button" className="feed-reveal" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? entry.text : roomFeed.reveal}
      </button>
    </article>
  );
});
