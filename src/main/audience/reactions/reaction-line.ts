import type { ViewerEvent } from '#shared/live/live-event.ts';
import { isUnknownAmount } from '#shared/live/money.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { filledText, spokenText, spokenUser, type Values } from '../answers/answer-texts.ts';

/** Fills a streamer's template with what happened. `names`: at most so many are said, the others are counted. */
export function reactionLine(
  template: string,
  events: readonly ViewerEvent[],
  options: { readonly language: Language; readonly names: number; readonly total: number; readonly visits: number },
): string {
  return filledText(template, valuesOf(events, options));
}

function valuesOf(events: readonly ViewerEvent[], options: Parameters<typeof reactionLine>[2]): Values {
  const { language, visits } = options;
  const [event] = events;
  const text = event !== undefined && 'text' in event ? (event.text ?? '') : '';
  return {
    viewer: namesText(events, options),
    gift: giftsText(events, language),
    count: countOf(events),
    amount: amountText(events, language),
    tier: event?.kind === 'membership' ? spokenText(event.membership.tierName ?? event.membership.tier, 40) : '',
    viewers: event?.kind === 'raid' ? event.viewers : 0,
    text: spokenText(text, 120),
    visits,
  };
}

const AND_MORE: Readonly<Record<Language, string>> = {
  zh: '{names}等{total}位',
  en: '{names} and {more} more',
  ja: '{names}さんほか{more}名',
};
function namesText(events: readonly ViewerEvent[], { language, names, total }: Parameters<typeof reactionLine>[2]): string {
  const all = [...new Set(events.map(({ user }) => spokenUser(user.name, language)))];
  const shown = all.slice(0, names);
  const text = shown.join(language === 'en' ? ', ' : '、');
  const more = Math.max(all.length, total - (events.length - all.length)) - shown.length;
  return more > 0 ? filledText(AND_MORE[language], { names: text, more, total: more + shown.length }) : text;
}

function giftsText(events: readonly ViewerEvent[], language: Language): string {
  const names = events.flatMap((event) => (event.kind === 'gift' ? [spokenText(event.gift.name, 40)] : []));
  return [...new Set(names)].slice(0, 3).join(language === 'en' ? ', ' : '、');
}

function countOf(events: readonly ViewerEvent[]): number {
  return events.reduce((sum, event) => {
    if (event.kind === 'gift') return sum + event.gift.count;
    if (event.kind === 'membership') return sum + (event.membership.giftCount ?? 1);
    return event.kind === 'like' ? sum + event.count : sum;
  }, 0);
}

const LOCALES: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en', ja: 'ja' };
/** The sum in the first currency: amounts of different currencies are not added up. */
function amountText(events: readonly ViewerEvent[], language: Language): string {
  const values = events.flatMap((event) =>
    'value' in event && event.value !== null && !isUnknownAmount(event.value) ? [event.value] : [],
  );
  const [first] = values;
  if (first === undefined || !/^[A-Za-z]{3}$/.test(first.currency)) return '';
  const micros = values.reduce((sum, value) => (value.currency === first.currency ? sum + value.micros : sum), 0);
  return new Intl.NumberFormat(LOCALES[language], {
    style: 'currency',
    currency: first.currency,
    maximumFractionDigits: 2,
    minimumFractionDigits: 0,
  }).format(micros / 1_000_000);
}
