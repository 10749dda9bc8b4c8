import { isWhole, plainWord, readCommandLine, restAfter } from '#shared/audience/command-text.ts';
import { mayUse } from '#shared/audience/may-use.ts';
import { isViewerEvent, type LiveEvent, type Money, textOfEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import { cnyMicrosFromMoney } from '#shared/live/money.ts';
import type { AutomationInput, Cause } from './engine.types.ts';
import type { AnyEntry, Plan, PlanEntry, TriggerType } from './plan.ts';
import type { EngineState } from './state.ts';

/** A trigger that matched, with what it matched. */
export interface Hit {
  readonly entry: AnyEntry;
  readonly cause: Cause;
}
/** What an input fires, and the state after it. */
export interface Hits {
  readonly hits: readonly Hit[];
  readonly state: EngineState;
}
type LiveInput = Extract<AutomationInput, { type: 'live' }>;

/** What an event of the room fires. The streamer's own voice and shared chats of other rooms fire nothing. */
export function liveHits(plan: Plan, input: LiveInput): readonly Hit[] {
  const { event } = input;
  if (!isViewerEvent(event) || event.source === 'microphone' || (event.kind === 'chat' && event.mirrored === true)) return [];
  const hits: Hit[] = [];
  const hit = (entry: AnyEntry, values: Cause['values'] = {}): void => {
    hits.push({ entry, cause: causeOf(entry.trigger.type, input, event, values) });
  };
  lineHits(plan, input, event, hit);
  moneyHits(plan, event, hit);
  switch (event.kind) {
    case 'membership':
      if (event.membership.action !== 'level_up') for (const entry of plan.of('membership')) hit(entry);
      break;
    case 'follow':
      for (const entry of plan.of('follow')) hit(entry);
      break;
    case 'raid':
      for (const entry of plan.of('raid'))
        if (event.viewers >= entry.trigger.minimumViewers) hit(entry, { viewers: String(event.viewers) });
      break;
    default:
      break;
  }
  return hits;
}

function causeOf(by: TriggerType, input: LiveInput, event: ViewerEvent, values: Cause['values']): Cause {
  return { by, user: event.user.name, text: textOfEvent(event), viewerKey: input.viewerKey, values, event };
}

const LINES: ReadonlySet<LiveEvent['kind']> = new Set(['chat', 'superchat', 'redemption']);

function lineHits(plan: Plan, { reading }: LiveInput, event: ViewerEvent, hit: (entry: AnyEntry) => void): void {
  const text = LINES.has(event.kind) ? textOfEvent(event) : '';
  if (text === '') return;
  const words = plan.of('chat');
  if (words.length > 0) {
    const line = readCommandLine(text);
    for (const entry of words) {
      const { match, who } = entry.trigger;
      if (entry.words.some((word) => matches(line, word, match)) && mayUse(who, event.user)) hit(entry);
    }
  }
  if (reading === undefined) return;
  for (const entry of plan.of('intent'))
    if (entry.trigger.intent === reading.intent && reading.intentScore >= entry.trigger.minScore) hit(entry);
  for (const entry of plan.of('mood'))
    if (entry.trigger.emotion === reading.emotion && reading.emotionScore >= entry.trigger.minScore) hit(entry);
}

function matches(line: ReturnType<typeof readCommandLine>, word: string, match: PlanEntry<'chat'>['trigger']['match']): boolean {
  switch (match) {
    case 'whole':
      return isWhole(line, word);
    case 'start':
      return restAfter(line, word, false) !== undefined;
    case 'joined':
      return restAfter(line, word, true) !== undefined;
    case 'anywhere':
      return line.plain.includes(word);
  }
}

interface Paid {
  readonly value: Money | null;
  /** As `plainWord`; '' for messages. */
  readonly gift: string;
  readonly shownGift: string;
}

function moneyHits(plan: Plan, event: ViewerEvent, hit: (entry: AnyEntry, values: Cause['values']) => void): void {
  const entries = plan.of('paid');
  const paid = entries.length === 0 ? undefined : paidOf(event);
  if (paid === undefined) return;
  const micros = paid.value === null ? 0 : cnyMicrosFromMoney(paid.value);
  const values = { gift: paid.shownGift, amount: paid.value === null ? '' : amountText(paid.value) };
  for (const entry of entries) {
    const { minimum, currency, gift } = entry.trigger;
    const enough = micros >= cnyMicrosFromMoney({ currency, micros: Math.round(minimum * 1_000_000) });
    if (enough && (gift === '' || plainWord(gift) === paid.gift)) hit(entry, values);
  }
}

/** Undefined for what is no gift, and for a streak that still runs: its money is not final. */
function paidOf(event: ViewerEvent): Paid | undefined {
  switch (event.kind) {
    case 'gift':
      return event.final
        ? { value: event.paid ? event.value : null, gift: plainWord(event.gift.name), shownGift: giftText(event.gift) }
        : undefined;
    case 'superchat':
      return { value: event.value, gift: '', shownGift: '' };
    case 'membership':
      return event.value === null
        ? undefined
        : { value: event.value, gift: '', shownGift: event.membership.tierName ?? event.membership.tier };
    default:
      return undefined;
  }
}

const giftText = ({ name, count }: { readonly name: string; readonly count: number }): string =>
  count > 1 ? `${name} ×${count}` : name;
const amountText = ({ currency, micros }: Money): string => `${Math.round(micros / 10_000) / 100} ${currency}`;
