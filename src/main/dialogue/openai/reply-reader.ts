import { createParser } from 'eventsource-parser';
import { type AnswerOptions, createAnswerAssembler, streamError } from './answer-assembler.ts';
import { htmlFailure, type ProviderFailure, providerFailure } from './provider-failure.ts';

/** Longest line or event of a stream, and longest reply that is not streamed, in characters. */
export const MAX_LINE_CHARS = 1_000_000;
/** All of one reply, reasoning and framing included, in bytes. */
export const MAX_REPLY_BYTES = 32_000_000;
/** Blank lines that may come before the first character. */
const MAX_BLANK_CHARS = 10_000;

export interface ReplyReader {
  feed(bytes: Uint8Array): void;
  /** The body is over. `complete` is false when the connection broke. */
  finish(complete: boolean): void;
}

/**
 * Reads the body of a 200 reply: server-sent events (with or without [DONE]), one JSON document, or a web page, told apart by the
 * first character, because content types lie. Pure and synchronous: however the bytes are cut, the same text comes out.
 */
export function createReplyReader(options: AnswerOptions): ReplyReader {
  const { address, key } = options;
  const answer = createAnswerAssembler(options);
  const decoder = new TextDecoder();
  let form: 'unknown' | 'events' | 'document' = 'unknown';
  let document = '';
  let received = 0;

  const parser = createParser({
    maxBufferSize: MAX_LINE_CHARS,
    onEvent(event) {
      const data = event.data.trim();
      if (data === '[DONE]') answer.end();
      else if (event.event === 'error') answer.fail(streamError(address, data, key));
      else if (data !== '') answer.take(data);
    },
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') answer.fail(tooLarge(address));
    },
  });
  const take = (text: string): void => {
    if (answer.isOver) return;
    if (form === 'events') {
      parser.feed(text);
      return;
    }
    document += text;
    if (form === 'unknown') {
      form = formOf(document);
      if (form === 'events') parser.feed(document);
    }
    if (document.length > MAX_LINE_CHARS && form === 'document') answer.fail(tooLarge(address));
    if (document.length > MAX_BLANK_CHARS && form === 'unknown') document = '';
  };
  const takeDocument = (): void => {
    if (document.trimStart().startsWith('<')) answer.fail(htmlFailure(address, 200));
    else answer.take(document);
    answer.end();
  };
  return {
    feed(bytes) {
      received += bytes.byteLength;
      if (received > MAX_REPLY_BYTES) answer.fail(tooLarge(address));
      else take(decoder.decode(bytes, { stream: true }));
    },
    finish(complete) {
      take(decoder.decode());
      if (!complete) answer.fail(cutOff(address));
      else if (form === 'document') takeDocument();
      else if (form === 'events') take('\n\n'); // an event whose closing blank line is missing still counts
      answer.end();
    },
  };
}

function formOf(start: string): 'unknown' | 'events' | 'document' {
  const first = start.trimStart()[0];
  if (first === undefined) return 'unknown';
  return first === '{' || first === '[' || first === '<' ? 'document' : 'events';
}

function cutOff(address: string): ProviderFailure {
  return providerFailure(
    'cut-off',
    `${address} closed the connection in the middle of its answer. It is tried again with the next message; if it stays, restart the model server.`,
  );
}

function tooLarge(address: string): ProviderFailure {
  return providerFailure('too-large', `${address} sent more than a reply can be. Check that the base URL belongs to a chat API.`);
}
