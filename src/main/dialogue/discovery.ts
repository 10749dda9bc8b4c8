import type { Clock } from '#main/platform/host.ts';
import type { LocalServer } from '#shared/contract/brain.ts';
import { StudioError } from '#shared/errors.ts';
import { apiRootsFromBaseUrl } from './openai/base-url.ts';
import { modelListSchema, ollamaTagsSchema } from './openai/chat-completions.wire.ts';
import { fetchSmall, type HttpClient } from './openai/http-client.ts';
import { chatModels } from './openai/model-list.ts';

/** Where Ollama and LM Studio listen when nobody changed it. */
export const DEFAULT_LOCAL_SERVERS = ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:1234/v1'] as const;
const PROBE_TIMEOUT_MS = 400;
const MAX_LIST_BYTES = 4_000_000;
const OLLAMA_PORT = '11434';

/**
 * Asks each candidate, all at the same time, for its models; those that answer are returned in the order of the candidates.
 * Candidates that are not on this machine are not asked: chat must not leave it without the streamer's word.
 */
export async function findLocalServers(
  context: { readonly http: HttpClient; readonly clock: Clock },
  candidates: readonly string[],
  signal: AbortSignal,
): Promise<readonly LocalServer[]> {
  const found = await Promise.all(candidates.filter(isLoopback).map((candidate) => probe(context, candidate, signal)));
  return found.filter((server): server is LocalServer => server !== undefined);
}

export function isLoopback(baseUrl: string): boolean {
  try {
    const { hostname } = new URL(baseUrl);
    return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  } catch {
    return false;
  }
}

async function probe(
  context: { readonly http: HttpClient; readonly clock: Clock },
  candidate: string,
  signal: AbortSignal,
): Promise<LocalServer | undefined> {
  const baseUrl = apiRootsFromBaseUrl(candidate).roots[0];
  const { origin, port } = new URL(baseUrl);
  const listed = await readJson(context, `${baseUrl}/models`, signal);
  const list = modelListSchema.safeParse(listed);
  const models = list.success && list.data.data ? list.data.data : [];
  if (models.length > 0) {
    const kind = port === OLLAMA_PORT || models.some((model) => model.owned_by === 'library') ? 'ollama' : 'lm-studio';
    return { kind, baseUrl, models: [...chatModels(models.map((model) => model.id))] };
  }
  if (listed === 'unreachable') return undefined;
  // No model yet, or an Ollama from before it spoke OpenAI's language.
  const tags = ollamaTagsSchema.safeParse(await readJson(context, `${origin}/api/tags`, signal));
  if (tags.success && tags.data.models)
    return { kind: 'ollama', baseUrl, models: [...chatModels(tags.data.models.map((model) => model.name))] };
  return list.success && list.data.data ? { kind: 'lm-studio', baseUrl, models: [] } : undefined;
}

/** The parsed body, 'unreachable', or undefined when it is no JSON. */
async function readJson(
  context: { readonly http: HttpClient; readonly clock: Clock },
  url: string,
  signal: AbortSignal,
): Promise<unknown> {
  const limits = { timeoutMs: PROBE_TIMEOUT_MS, maxBytes: MAX_LIST_BYTES, after: context.clock.after, signal };
  try {
    const { status, body } = await fetchSmall(
      context.http,
      { method: 'GET', url, headers: { accept: 'application/json' } },
      limits,
    );
    return status === 200 ? JSON.parse(body) : undefined;
  } catch (error) {
    return error instanceof StudioError ? 'unreachable' : undefined;
  }
}
