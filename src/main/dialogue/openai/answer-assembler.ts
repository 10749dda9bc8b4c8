import { completionChunkSchema, readChunk } from './chat-completions.wire.ts';
import { errorText, type ProviderFailure, providerFailure, scrubbed } from './provider-failure.ts';
import { createReasoningFilter } from './reasoning-filter.ts';

/** What the body of a reply turned out to be. After `end` or `fail` nothing more is called. */
export interface ReplySink {
  text(text: string): void;
  /** The model works: words or reasoning came. Comments and keep-alives do not count. */
  activity(): void;
  end(how: AnswerEnd): void;
  fail(failure: ProviderFailure): void;
}
export interface AnswerEnd {
  readonly finishReason: string | undefined;
  readonly sawReasoning: boolean;
  /** A closing tag of reasoning came without an opening one. */
  readonly thinksWithoutTag: boolean;
}
export interface AnswerOptions {
  readonly sink: ReplySink;
  /** For messages: host and path. */
  readonly address: string;
  readonly key: string | undefined;
  readonly startsThinking: boolean;
  /** The answer is cut here, in UTF-16 units. */
  readonly maxChars: number;
}

/** Puts an answer together from the JSON objects of a reply, one at a time. */
export interface AnswerAssembler {
  take(json: string): void;
  /** No more objects come. */
  end(): void;
  fail(failure: ProviderFailure): void;
  readonly isOver: boolean;
}

export function createAnswerAssembler(options: AnswerOptions): AnswerAssembler {
  const { sink, address, key } = options;
  const filter = createReasoningFilter({ startsThinking: options.startsThinking });
  let length = 0;
  let finishReason: string | undefined;
  let sawReasoning = false;
  let isOver = false;

  const fail = (failure: ProviderFailure): void => {
    if (isOver) return;
    isOver = true;
    sink.fail(failure);
  };
  const conclude = (): void => {
    if (isOver) return;
    isOver = true;
    sink.end({ finishReason, sawReasoning: sawReasoning || filter.sawReasoning, thinksWithoutTag: filter.sawOrphanClose });
  };
  const say = (text: string): void => {
    if (isOver || text === '') return;
    const room = options.maxChars - length;
    const said = text.length > room ? wholeCharacters(text, room) : text;
    length += said.length;
    if (said !== '') sink.text(said);
    if (text.length > room) conclude();
  };
  const end = (): void => {
    say(filter.end());
    conclude();
  };
  return {
    take(json) {
      if (isOver) return;
      const object = readObject(json, address, key);
      if ('failure' in object) {
        fail(object.failure);
        return;
      }
      sawReasoning ||= object.hasReasoning;
      if (object.text !== '' || object.hasReasoning) sink.activity();
      say(filter.push(object.text));
      finishReason ??= object.finishReason;
      if (object.finishReason !== undefined) end(); // does not wait for [DONE], which some servers leave out
    },
    end,
    fail,
    get isOver() {
      return isOver;
    },
  };
}

type ObjectReading = ReturnType<typeof readChunk> | { readonly failure: ProviderFailure };

function readObject(json: string, address: string, key: string | undefined): ObjectReading {
  const value = parseJson(json);
  const parsed = completionChunkSchema.safeParse(value);
  const error = parsed.success ? (parsed.data.error ?? undefined) : errorText(value);
  if (error !== undefined) return { failure: streamError(address, error, key) };
  if (!parsed.success) return { failure: malformed(address, json, key) };
  if (parsed.data.choices) return readChunk(parsed.data);
  const told = errorText(value);
  if (told !== undefined) return { failure: streamError(address, told, key) };
  return { text: '', hasReasoning: false, finishReason: undefined }; // usage, ping and other notes
}

/** At most `limit` units of `text`, never half of a surrogate pair. */
function wholeCharacters(text: string, limit: number): string {
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function malformed(address: string, piece: string, key: string | undefined): ProviderFailure {
  const start = scrubbed(piece, key, 80);
  return providerFailure(
    'malformed-stream',
    `${address} sent something that is no chat completion: "${start}". Check that the base URL belongs to an OpenAI-compatible API, or update the model server.`,
  );
}

/** An error that came inside a reply that began well. */
export function streamError(address: string, error: unknown, key: string | undefined): ProviderFailure {
  const said = scrubbed(errorText(error) ?? JSON.stringify(error) ?? '', key);
  return providerFailure(
    'provider-error',
    `${address} broke off with an error: "${said}". It is tried again with the next message; if it stays, look into the model server's log.`,
  );
}
