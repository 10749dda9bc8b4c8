import type { Clock } from '#main/platform/host.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { OpenAiProvider, ProviderRequest } from './openai/openai-provider.ts';
import type { ProviderFailure } from './openai/provider-failure.ts';
import type { MindChoice } from './target.ts';

/** How the endpoint did. Times in ms from the request. */
export interface BrainTestResult {
  readonly ok: boolean;
  readonly answer: string;
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
  /** Why not, with the next step. */
  readonly problem?: string;
  /** Its code, as in health. */
  readonly reason?: string;
}
type ModelChoice = Extract<MindChoice, { mind: 'model' }>;

const QUESTIONS: Readonly<Record<Language, string>> = {
  zh: '请用一句简短的中文跟观众打个招呼。',
  en: 'Say hello to the viewers in one short sentence.',
  ja: '視聴者に短い一文であいさつしてください。',
};

/** One short question, no repetitions. */
export async function testBrain(options: {
  readonly choice: MindChoice;
  readonly provider: OpenAiProvider;
  readonly clock: Clock;
  readonly language: Language;
  readonly request: (choice: ModelChoice, messages: ProviderRequest['messages']) => ProviderRequest;
  readonly signal: AbortSignal;
}): Promise<{ readonly view: BrainTestResult; readonly failure: ProviderFailure | undefined }> {
  const { choice, provider, clock, signal } = options;
  if (choice.mind === 'offline')
    return {
      view: {
        ok: false,
        answer: '',
        firstTokenMs: null,
        totalMs: 0,
        problem: choice.health.message ?? 'No language model is set up.',
        reason: choice.health.reason ?? 'no-model',
      },
      failure: undefined,
    };
  const startedAt = clock.now();
  let firstTokenMs: number | null = null;
  let answer = '';
  let failure: ProviderFailure | undefined;
  const request = options.request(choice, [{ role: 'user', content: QUESTIONS[options.language] }]);
  for await (const delta of provider.stream({ ...request, retries: 0, maxChars: 500 }, signal)) {
    if (delta.type === 'failed') failure = delta.failure;
    if (delta.type !== 'text') continue;
    firstTokenMs ??= clock.now() - startedAt;
    answer += delta.text;
  }
  const totalMs = clock.now() - startedAt;
  const problem = signal.aborted ? 'The test was cancelled.' : failure?.message;
  const reason = signal.aborted ? 'test-cancelled' : failure?.reason;
  const view = { ok: problem === undefined && answer !== '', answer, firstTokenMs, totalMs };
  return { view: problem === undefined ? view : { ...view, problem, ...(reason === undefined ? {} : { reason }) }, failure };
}
