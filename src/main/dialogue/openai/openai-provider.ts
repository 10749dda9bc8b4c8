import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';
import { type ApiRoots, addressOf, apiRootsFromBaseUrl } from './base-url.ts';
import { type ChatMessage, wireMessages } from './chat-completions.wire.ts';
import { type CompletionEvent, type CompletionTimeouts, startCompletion } from './completion.ts';
import type { HttpClient } from './http-client.ts';
import { fetchModels } from './model-list.ts';
import type { ModelsResult, ProviderTarget } from './provider.types.ts';
import { type ProviderFailure, providerFailure } from './provider-failure.ts';
import { mayThinkWithoutTag } from './reasoning-filter.ts';
import { backOffMs } from './retry.ts';

export interface ProviderRequest extends CompletionTimeouts {
  readonly target: ProviderTarget;
  readonly messages: readonly ChatMessage[];
  readonly temperature: number;
  readonly maxTokens: number;
  /** Tries after the first that may follow before any word was said. */
  readonly retries: number;
  /** The answer is cut here, in UTF-16 units. */
  readonly maxChars: number;
}
export type ProviderDelta =
  | { readonly type: 'requested' }
  | { readonly type: 'text'; readonly text: string }
  /** Last: why the answer is missing or ends here. */
  | { readonly type: 'failed'; readonly failure: ProviderFailure };

export interface OpenAiProvider {
  /** Yields the answer's words as they come. Never throws; ends silently when `signal` aborts. */
  stream(request: ProviderRequest, signal: AbortSignal): AsyncIterable<ProviderDelta>;
  /** Names of the chat models on offer. Throws only `cancelled`. */
  models(target: ProviderTarget, timeoutMs: number, signal: AbortSignal): Promise<ModelsResult>;
  /** The model that stands for '' at this endpoint, once known. */
  firstModel(target: ProviderTarget): string | undefined;
}

/** What we learnt about an endpoint and model, so that no answer pays twice for it. */
interface Habits {
  /** Index into the API roots. */
  root: number;
  tokensField: 'max_tokens' | 'max_completion_tokens';
  sendsTemperature: boolean;
  thinksWithoutTag: boolean;
  /** False once it refused a picture and said so. */
  seesPictures: boolean;
}

export interface OpenAiProviderOptions {
  /** Shared; the caller closes it. */
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
}

/** A client for any OpenAI-compatible endpoint. */
export function createOpenAiProvider(options: OpenAiProviderOptions): OpenAiProvider {
  const { http, clock, logger, random } = options;
  const habits = new Map<string, Habits>();
  const firstModels = new Map<string, string>();

  const habitsOf = (target: ProviderTarget, model: string): Habits => {
    const name = `${target.baseUrl}\n${model}`;
    const known = habits.get(name);
    if (known !== undefined) return known;
    const fresh: Habits = {
      root: 0,
      tokensField: 'max_tokens',
      sendsTemperature: true,
      thinksWithoutTag: mayThinkWithoutTag(model),
      seesPictures: true,
    };
    if (habits.size >= 100) habits.clear();
    habits.set(name, fresh);
    return fresh;
  };
  const models: OpenAiProvider['models'] = async (target, timeoutMs, signal) => {
    const result = await fetchModels({ http, clock }, target, timeoutMs, signal);
    const first = result.ok ? result.models[0] : undefined;
    if (first !== undefined) firstModels.set(target.baseUrl, first);
    return result;
  };
  const modelOf = async (request: ProviderRequest, signal: AbortSignal): Promise<string | ProviderFailure> => {
    const { target } = request;
    const known = target.model !== '' ? target.model : firstModels.get(target.baseUrl);
    if (known !== undefined) return known;
    const result = await models(target, request.firstTokenTimeoutMs, signal);
    if (!result.ok) return result.failure;
    return (
      result.models[0] ??
      providerFailure(
        'no-model',
        `${addressOf(target.baseUrl)} offers no chat model. Load or pull one there, or enter its name under Brain.`,
      )
    );
  };

  async function* stream(request: ProviderRequest, signal: AbortSignal): AsyncGenerator<ProviderDelta, void, undefined> {
    const api = readRoots(request.target.baseUrl);
    if ('reason' in api) return yield { type: 'failed', failure: api };
    const model = await modelOf(request, signal).catch(() => undefined); // throws only when cancelled
    if (signal.aborted || model === undefined) return;
    if (typeof model !== 'string') return yield { type: 'failed', failure: model };
    const habit = habitsOf(request.target, model);
    const startedAt = clock.now();
    let announced = false;
    let tries = 0;
    let pictured = habit.seesPictures && request.messages.some(({ picture }) => picture !== undefined);
    for (let sends = 0; sends < 12; sends++) {
      const outcome: Outcome = { spoke: false, last: undefined };
      const events = startCompletion({ http, clock }, completionRequest(request, api, model, habit, pictured), signal);
      if (!announced) yield { type: 'requested' };
      announced = true;
      yield* relay(events, outcome);
      const { last } = outcome;
      if (signal.aborted || last === undefined) return;
      if (last.type === 'end') {
        if (last.thinksWithoutTag) habit.thinksWithoutTag = true;
        if (!outcome.spoke) yield { type: 'failed', failure: emptyAnswer(request, model, last) };
        return;
      }
      if (outcome.spoke) return yield { type: 'failed', failure: last.failure };
      if (adapt(habit, api, last)) continue;
      if (pictured && mayDislikePictures(last)) {
        pictured = false;
        if (namesPictures(last)) habit.seesPictures = false;
        logger.info('the model is asked again without the picture', { reason: last.failure.reason, status: last.status });
        continue;
      }
      if (last.failure.reason === 'model-not-found') firstModels.delete(request.target.baseUrl);
      tries++;
      const delayMs = last.failure.retryAfterMs ?? backOffMs(tries, random);
      const worthIt =
        last.failure.retryable && tries <= request.retries && clock.now() - startedAt + delayMs < request.firstTokenTimeoutMs;
      if (!worthIt) return yield { type: 'failed', failure: last.failure };
      logger.info('model asked again', { reason: last.failure.reason, try: tries + 1, delayMs: Math.round(delayMs) });
      await pause(clock, delayMs, signal);
      if (signal.aborted) return;
    }
  }
  return { stream, models, firstModel: (target) => firstModels.get(target.baseUrl) };
}

interface Outcome {
  spoke: boolean;
  last: Exclude<CompletionEvent, { type: 'text' }> | undefined;
}

async function* relay(events: AsyncIterable<CompletionEvent>, outcome: Outcome): AsyncGenerator<ProviderDelta, void, undefined> {
  for await (const event of events) {
    if (event.type !== 'text') {
      outcome.last = event;
      return;
    }
    outcome.spoke = true;
    yield event;
  }
}

function readRoots(baseUrl: string): ApiRoots | ProviderFailure {
  try {
    return apiRootsFromBaseUrl(baseUrl);
  } catch (error) {
    return providerFailure('bad-url', error instanceof StudioError ? error.message : 'The base URL cannot be read.');
  }
}

function completionRequest(request: ProviderRequest, api: ApiRoots, model: string, habit: Habits, pictured: boolean) {
  const body = {
    model,
    messages: wireMessages(request.messages, pictured),
    stream: true,
    [habit.tokensField]: request.maxTokens,
    ...(habit.sendsTemperature ? { temperature: request.temperature } : {}),
  };
  return {
    url: `${api.roots[habit.root] ?? api.roots[0]}/chat/completions${api.query}`,
    key: request.target.key,
    model,
    body: JSON.stringify(body),
    timeouts: request,
    startsThinking: habit.thinksWithoutTag,
    maxChars: request.maxChars,
  };
}

/** Changes how we ask when the refusal says what it did not like. True: ask again at once. */
function adapt(habit: Habits, api: ApiRoots, event: Extract<CompletionEvent, { type: 'failed' }>): boolean {
  if (event.failure.reason === 'not-an-api' && habit.root + 1 < api.roots.length) {
    habit.root++;
    return true;
  }
  if (event.failure.reason === 'not-an-api') habit.root = 0;
  if (event.status !== 400 && event.status !== 422) return false;
  const said = event.body ?? '';
  if (habit.tokensField === 'max_tokens' && /max_completion_tokens/.test(said)) {
    habit.tokensField = 'max_completion_tokens';
    return true;
  }
  if (habit.sendsTemperature && /temperature/.test(said)) {
    habit.sendsTemperature = false;
    return true;
  }
  return false;
}

type Refusal = Extract<CompletionEvent, { type: 'failed' }>;

/** Servers refuse a picture in many ways; some only say that the request is wrong, or fail. */
function mayDislikePictures({ status }: Refusal): boolean {
  return status !== undefined && [400, 404, 413, 415, 422, 500, 501].includes(status);
}
const namesPictures = ({ body = '' }: Refusal): boolean => /image|vision|multi-?modal|picture/i.test(body);

function emptyAnswer(request: ProviderRequest, model: string, end: Extract<CompletionEvent, { type: 'end' }>): ProviderFailure {
  const where = `"${model}" at ${addressOf(request.target.baseUrl)}`;
  if (end.finishReason === 'content_filter')
    return providerFailure(
      'empty-answer',
      `The provider's content filter held back the answer of ${where}. Soften the persona or choose another model.`,
    );
  if (end.sawReasoning)
    return providerFailure(
      'empty-answer',
      `${where} only thought and said nothing within ${request.maxTokens} tokens. Raise the token limit under Brain or choose a model that does not reason.`,
    );
  return providerFailure('empty-answer', `${where} answered without a word. If it stays, choose another model under Brain.`);
}

/** Resolves after `delayMs`, or as soon as `signal` aborts. */
function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(delayMs, done);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
