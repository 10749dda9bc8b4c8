import type { TurnRequest } from '#main/director/turn-request.ts';
import { textOfEvent } from '#shared/live/live-event.ts';
import type { Language } from '#shared/speech/emotion.ts';

/** Longest part of a message that is read out, UTF-16 units: some ten seconds. */
const LONGEST = 160;
const LONGEST_NAME = 30;

/** What the assistant reads out before she answers: who wrote, and what. Undefined where nobody wrote anything. */
export function prefaceOf(request: TurnRequest, language: Language): string | undefined {
  // What the streamer said aloud was heard.
  if (request.kind !== 'answer' || request.primary.source === 'microphone') return undefined;
  const text = textOfEvent(request.primary).trim();
  if (text === '') return undefined;
  const said = cut(text, LONGEST);
  const { user } = request.primary;
  const name = user.masked ? '' : cut(user.name.trim(), LONGEST_NAME);
  if (name === '') return said;
  return { zh: `${name}说：${said}`, en: `${name} says: ${said}`, ja: `${name}さん：${said}` }[language];
}

/** Never in the middle of a character. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  let cutText = '';
  for (const character of text) {
    if (cutText.length + character.length >= length) break;
    cutText += character;
  }
  return `${cutText}…`;
}
