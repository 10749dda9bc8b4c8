import { type LiveUser, textOfEvent } from '#shared/live/live-event.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { DialogueTurn, Exchange } from '../dialogue.types.ts';
import type { FaqIndex } from '../faq/faq-index.ts';
import { dateText } from '../formats.ts';
import { answerLanguage } from '../language.ts';
import type { Occasion } from '../occasion.types.ts';
import type { ChatMessage } from '../openai/chat-completions.wire.ts';
import { turnText } from './event-text.ts';
import { CLOSE_TAG, OPEN_TAG, reminderText, systemText } from './system-text.ts';
import { quotable, quotableName } from './viewer-text.ts';

/** History and facts together with the system text stay near 8 000 tokens. In UTF-16 units. */
const MAX_HISTORY_CHARS = 8000;
const MAX_FACT_CHARS = 2400;
const MAX_FACTS = 4;
const MAX_INSTRUCTION_CHARS = 600;
const MAX_FACTS_OF_VIEWER = 10;
const MAX_FACT_OF_VIEWER_CHARS = 120;
/** A fact this unlike the message would only distract. */
const LEAST_LIKENESS = 0.12;

export interface PromptInput {
  readonly turn: DialogueTurn;
  readonly persona: Settings['persona'];
  readonly faq: FaqIndex;
  /** Oldest first. */
  readonly history: readonly Exchange[];
  readonly historyTurns: number;
  readonly interfaceLanguage: Language;
  readonly nowMs: number;
  readonly occasion?: Occasion | undefined;
  /** `data:` URL of what the stream shows. */
  readonly picture?: string | undefined;
  /** What is remembered of viewers in the turn, one fact a line: their own words. */
  readonly about?: readonly AboutViewer[];
}
export interface AboutViewer {
  readonly user: LiveUser;
  readonly facts: string;
}

/** System text, what was said before, and the turn: viewer text stands only between the delimiters, as quoted lines. */
export function promptFromTurn(input: PromptInput): readonly ChatMessage[] {
  const { turn, persona } = input;
  const said = [turn.primary, ...turn.merged].map(textOfEvent).join(' ').slice(0, 1000);
  const passages = passagesFor(input.faq, said);
  return [
    { role: 'system', content: systemText(persona, { today: dateText(input.nowMs, 'moment', 'en'), passages }) },
    ...historyMessages(input.history, input.historyTurns),
    {
      role: 'user',
      content: `${quoted(`${turnText(turn)}${aboutText(input.about ?? [])}`)}\n${occasionText(input.occasion)}${reminderText(persona, answerLanguage(said, persona, input.interfaceLanguage))}`,
      ...(input.picture === undefined ? {} : { picture: input.picture }),
    },
  ];
}

/** What the studio knows and the streamer wants, behind the viewers' words. Nothing that a viewer typed is in it. */
function occasionText(occasion: Occasion | undefined): string {
  if (occasion === undefined) return '';
  const { facts, instruction } = occasion;
  return [
    facts.length === 0 ? '' : `The studio's own notes on this: ${facts.join('; ')}.\n`,
    instruction === undefined ? '' : `The streamer's wish for this answer: ${instruction.slice(0, MAX_INSTRUCTION_CHARS)}\n`,
  ].join('');
}

/** Remembered facts as quoted lines behind the message: data like the message itself. */
function aboutText(about: readonly AboutViewer[]): string {
  const lines = about.flatMap(({ user, facts }) =>
    facts
      .split('\n')
      .slice(0, MAX_FACTS_OF_VIEWER)
      .map((fact) => `- remembered of ${quotableName(user)}: "${quotable(fact, MAX_FACT_OF_VIEWER_CHARS)}"`),
  );
  return lines.length === 0 ? '' : `\n${lines.join('\n')}`;
}

/** What the viewer did, for the history. */
export function viewerLine(turn: DialogueTurn): string {
  return turnText(turn).slice(0, 1000);
}

/** Every line is `quotable` already or becomes so here: the delimiters cannot occur in between. */
function quoted(text: string): string {
  return `${OPEN_TAG}\n${text.replace(/[<>]/g, ' ')}\n${CLOSE_TAG}`;
}

function passagesFor(faq: FaqIndex, said: string): string[] {
  const facts: string[] = [];
  let length = 0;
  for (const hit of faq.search(said, MAX_FACTS + 2)) {
    if (hit.from === 'example' || hit.likeness < LEAST_LIKENESS) continue; // examples are in the system text already
    const fact = hit.question === '' ? `- ${hit.answer}` : `- ${hit.question} → ${hit.answer}`;
    if (facts.length >= MAX_FACTS || length + fact.length > MAX_FACT_CHARS) break;
    facts.push(fact);
    length += fact.length;
  }
  return facts;
}

function historyMessages(history: readonly Exchange[], turns: number): ChatMessage[] {
  const messages: ChatMessage[] = [];
  let length = 0;
  for (const exchange of turns === 0 ? [] : history.slice(-turns).reverse()) {
    const her = exchange.cutShort ? `${exchange.her} …` : exchange.her;
    const viewer = quoted(exchange.viewer.split('\n').map(historyLine).join('\n'));
    length += viewer.length + her.length;
    if (length > MAX_HISTORY_CHARS) break;
    messages.unshift({ role: 'user', content: viewer }, { role: 'assistant', content: her });
  }
  return messages;
}

/** A stored line: its outer quotation marks are ours, what is between them was made harmless when it was stored, and is again. */
function historyLine(line: string): string {
  return quotable(line.replace(/"/gu, "'"), 600);
}
