import type { Appraisal, ModerationCategory, Verdict } from '#shared/live/appraisal.ts';
import type { LedgerReason } from '#shared/live/ledger.ts';
import { isPaid, type ViewerEvent } from '#shared/live/live-event.ts';

/** What an appraisal means for the queue: the event as she may see it, or why she does not. */
export type Ruling = { readonly pass: ViewerEvent; readonly thanksOnly: boolean } | { readonly skip: LedgerReason };

/** Money is thanked for whatever was written with it; only the unfit part is left out. */
export function rulingOf(event: ViewerEvent, appraisal: Appraisal | undefined): Ruling {
  if (appraisal === undefined) return { pass: event, thanksOnly: false };
  const { verdict, claimedBy, unwanted = false, shown } = appraisal;
  const paid = isPaid(event);
  if (verdict.action === 'block' || verdict.action === 'hold') {
    if (paid) return { pass: withoutUnfit(shown, verdict.at), thanksOnly: verdict.at !== 'name' };
    return { skip: verdict.action === 'hold' ? 'held' : verdict.category === 'timed-out' ? 'timed-out' : 'blocked' };
  }
  if (claimedBy !== undefined && !paid) return { skip: 'command' };
  if (unwanted) return { skip: paid ? 'answers-off' : 'not-a-request' };
  return { pass: shown, thanksOnly: claimedBy !== undefined };
}

/** Of an event at which nobody could look: nothing of it is shown before the streamer saw it. */
export function unjudged(event: ViewerEvent): Appraisal {
  return {
    viewerKey: undefined,
    shown: event,
    verdict: { action: 'hold' },
    reading: undefined,
    loyalty: 0,
    claimedBy: undefined,
  };
}

/** For the ledger: undefined where everything was let pass as it was. */
export function moderationOf(appraisal: Appraisal | undefined): ModerationCategory | undefined {
  return appraisal === undefined || appraisal.verdict.action === 'allow' ? undefined : appraisal.verdict.category;
}

function withoutUnfit(event: ViewerEvent, at: Verdict['at']): ViewerEvent {
  const named = at === 'text' ? event : { ...event, user: { ...event.user, name: '***', masked: true } };
  return at !== 'name' && 'text' in named ? { ...named, text: '' } : named;
}
