import type { Emotion } from '#shared/speech/emotion.ts';
import { sentenceEnd } from '#shared/speech/sentence-end.ts';
import type { HeardSentence } from './binding-service.types.ts';

/** How far the room has heard an answer. `spokenUntil`: UTF-16 units of `reply`. */
export interface HeardProgress {
  readonly turnId: number | null;
  readonly reply: string;
  readonly spokenUntil: number;
  readonly emotion: Emotion;
}

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
