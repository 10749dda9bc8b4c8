import type { Advice, AdviceReason, LocalModel } from '#shared/inference/local-models.ts';
import type { InferenceTask, ModelManifest, Provider } from '#shared/inference/model-manifest.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { bytesOf } from './model-record.ts';

/** What the advice goes by. */
export interface AdviceInput {
  readonly machine: Advice['machine'];
  /** Bytes of memory that nobody uses now. */
  readonly freeMemoryBytes: number;
  readonly language: Language;
  /** In the order of preference of their lists: within a task the best comes first. */
  readonly models: readonly LocalModel[];
}

/** What a streamer chooses; detectors and lip-sync ship with the program. */
const TASKS: readonly InferenceTask[] = ['tts', 'asr'];
const PER_TASK = 3;
/** OBS, a game and the studio want theirs. */
const MEMORY_SHARE = 0.35;
/** Work that a core of a home computer does in time, in bytes of the weights of a plain network (Piper, SenseVoice), about. */
const WORK_PER_CORE = 120_000_000;
const LIGHT_WORK = 100_000_000;
/** Kokoro takes five to six times the time of Piper, whatever its number format. Whisper goes over its weights for each word. */
const KOKORO_WORK = 550_000_000;
const WHISPER_FACTOR = 3;

interface Judged {
  readonly model: LocalModel;
  readonly reasons: readonly AdviceReason[];
  readonly fits: boolean;
  readonly score: number;
}

/** Which models suit this computer and this streamer, best first, and why. Pure. */
export function advise(input: AdviceInput): Advice {
  const proposals = TASKS.flatMap((task) =>
    input.models
      .filter(({ manifest, state }) => manifest.task === task && state.name !== 'failed')
      .map((model, index) => judge(model, index, input))
      .filter(({ reasons }) => !reasons.includes('other-language'))
      .sort((a, b) => b.score - a.score)
      .slice(0, PER_TASK)
      .map(({ model, reasons, fits }) => ({ task, modelId: model.manifest.id, fits, reasons: [...reasons] })),
  );
  return { machine: input.machine, language: input.language, proposals };
}

function judge(model: LocalModel, index: number, input: AdviceInput): Judged {
  const { manifest } = model;
  const here = model.state.name === 'installed';
  const good: AdviceReason[] = [...(here ? (['already-here'] as const) : []), ...languageReasons(manifest, input.language)];
  const { kind } = manifest.options;
  if (typeof kind === 'string' && kind.startsWith('streaming-')) good.push('streams');
  const speed = speedReason(manifest, input.machine);
  const bad: AdviceReason[] = [];
  if (speed === 'measured-slow' || speed === 'heavy-for-cores') bad.push(speed);
  else if (speed !== undefined) good.push(speed);
  const limit = input.machine.memoryBytes * MEMORY_SHARE;
  if (manifest.memoryBytes > limit) bad.push('memory-short');
  else if (!model.inUse && manifest.memoryBytes > input.freeMemoryBytes) bad.push('memory-tight');
  const { freeDiskBytes } = input.machine;
  if (!here && freeDiskBytes !== null && bytesOf(manifest) > freeDiskBytes) bad.push('disk-short');
  if (!manifest.licence.commercialUse) bad.push('no-commercial-use');
  const fits = !bad.some((reason) => reason === 'memory-short' || reason === 'disk-short' || reason === 'measured-slow');
  const score =
    (fits ? 1000 : 0) -
    10 * index +
    (here ? 15 : 0) -
    (bad.includes('heavy-for-cores') ? 200 : 0) -
    (bad.includes('memory-tight') ? 30 : 0) -
    (bad.includes('no-commercial-use') ? 25 : 0) +
    (good.includes('speaks-language') ? 40 : 0) +
    // Made for this language rather than able to.
    (manifest.languages[0] === input.language ? 25 : 0);
  return { model, reasons: [...good, ...bad], fits, score };
}

function languageReasons({ languages }: ModelManifest, language: Language): readonly AdviceReason[] {
  if (!languages.includes(language) && !languages.includes('any')) return ['other-language'];
  const many = languages.includes('any') || languages.length > 1;
  return languages.includes(language) ? ['speaks-language', ...(many ? (['many-languages'] as const) : [])] : ['many-languages'];
}

/** Measured speed where there is one; else what the size lets expect. */
function speedReason(manifest: ModelManifest, machine: Advice['machine']): AdviceReason | undefined {
  const helps = machine.provider !== 'cpu' && !manifest.engine.startsWith('sherpa');
  if (manifest.realTimeFactor !== undefined) {
    const factor = manifest.realTimeFactor / Math.min(4, Math.max(1, machine.cores / 2));
    if (factor <= 0.5) return 'measured-fast';
    return helps ? 'gpu-helps' : factor > 0.9 ? 'measured-slow' : undefined;
  }
  const work = workOf(manifest);
  if (work <= LIGHT_WORK) return 'light';
  if (helps) return 'gpu-helps';
  return work > WORK_PER_CORE * machine.cores ? 'heavy-for-cores' : undefined;
}

function workOf(manifest: ModelManifest): number {
  if (manifest.engine === 'kokoro') return KOKORO_WORK;
  return bytesOf(manifest) * (manifest.options.kind === 'whisper' ? WHISPER_FACTOR : 1);
}

/** The best provider that was found to work. */
export function bestProvider(order: readonly Provider[], working: ReadonlySet<Provider>): Provider {
  return order.find((provider) => working.has(provider)) ?? 'cpu';
}
