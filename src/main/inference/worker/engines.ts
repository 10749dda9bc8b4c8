import type { InferenceEngine } from '#main/inference/inference.types.ts';
import type { InferenceEngineId } from '#shared/inference/model-manifest.ts';

/** Code of each engine, loaded only in a process that is asked for it. An engine that is not here cannot run in this build. */
export const ENGINES: Partial<Readonly<Record<InferenceEngineId, () => Promise<InferenceEngine>>>> = {
  piper: async () => (await import('../engines/piper.ts')).createPiperEngine(),
  kokoro: async () => (await import('../engines/kokoro.ts')).createKokoroEngine(),
  'sherpa-tts': async () => (await import('../engines/sherpa-tts.ts')).createSherpaTtsEngine(),
  kitten: async () => (await import('../engines/kitten.ts')).createKittenEngine(),
  probe: async () => (await import('../engines/probe.ts')).createProbeEngine(),
  moonshine: async () => (await import('../engines/moonshine.ts')).createMoonshineEngine(),
  'sherpa-asr': async () => (await import('../engines/sherpa-asr.ts')).createSherpaAsrEngine(),
  'lip-sync': async () => (await import('../lipsync/lip-sync-engine.ts')).createLipSyncEngine(),
  'silero-vad': async () => (await import('../engines/silero-vad.ts')).createSileroVadEngine(),
};
