import type { InferenceTask } from '#shared/inference/model-manifest.ts';

/** In the order of the page: what a streamer chooses comes before what ships with the program. */
export const INFERENCE_TASKS_SHOWN = [
  'tts',
  'asr',
  'vad',
  'lip-sync',
  'denoise',
  'embedding',
] as const satisfies readonly InferenceTask[];

/** Of these the streamer picks one that is tried first. */
export const TASKS_WITH_CHOICE: readonly InferenceTask[] = ['tts', 'asr'];
