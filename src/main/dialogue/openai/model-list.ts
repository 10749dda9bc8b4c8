import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import { addressOf, apiRootsFromBaseUrl } from './base-url.ts';
import { modelListSchema } from './chat-completions.wire.ts';
import { headersFor } from './completion.ts';
import { fetchSmall, type HttpClient } from './http-client.ts';
import type { ModelsResult, ProviderTarget } from './provider.types.ts';
import {
  failureFromNetwork,
  failureFromStatus,
  htmlFailure,
  isHtml,
  type ProviderFailure,
  providerFailure,
} from './provider-failure.ts';
import { retryAfterMs } from './retry.ts';

const MAX_LIST_BYTES = 4_000_000;
const NOT_FOR_CHAT = /embed|rerank|whisper|tts|dall-e|image|moderation|transcribe|(?:^|[/-])bge-|clip|speech/i;

/** Models that can hold a conversation, by what their names say; all of them when that leaves none. */
export function chatModels(names: readonly string[]): readonly string[] {
  const fitting = names.filter((name) => !NOT_FOR_CHAT.test(name));
  return fitting.length > 0 ? fitting : names;
}

/** GET /models, at each root that the base URL may mean. */
export async function fetchModels(
  context: { readonly http: HttpClient; readonly clock: Clock },
  target: ProviderTarget,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ModelsResult> {
  let failure: ProviderFailure | undefined;
  try {
    const { roots, query } = apiRootsFromBaseUrl(target.baseUrl);
    for (const root of roots) {
      const result = await fetchModelsAt(context, `${root}/models${query}`, target, timeoutMs, signal);
      if (result.ok) return result;
      failure = result.failure;
      if (failure.reason !== 'not-an-api') break;
    }
  } catch (error) {
    if (error instanceof StudioError && error.code === 'cancelled') throw error;
    failure = providerFailure('bad-url', error instanceof Error ? error.message : String(error));
  }
  return { ok: false, failure: failure ?? providerFailure('bad-url', 'The base URL cannot be read.') };
}

async function fetchModelsAt(
  context: { readonly http: HttpClient; readonly clock: Clock },
  url: string,
  target: ProviderTarget,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ModelsResult> {
  const address = addressOf(url);
  const { key } = target;
  const refuse = (failure: ProviderFailure): ModelsResult => ({ ok: false, failure });
  try {
    const limits = { timeoutMs, maxBytes: MAX_LIST_BYTES, after: context.clock.after, signal };
    const { status, body, headers } = await fetchSmall(context.http, { method: 'GET', url, headers: headersFor(key) }, limits);
    if (status < 200 || status > 299)
      return refuse(
        failureFromStatus({
          status,
          body,
          address,
          key,
          model: target.model,
          retryAfterMs: retryAfterMs(headers, context.clock.now()),
        }),
      );
    if (isHtml(body)) return refuse(htmlFailure(address, status));
    const names = namesOf(body);
    if (names === undefined)
      return refuse(
        providerFailure(
          'not-an-api',
          `${address} gives no list of models. Check the base URL; the model's name can be entered by hand.`,
        ),
      );
    return { ok: true, models: chatModels(names) };
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    if (error.code === 'cancelled') throw error;
    if (error.code === 'timeout')
      return refuse(
        providerFailure(
          'connect-timeout',
          `${address} did not answer within ${timeoutMs / 1000} s. Check the base URL, the network and a firewall.`,
        ),
      );
    return refuse(failureFromNetwork(error.cause ?? error, address, key));
  }
}

function namesOf(body: string): readonly string[] | undefined {
  try {
    const parsed = modelListSchema.safeParse(JSON.parse(body));
    return parsed.success ? (parsed.data.data ?? []).map((model) => model.id) : undefined;
  } catch {
    return undefined;
  }
}
