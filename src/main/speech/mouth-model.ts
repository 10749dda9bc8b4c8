import type { Inference, LoadedModelSource } from '#main/inference/inference.types.ts';
import { INFERENCE_PRIORITY } from '#main/inference/inference.types.ts';
import { MOUTH_OP, mouthEventSchema } from '#main/inference/lipsync/mouth-events.types.ts';
import type { Clock } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import type { MouthCues, MouthReading, ReadMouth } from './timed-voice.ts';

export interface MouthModelOptions {
  readonly inference: Pick<Inference, 'open' | 'view' | 'warmUp'>;
  /** The lip-sync model as it is installed; undefined: there is none. */
  source(): LoadedModelSource | undefined;
  readonly clock: Clock;
}

/** Sound at once, ms: a stream keeps no more than a few seconds. */
const SLICE_MS = 500;
/** A slice takes a few ms. Who waits longer has no process to ask, and a viewer waits for the sound. */
const SLICE_LIMIT_MS = 400;

/** Reads mouths with the lip-sync model in the process of the voices. While the model is not loaded there is no reading: it is loaded for the next sentence. */
export function createMouthModel(options: MouthModelOptions): ReadMouth {
  return (sampleRateHz, signal) => {
    const model = options.source();
    if (model === undefined || signal.aborted) return undefined;
    if (!options.inference.view.get().models.some(({ key, role }) => key === model.key && role === 'voice')) {
      void options.inference.warmUp('voice', model);
      return undefined;
    }
    const stream = options.inference.open({
      role: 'voice',
      model,
      op: MOUTH_OP,
      input: { sampleRateHz },
      priority: INFERENCE_PRIORITY.speech,
    });
    const answers = stream.events[Symbol.asyncIterator]();

    async function answer(): Promise<MouthCues & { readonly ended: boolean }> {
      const next = await within(options.clock, SLICE_LIMIT_MS, answers.next());
      if (next.done) throw new StudioError('voice', 'the lip-sync model stopped reading');
      return mouthEventSchema.parse(next.value);
    }

    const reading: MouthReading = {
      async push(samples) {
        const slice = Math.round((sampleRateHz * SLICE_MS) / 1000);
        const visemes: MouthCues['visemes'][number][] = [];
        let untilMs = 0;
        for (let at = 0; at < samples.length; at += slice) {
          stream.push(samples.slice(at, at + slice));
          const one = await answer();
          visemes.push(...one.visemes);
          untilMs = one.untilMs;
        }
        return { visemes, untilMs };
      },
      async end() {
        stream.tell('end');
        const visemes: MouthCues['visemes'][number][] = [];
        for (;;) {
          const one = await answer();
          visemes.push(...one.visemes);
          if (one.ended) return { visemes, untilMs: one.untilMs };
        }
      },
      close: () => stream.close(),
    };
    return reading;
  };
}

/** `promise`, or `timeout` when it takes longer. */
async function within<T>(clock: Clock, limitMs: number, promise: Promise<T>): Promise<T> {
  let cancel = (): void => {};
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(limitMs, () => reject(new StudioError('timeout', `the lip-sync model took longer than ${limitMs} ms`)));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
    // A late answer to a reading that was given up is no news.
    promise.catch(() => {});
  }
}
