import { createParser } from 'eventsource-parser';
import { completionChunkSchema, readChunk } from './chat-completions.wire.ts';
import { errorText, htmlFailure, isHtml, type ProviderFailure, providerFailure, scrubbed } from './provider-failure.ts';
import { createReasoningFilter } from './reasoning-filter.ts';

/** Longest line or event of a stream, and longest reply that is not streamed, in characters. */
export const MAX_LINE_CHARS = 1_000_000;
/** All of one answer, reasoning and framing included, in bytes. */
export const MAX_REPLY_BYTES = 32_000_000;

/** What the body of a reply turned out to be. After `end` or `fail` nothing more is called. */
export interface ReplySink {
  text(text: string): void;
  /** The model works: words or reasoning came. Comments and keep-alives do not count. */
  activity(): void;
  end(how: {
    readonly finishReason: string | undefined;
    readonly sawReasoning: boolean;
    readonly thinksWithoutTag: boolean;
  }): void;
  fail(failure: ProviderFailure): void;
}

export interface ReplyReader {
  feed(bytes: Uint8Array): void;
  /** The body is over. `complete` is false when the connection broke. */
  finish(complete: boolean): void;
}

export interface ReplyReaderOptions {
  readonly sink: ReplySink;
  readonly address: string;
  readonly key: string | undefined;
  readonly startsThinking: boolean;
  /** The answer is cut here, in UTF-16 units. */
  readonly maxChars: number;
}

type Form = 'unknown' | 'events' | 'document';

/**
 * Reads the body of a 200 reply: server-sent events (with or without [DONE]), one JSON document, or a web page, told apart by the
 * first character, because content types lie. Pure and synchronous: however the bytes are cut, the same text comes out.
 */
export function createReplyReader(options: ReplyReaderOptions): ReplyReader {
  const { sink, address, key } = options;
  const decoder = new TextDecoder();
  const filter = createReasoningFilter({ startsThinking: options.startsThinking });
  let form: Form = 'unknown';
  let document = '';
  let received = 0;
  let length = 0;
  let finishReason: string | undefined;
  let sawReasoning = false;
  let full = false;
  let over = false;

  const fail = (failure: ProviderFailure): void => {
    if (over) return;
    over = true;
    sink.fail(failure);
  };
  const say = (text: string): void => {
    if (over || text === '') return;
    const room = options.maxChars - length;
    const cut = text.length > room ? wholeCharacters(text, room) : text;
    length += cut.length;
    if (cut !== '') sink.text(cut);
    if (text.length <= room) return;
    full = true;
    end('length');
  };
  const end = (reason: string | undefined): void => {
    if (over) return;
    if (!full) say(filter.end());
    if (over) return;
    over = true;
    sink.end({
      finishReason: reason,
      sawReasoning: sawReasoning || filter.sawReasoning,
      thinksWithoutTag: filter.sawOrphanClose,
    });
  };
  const takeObject = (json: string): void => {
    const value = parseJson(json);
    const parsed = completionChunkSchema.safeParse(value);
    if (!parsed.success) {
      const told = errorText(value);
      return fail(told === undefined ? malformed(address, json, key) : streamError(address, told, key));
    }
    if (parsed.data.error !== undefined && parsed.data.error !== null) return fail(streamError(address, parsed.data.error, key));
    if (parsed.data.choices === undefined || parsed.data.choices === null) {
      const told = errorText(value);
      if (told !== undefined) fail(streamError(address, told, key));
      return; // usage, ping and other notes
    }
    const reading = readChunk(parsed.data);
    sawReasoning ||= reading.hasReasoning;
    if (reading.text !== '' || reading.hasReasoning) sink.activity();
    say(filter.push(reading.text));
    if (reading.finishReason !== undefined) {
      finishReason = reading.finishReason;
      if (!over) end(finishReason);
    }
  };
  const parser = createParser({
    maxBufferSize: MAX_LINE_CHARS,
    onEvent(event) {
      if (over) return;
      const data = event.data.trim();
      if (data === '[DONE]') return end(finishReason ?? 'stop');
      if (event.event === 'error') return fail(streamError(address, parseJson(data) ?? data, key));
      if (data !== '') takeObject(data);
    },
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') fail(tooLarge(address));
    },
  });
  const take = (text: string): void => {
    if (over) return;
    if (form === 'unknown') {
      document += text;
      const start = document.trimStart();
      if (start === '') return void (document = document.length > 10_000 ? '' : document);
      form = /^[{[<]/.test(start) ? 'document' : 'events';
      if (form === 'events') parser.feed(document);
      return;
    }
    if (form === 'events') return parser.feed(text);
    document += text;
    if (document.length > MAX_LINE_CHARS) fail(tooLarge(address));
  };
  const takeDocument = (): void => {
    if (isHtml(document) || document.trimStart().startsWith('<')) return fail(htmlFailure(address, 200));
    takeObject(document);
    end(finishReason);
  };
  return {
    feed(bytes) {
      if (over) return;
      received += bytes.byteLength;
      if (received > MAX_REPLY_BYTES) return fail(tooLarge(address));
      take(decoder.decode(bytes, { stream: true }));
    },
    finish(complete) {
      if (over) return;
      take(decoder.decode());
      if (!complete && form !== 'document') return fail(cutOff(address));
      if (form === 'document') return takeDocument();
      if (form === 'events') take('\n\n'); // an event whose closing blank line is missing still counts
      end(finishReason);
    },
  };
}

/** At most `limit` units of `text`, never half of a surrogate pair. */
function wholeCharacters(text: string, limit: number): string {
  const cut = text.slice(0, limit);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function malformed(address: string, piece: string, key: string | undefined): ProviderFailure {
  return providerFailure(
    'malformed-stream',
    `${address} sent something that is no chat completion: "${scrubbed(piece, key, 80)}". Check that the base URL belongs to an OpenAI-compatible API, or update the model server.`,
  );
}

function streamError(address: string, error: unknown, key: string | undefined): ProviderFailure {
  const said = scrubbed(errorText(error) ?? JSON.stringify(error) ?? '', key);
  return providerFailure(
    'provider-error',
    `${address} broke off with an error: "${said}". It is tried again with the next message; if it stays, look into the model server's log.`,
  );
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
