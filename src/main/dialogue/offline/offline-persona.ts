import { textOfEvent } from '#shared/live/live-event.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { DialogueTurn } from '../dialogue.types.ts';
import { CONFIDENT_LIKENESS, type FaqHit, type FaqIndex } from '../faq/faq-index.ts';
import { dateText } from '../formats.ts';
import { answerLanguage } from '../language.ts';
import type { Occasion } from '../occasion.types.ts';
import { quotable } from '../prompt/viewer-text.ts';
import { eventLine, spokenName } from './event-lines.ts';
import { createLinePicker } from './line-picker.ts';
import type { LineKey, Phrasebook } from './lines.types.ts';
import { phrasebookEn } from './phrasebook-en.ts';
import { phrasebookJa } from './phrasebook-ja.ts';
import { phrasebookZh } from './phrasebook-zh.ts';

export interface OfflineContext {
  readonly persona: Settings['persona'];
  readonly faq: FaqIndex;
  readonly interfaceLanguage: Language;
  /** ms since the epoch; hours are those of this computer. */
  readonly nowMs: number;
  readonly occasion?: Occasion | undefined;
}
/** Answers without any model: rules, a phrasebook in three languages, and the streamer's own text. */
export interface OfflinePersona {
  /** What she says, with emotion tags. At once, never empty. */
  reply(turn: DialogueTurn, context: OfflineContext): string;
}

const BOOKS: Readonly<Record<Language, Phrasebook>> = { zh: phrasebookZh, en: phrasebookEn, ja: phrasebookJa };
/** Of a message only this much is looked at, in UTF-16 units. */
const MAX_SAID = 500;
/** Longest answer out of the streamer's text, in UTF-16 units: about 20 s of speech. */
const MAX_FAQ_ANSWER = 220;

/** `random` yields 0 ≤ x < 1; the same numbers give the same lines. */
export function createOfflinePersona(random: () => number): OfflinePersona {
  const picker = createLinePicker(random);

  const say = (key: LineKey, book: Phrasebook, slots: Readonly<Record<string, string | number>>): string =>
    filled(picker.pick(`${book.locale} ${key}`, book.lines[key]), slots);

  return {
    reply(turn, context) {
      const { persona } = context;
      const said = textOfEvent(turn.primary).slice(0, MAX_SAID);
      const language = answerLanguage(said, persona, context.interfaceLanguage);
      const book = BOOKS[language];
      const slots = commonSlots(turn, context, book, () => picker.pick(`${language} fortune`, book.fortunes));
      const mayRead = (text: string): boolean => !hasForbidden(text, persona) && !matches(book, 'instruction', text);
      const event = eventLine(turn, book, language, mayRead, context.occasion);
      if (event !== undefined) {
        const thanks = say(event.key, book, { ...slots, ...event.slots });
        const answer = said === '' || !mayRead(said) ? '' : knownAnswer(said, context, book, language, slots, say);
        return answer === '' ? thanks : `${thanks}${language === 'en' ? ' ' : ''}${answer}`;
      }
      const lead =
        turn.mergedCount >= 2 && turn.isSummary !== true
          ? filled(picker.pick(`${language} many`, book.lines.manyAsk), { n: turn.mergedCount + 1 })
          : '';
      return withLead(lead, chatReply(said, context, book, language, slots, say), language);
    },
  };
}

type Say = (key: LineKey, book: Phrasebook, slots: Readonly<Record<string, string | number>>) => string;
type Slots = Readonly<Record<string, string | number>>;

function chatReply(said: string, context: OfflineContext, book: Phrasebook, language: Language, slots: Slots, say: Say): string {
  const { persona } = context;
  const text = said.split(persona.name).join(' ').trim();
  if (hasForbidden(text, persona)) return say('forbidden', book, slots);
  if (!/[\p{L}\p{N}]/u.test(text)) return say(/^[?？]+$/.test(text) ? 'question' : 'sticker', book, slots);
  const known = knownAnswer(text, context, book, language, slots, say);
  if (known !== '') return known;
  const rest = text.replace(book.helloPrefix, '').trim();
  const hello = rest !== text || matches(book, 'greeting', text);
  if (hello && rest.length < (language === 'en' ? 12 : 5)) return greeting(context, language) ?? say('greeting', book, slots);
  return say(book.isQuestion.test(rest) ? 'question' : 'statement', book, slots);
}

/** An answer to what is really said, from the streamer's text or a rule; '' when there is none. */
function knownAnswer(
  said: string,
  context: OfflineContext,
  book: Phrasebook,
  language: Language,
  slots: Slots,
  say: Say,
): string {
  const instruction = matches(book, 'instruction', said);
  const hit = instruction ? undefined : context.faq.search(said, 1)[0];
  if (hit !== undefined && hit.likeness >= CONFIDENT_LIKENESS) return faqAnswer(hit, book, slots, say, language);
  const text = said.replace(book.helloPrefix, '').trim();
  for (const [key, pattern] of book.intents) {
    const found = key === 'greeting' ? null : pattern.exec(key === 'sayThis' ? said.trim() : text);
    if (found === null) continue;
    const thing = quotable(found.groups?.thing ?? found.groups?.thing2 ?? found[1] ?? '', 30);
    if ((key === 'likes' || key === 'myName') && thing === '') continue;
    return say(key, book, { ...slots, thing });
  }
  return '';
}

function matches(book: Phrasebook, key: LineKey, text: string): boolean {
  return book.intents.some(([intent, pattern]) => intent === key && pattern.test(text));
}

/** The streamer's own greeting, where it is in the language of the answer. */
function greeting(context: OfflineContext, language: Language): string | undefined {
  const own = context.persona.greeting.trim();
  if (own === '') return undefined;
  return answerLanguage(own, { ...context.persona, language: 'auto' }, context.interfaceLanguage) === language ? own : undefined;
}

function faqAnswer(hit: FaqHit, book: Phrasebook, slots: Slots, say: Say, language: Language): string {
  if (hit.from === 'example') return hit.answer;
  return withLead(say('faqLead', book, slots), shortened(hit.answer), language);
}

/** `text` up to the last sentence end that fits. */
function shortened(text: string): string {
  if (text.length <= MAX_FAQ_ANSWER) return text;
  const head = text.slice(0, MAX_FAQ_ANSWER);
  const end = Math.max(...['。', '！', '？', '. ', '! ', '? ', '\n'].map((mark) => head.lastIndexOf(mark)));
  return end > 40 ? head.slice(0, end + 1).trim() : `${head.trim()}…`;
}

/** `lead` before `text`; a tag at the start of `text` moves to the very front, unless the lead has its own. */
function withLead(lead: string, text: string, language: Language): string {
  if (lead === '') return text;
  const gap = language === 'en' ? ' ' : '';
  const tag = /^\[\w+\]/.exec(text)?.[0] ?? '';
  if (tag === '' || lead.startsWith('[')) return `${lead}${gap}${text}`;
  return `${tag}${lead}${gap}${text.slice(tag.length)}`;
}

function hasForbidden(text: string, persona: Settings['persona']): boolean {
  const lower = text.toLowerCase();
  return persona.forbiddenTopics.some((topic) => topic.trim() !== '' && lower.includes(topic.trim().toLowerCase()));
}

function commonSlots(turn: DialogueTurn, context: OfflineContext, book: Phrasebook, fortune: () => string): Slots {
  return {
    viewer: spokenName(turn.primary, book),
    name: context.persona.name,
    hello: book.hello(new Date(context.nowMs).getHours()),
    time: dateText(context.nowMs, 'time', book.locale),
    date: dateText(context.nowMs, 'day', book.locale),
    fortune: fortune(),
  };
}

function filled(line: string, slots: Slots): string {
  return line.replace(/\{(\w+)\}/g, (gap, name: string) => String(slots[name] ?? gap));
}
