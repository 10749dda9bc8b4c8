import type { StudioError } from '#shared/errors.ts';
import { cancelled, type ServerReply } from './server-http.ts';
import { problemFromError, voiceProblem } from './voice-problem.ts';

/** Of an error page no more is read. */
const MOST_BYTES = 16 * 1024;
/** Of a list of speakers (Edge's has some 300 KB). */
const MOST_JSON_BYTES = 4 * 1024 * 1024;
const MOST_WORDS = 300;

/** The body as text, up to `most` bytes. */
export async function textOf(reply: ServerReply, most = MOST_BYTES): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of reply.chunks) {
    parts.push(chunk);
    size += chunk.byteLength;
    if (size >= most) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The body as JSON; throws `refused` for an error status and `not-sound` for what is no JSON. */
export async function jsonOf(reply: ServerReply, url: string): Promise<unknown> {
  if (reply.status < 200 || reply.status > 299) throw await refusal(reply, url);
  const text = await textOf(reply, MOST_JSON_BYTES);
  try {
    return JSON.parse(text);
  } catch {
    throw voiceProblem(
      'not-sound',
      `${url} answers, but not as expected: is another program there? It says: ${wordsOf(text)}`,
      wordsOf(text),
    );
  }
}

/** An error status in plain words. */
export async function refusal(reply: ServerReply, url: string): Promise<StudioError> {
  let words = '';
  try {
    words = wordsOf(await textOf(reply));
  } catch (error) {
    // The status says enough; a stop does not.
    if (problemFromError(error).message === cancelled().message) return cancelled();
  }
  const { status } = reply;
  const detail = words === '' ? `HTTP ${status}` : words;
  if (status === 401 || status === 403)
    return voiceProblem('unauthorized', `${url} refuses the key (${status}): ${detail}`, detail);
  if (status === 404)
    return voiceProblem(
      'refused',
      `${url} does not exist there (404): is it the right program and version?`,
      `404 ${words}`.trim(),
    );
  return voiceProblem('refused', `the voice server refused (${status}): ${detail}`, detail);
}

/** What a JSON, HTML or plain reply says to people: {"message", "Exception"}, {"detail"}, {"error": {"message"}}, a page's title. */
export function wordsOf(body: string): string {
  const json = parsed(body);
  const words = json === undefined ? fromPage(body) : fromJson(json);
  const line = words.replaceAll(/\s+/gu, ' ').trim();
  return line.length > MOST_WORDS ? `${line.slice(0, MOST_WORDS)}…` : line;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const NAMES = ['error', 'message', 'msg', 'Exception', 'detail', 'loc'];

function fromJson(json: unknown): string {
  if (typeof json === 'string') return json;
  if (Array.isArray(json)) return json.map(fromJson).filter(Boolean).join('; ');
  if (typeof json !== 'object' || json === null) return '';
  const fields = new Map(Object.entries(json));
  const said = NAMES.map((name) => fromJson(fields.get(name))).filter(Boolean);
  return [...new Set(said)].join(': ');
}

function fromPage(body: string): string {
  if (!/<\w/u.test(body)) return body;
  const title = /<title[^>]*>([^<]*)<\/title>/iu.exec(body)?.[1] ?? '';
  if (title.trim() !== '') return title;
  return body.replaceAll(/<(?:script|style)[\s\S]*?<\/(?:script|style)>/giu, ' ').replaceAll(/<[^>]*>/gu, ' ');
}
