import type { ChatEvent } from '#shared/live/live-event.ts';
import type { DialogueTurn } from './dialogue.types.ts';
import { createReplyReader } from './openai/reply-reader.ts';

/**
 * Turns that nobody sent, one for each language: run once after the start, so that the first viewer does not pay for what is made on
 * first use (formatters, compiled patterns; about 40 ms).
 */
export function rehearsalTurns(): readonly DialogueTurn[] {
  return ['Hello, what is this?', '你好，请问这是什么？', 'こんにちは、これは何ですか？'].map((text) => ({
    kind: 'answer',
    turnId: 0,
    primary: chatEvent(text),
    merged: [],
    mergedCount: 0,
  }));
}

/** A reply as a model streams it, for the same purpose. */
export function rehearseReply(): void {
  const reader = createReplyReader({
    sink: { text() {}, activity() {}, end() {}, fail() {} },
    address: '',
    key: undefined,
    startsThinking: false,
    maxChars: 1000,
  });
  const delta = JSON.stringify({ choices: [{ index: 0, delta: { content: '[happy]<think>hm</think>Hello.' } }] });
  reader.feed(new TextEncoder().encode(`data: ${delta}\n\ndata: [DONE]\n\n`));
  reader.finish(true);
}

function chatEvent(text: string): ChatEvent {
  return {
    v: 1,
    id: 'simulator:rehearsal',
    platform: 'custom',
    source: 'simulator',
    roomId: '',
    timestamp: 0,
    receivedAt: 0,
    user: { id: null, name: 'Mia', masked: false, roles: [] },
    kind: 'chat',
    text,
    segments: [],
  };
}
