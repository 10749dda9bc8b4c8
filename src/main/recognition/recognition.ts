import type { Inference } from '#main/inference/inference.types.ts';
import type { LocalModelLibrary } from '#main/inference/library.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { createFunasrRecognizer } from './funasr-recognizer.ts';
import { createLocalRecognizer } from './local-recognizer.ts';
import { createOpenAiRecognizer } from './openai-recognizer.ts';
import type { Recognition, RecognitionOptions, RecognitionResult, RecognitionState, Recognizer } from './recognition.types.ts';
import { recognizerOrder } from './recognizer-order.ts';
import { noneMessage, openRelay } from './relay.ts';
import { cleanTranscript, judgeTranscript } from './transcript-rules.ts';
import { soundFacts } from './utterance.ts';

export interface RecognitionServices {
  readonly settings: () => HearingSettings;
  readonly library: LocalModelLibrary;
  readonly inference: Inference;
  /** Of `hearing.openaiApiKey`. */
  readonly apiKey: () => string | undefined;
  /** What the streamer speaks when nothing else tells. */
  readonly usualLanguage: () => Language;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One that failed twice in a row is asked last for so long. */
const REST_MS = 30_000;
const FAILURES_UNTIL_REST = 2;

export function createRecognition(services: RecognitionServices): Recognition {
  return createRecognitionOf(builtInRecognizers(services), services);
}

function builtInRecognizers(services: RecognitionServices): readonly Recognizer[] {
  const { settings, library, inference, apiKey, usualLanguage, clock } = services;
  const local = { library, inference, usualLanguage, hotWords: () => settings().hotWords };
  return [
    createLocalRecognizer({ id: 'sherpa', ...local }),
    createLocalRecognizer({ id: 'moonshine', ...local }),
    createFunasrRecognizer({ settings: () => settings().servers.funasr, clock }),
    createOpenAiRecognizer({ settings: () => settings().servers.openai, apiKey, clock }),
  ];
}

/** As `createRecognition`, of any recognisers. */
export function createRecognitionOf(
  recognizers: readonly Recognizer[],
  services: Pick<RecognitionServices, 'settings' | 'clock' | 'logger'>,
): Recognition {
  const { settings, clock, logger } = services;
  const state = createCell<RecognitionState>({ recognizer: null, problem: '' });
  const failures = new Map<Recognizer['id'], { count: number; lastMs: number }>();
  const closing = new AbortController();

  function resting(): ReadonlySet<Recognizer['id']> {
    const now = clock.now();
    const tired = [...failures].filter(([, { count, lastMs }]) => count >= FAILURES_UNTIL_REST && now - lastMs < REST_MS);
    return new Set(tired.map(([id]) => id));
  }
  async function order(language: Language | 'auto'): Promise<readonly Recognizer[]> {
    const infos = await Promise.all(recognizers.map((recognizer) => recognizer.describe()));
    const ids = recognizerOrder({ wanted: settings().recognizer, language, infos, resting: resting() });
    return ids.flatMap((id) => recognizers.find((recognizer) => recognizer.id === id) ?? []);
  }
  function publish(recognizer: Recognizer['id'] | null, problem: string): void {
    const now = state.get();
    if (now.recognizer !== recognizer || now.problem !== problem) state.set({ recognizer, problem });
  }
  function failed(id: Recognizer['id'], error: unknown): void {
    failures.set(id, { count: (failures.get(id)?.count ?? 0) + 1, lastMs: clock.now() });
    logger.warn(`${id}: ${messageFromUnknown(error)}`);
  }

  return {
    state,
    describe: () => Promise.all(recognizers.map((recognizer) => recognizer.describe())),
    async warmUp(language) {
      const first = (await order(language))[0];
      publish(first?.id ?? null, first ? '' : noneMessage());
      await first?.warmUp(language);
    },
    open: (options) =>
      openRelay(options, closing.signal, () => order(options.language), {
        heard(id, problem) {
          failures.delete(id);
          publish(id, problem);
        },
        failed,
        none: (problem) => publish(null, problem),
        dropped: (text, why) => logger.debug(`not said (${why}): ${text.slice(0, 80)}`),
      }),
    transcribe: (id, samples, options) => transcribeOnce(recognizers, id, samples, options),
    async close() {
      closing.abort();
      await Promise.allSettled(recognizers.map((recognizer) => recognizer.close()));
    },
  };
}

async function transcribeOnce(
  recognizers: readonly Recognizer[],
  id: Recognizer['id'],
  samples: Float32Array,
  options: RecognitionOptions,
): Promise<RecognitionResult> {
  const recognizer = recognizers.find((one) => one.id === id);
  if (!recognizer) throw new StudioError('not-found', `there is no recogniser "${id}"`);
  const stream = recognizer.open(options);
  stream.push(samples);
  stream.end();
  for await (const result of stream.results) {
    if (!result.final) continue;
    const clean = cleanTranscript(result.text);
    const said = judgeTranscript(clean.text, soundFacts(samples), options.hotWords) === 'said';
    return { final: true, text: said ? clean.text : '', language: clean.language ?? result.language };
  }
  throw new StudioError('provider', 'the recogniser ended without a final text');
}
