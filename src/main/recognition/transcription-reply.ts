import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import { StudioError } from '#shared/errors.ts';
import { excerpt } from './http-failure.ts';

/**
 * Replies of OpenAI-style transcription endpoints as servers really send them: `{text, language?}` as JSON, plain text, or server-sent events
 * (`transcript.text.delta`, `transcript.text.done`; Speaches sends `{text}` per segment). https://platform.openai.com/docs/api-reference/audio
 */
const wholeSchema = z.object({ text: z.string(), language: z.string().nullish() });
const eventSchema = z.object({
  type: z.string().optional(),
  delta: z.string().optional(),
  text: z.string().optional(),
  error: z.unknown().optional(),
});

export interface TranscriptionReply {
  readonly text: string;
  readonly language: string | undefined;
}

/** An hour of speech is 60 kB. */
const MOST_BYTES = 1_000_000;

/** Reads a reply of status 200. `onPartial` gets the text so far; `onActivity` is called whenever something came. Throws `provider`. */
export async function readTranscriptionReply(
  response: Response,
  address: string,
  handlers: { readonly onPartial: (text: string) => void; readonly onActivity: () => void },
): Promise<TranscriptionReply> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('text/event-stream')) return readEvents(response, address, handlers);
  let body = '';
  for await (const chunk of textOf(response, address, handlers.onActivity)) body += chunk;
  return readWhole(body, type, address);
}

function readWhole(body: string, type: string, address: string): TranscriptionReply {
  if (/^\s*</.test(body)) throw wrongReply(address, body);
  const parsed = wholeSchema.safeParse(parseJson(body));
  if (parsed.success) return { text: parsed.data.text, language: parsed.data.language ?? undefined };
  if (type.startsWith('text/plain')) return { text: body, language: undefined };
  throw wrongReply(address, body);
}

async function readEvents(
  response: Response,
  address: string,
  handlers: { readonly onPartial: (text: string) => void; readonly onActivity: () => void },
): Promise<TranscriptionReply> {
  let text = '';
  let done: string | undefined;
  const parser = createParser({
    onEvent({ data }) {
      if (data === '[DONE]') return;
      const event = eventSchema.safeParse(parseJson(data));
      if (!event.success) throw wrongReply(address, data);
      if (event.data.error !== undefined && event.data.error !== null) throw wrongReply(address, data);
      if (event.data.type === 'transcript.text.done') done = event.data.text ?? text;
      else text += event.data.delta ?? (event.data.type === undefined ? joinable(text, event.data.text ?? '') : '');
      if (done === undefined) handlers.onPartial(text);
    },
  });
  for await (const chunk of textOf(response, address, handlers.onActivity)) parser.feed(chunk);
  if (done === undefined && text === '')
    throw new StudioError('provider', `${address} broke off before the first word: look into the server's log.`);
  return { text: done ?? text, language: undefined };
}

/** Segments come without the space between them. */
function joinable(before: string, segment: string): string {
  return before === '' || /^\s/.test(segment) ? segment : ` ${segment}`;
}

async function* textOf(response: Response, address: string, onActivity: () => void): AsyncGenerator<string> {
  if (!response.body) return;
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const chunk of response.body) {
    onActivity();
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new StudioError('provider', `${address} sent more than a text can be: check the address.`);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrongReply(address: string, body: string): StudioError {
  return new StudioError(
    'provider',
    `${address} sent something that is no transcription: check that the address belongs to an OpenAI-style server.${excerpt(body)}`,
  );
}
