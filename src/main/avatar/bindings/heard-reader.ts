import type { Emotion } from '#shared/speech/emotion.ts';
import type { HeardSentence } from './binding-service.types.ts';

/** How far the room has heard an answer. `spokenUntil`: UTF-16 units of `reply`. */
export interface HeardProgress {
  readonly turnId: number | null;
  readonly reply: string;
  readonly spokenUntil: number;
  readonly emotion: Emotion;
}

const ENDS = new Set('.!?。！？…\n');

/** Tells each sentence once, when the room begins to hear it, so that she waves while she says hello. */
export function createHeardReader(onSentence: (sentence: HeardSentence) => void): (progress: HeardProgress) => void {
  let turn: number | null = null;
  let toldUntil = 0;
  return ({ turnId, reply, spokenUntil, emotion }) => {
    if (turnId === null) return;
    if (turnId !== turn) {
      turn = turnId;
      toldUntil = 0;
    }
    if (spokenUntil < toldUntil || toldUntil >= reply.length) return;
    const end = sentenceEnd(reply, Math.max(spokenUntil, toldUntil));
    const text = reply.slice(toldUntil, end).trim();
    toldUntil = end;
    if (text !== '') onSentence({ turnId, text, emotion });
  };
}

/** Where the sentence that holds `position` ends, with its full stops. */
function sentenceEnd(text: string, position: number): number {
  let end = position;
  while (end < text.length && !ENDS.has(text.charAt(end))) end += 1;
  while (end < text.length && ENDS.has(text.charAt(end))) end += 1;
  return end;
}
