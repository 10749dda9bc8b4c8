import { StudioError } from '#shared/errors.ts';
import type { OpenAiProvider, ProviderRequest } from './openai/openai-provider.ts';
import type { MindChoice } from './target.ts';

type ModelChoice = Extract<MindChoice, { mind: 'model' }>;

export interface QuestionOptions {
  readonly choice: () => MindChoice;
  readonly provider: OpenAiProvider;
  readonly request: (choice: ModelChoice, messages: ProviderRequest['messages']) => ProviderRequest;
}

/** A short question beside the conversation. Throws `unavailable` (no model), `provider` or `cancelled`; the caller sets the time limit. */
export type Ask = (prompt: { readonly system: string; readonly user: string }, signal: AbortSignal) => Promise<string>;

const MAX_CHARS = 2000;
const MAX_TOKENS = 200;

/** Asks the language model in use, cold: no memory, no persona, no second try. */
export function createQuestion(options: QuestionOptions): Ask {
  return async ({ system, user }, signal) => {
    const choice = options.choice();
    if (choice.mind === 'offline')
      throw new StudioError('unavailable', 'this question needs a language model: set one up on the brain page');
    const messages: ProviderRequest['messages'] = [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ];
    const request = {
      ...options.request(choice, messages),
      temperature: 0,
      maxTokens: MAX_TOKENS,
      retries: 0,
      maxChars: MAX_CHARS,
    };
    let answer = '';
    let failure: string | undefined;
    for await (const delta of options.provider.stream(request, signal)) {
      if (delta.type === 'text') answer += delta.text;
      else if (delta.type === 'failed') failure = delta.failure.message;
    }
    if (signal.aborted) throw new StudioError('cancelled', 'the question was stopped');
    if (failure !== undefined) throw new StudioError('provider', `the model gave no answer: ${failure}`);
    return answer;
  };
}
