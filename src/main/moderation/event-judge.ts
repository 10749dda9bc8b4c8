import type { Verdict } from '#shared/live/appraisal.ts';
import { isPaid, textOfEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import { createRecentResults, type RecentResults } from '#shared/live/recent-results.ts';
import type { ModerationSettings } from '#shared/settings/settings.ts';
import { createKnownNames } from './known-names.ts';
import { type Ruling, rulingOf } from './policy.ts';
import { starred, withoutName, withoutOtherNames, withText } from './shown-event.ts';
import type { TextJudge } from './text-judge.ts';

export interface Judged {
  readonly verdict: Verdict;
  readonly shown: ViewerEvent;
}

/** Judges events by their texts and names; who is timed out is not its business. */
export interface EventJudge {
  judge(event: ViewerEvent, judge: TextJudge, settings: ModerationSettings): Judged;
  /** As `judge`, but the words pass: somebody looked at them. */
  judgeName(event: ViewerEvent, judge: TextJudge, settings: ModerationSettings): Judged;
}

const ALLOW: Verdict = { action: 'allow' };
/** Names come again and again: arrivals, likes, a line every few seconds. */
const REMEMBERED_NAMES = 5000;

export function createEventJudge(): EventJudge {
  const names = createKnownNames();
  let judgedBy: { readonly judge: TextJudge; readonly settings: ModerationSettings } | undefined;
  /** By platform: its rules may be its own. All by the same judge and settings. */
  let verdicts = new Map<ViewerEvent['platform'], RecentResults<Verdict>>();

  /** 'allow' or 'mask'. */
  function verdictOnName(
    name: string,
    platform: ViewerEvent['platform'],
    judge: TextJudge,
    settings: ModerationSettings,
  ): Verdict {
    if (judgedBy?.judge !== judge || judgedBy.settings !== settings) {
      judgedBy = { judge, settings };
      verdicts = new Map();
    }
    let ofPlatform = verdicts.get(platform);
    if (ofPlatform === undefined) {
      ofPlatform = createRecentResults(REMEMBERED_NAMES);
      verdicts.set(platform, ofPlatform);
    }
    return ofPlatform.of(name, () => {
      const { action, finding } = rulingOf(judge.findings(name), settings, platform);
      return action === 'allow' || finding === undefined
        ? ALLOW
        : { action: 'mask', category: finding.category, at: 'name', evidence: finding.evidence };
    });
  }

  function judgeName(event: ViewerEvent, judge: TextJudge, settings: ModerationSettings): Judged {
    names.note(event);
    const isBad = (name: string): boolean => verdictOnName(name, event.platform, judge, settings).action !== 'allow';
    const shown = withoutOtherNames(event, isBad);
    if (event.user.roles.includes('owner')) return { verdict: ALLOW, shown };
    if (names.isBorrowedBy(event))
      return {
        verdict: { action: 'mask', category: 'impersonation', at: 'name', evidence: event.user.name },
        shown: withoutName(shown),
      };
    const verdict = verdictOnName(event.user.name, event.platform, judge, settings);
    return verdict.action === 'allow' ? { verdict, shown } : { verdict, shown: withoutName(shown) };
  }

  return {
    judge(event, judge, settings) {
      const named = judgeName(event, judge, settings);
      const text = textOfEvent(event);
      // The room is the streamer's own.
      if (text === '' || event.user.roles.includes('owner')) return named;
      const ruling = rulingOf(judge.findings(text), settings, event.platform);
      if (ruling.action === 'allow' || ruling.finding === undefined) return named;
      return judgedText(event, named.shown, text, ruling);
    },
    judgeName,
  };
}

function judgedText(event: ViewerEvent, shown: ViewerEvent, text: string, ruling: Ruling): Judged {
  const { category, evidence } = ruling.finding ?? { category: undefined, evidence: '' };
  const why = { at: 'text' as const, evidence, ...(category === undefined ? {} : { category }) };
  if (ruling.action === 'mask')
    return { verdict: { action: 'mask', ...why }, shown: withText(shown, starred(text, ruling.masked)) };
  // Money is thanked for; the words that came with it are left out.
  if (isPaid(event)) return { verdict: { action: 'mask', ...why }, shown: withText(shown, '') };
  return { verdict: { action: ruling.action, ...why }, shown };
}
