import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { createLipSync } from '#main/inference/lipsync/lip-sync.ts';
import type { LipSyncFrame, LipSyncVariant } from '#main/inference/lipsync/lip-sync.types.ts';
import { soundFromWav } from '#main/speech/audio/wav.ts';
import type { MouthRow } from './lip-sync-score.ts';

export const LIP_SYNC_MODEL = join(import.meta.dirname, '..', '..', 'models', 'lipsync', 'lipsync.onnx');

/** One thread, as in the worker. */
export async function openLipSyncSession(): Promise<InferenceSession> {
  return InferenceSession.create(await readFile(LIP_SYNC_MODEL), { intraOpNumThreads: 1, interOpNumThreads: 1 });
}

export type CopiedFrame = Omit<LipSyncFrame, 'weights'> & { readonly weights: readonly number[] };

/** Frames of a whole sound, pushed in pieces of `piece` samples. */
export async function framesOf(
  session: InferenceSession,
  samples: Float32Array,
  {
    variant = 'live',
    sampleRateHz = 16_000,
    piece = samples.length,
  }: { variant?: LipSyncVariant; sampleRateHz?: number; piece?: number } = {},
): Promise<CopiedFrame[]> {
  const frames: CopiedFrame[] = [];
  const lipSync = createLipSync({ session, variant, sampleRateHz, onFrame: (frame) => frames.push(copied(frame)) });
  for (let at = 0; at < samples.length; at += piece) await lipSync.push(samples.slice(at, at + piece));
  return frames;
}

export const copied = (frame: Readonly<LipSyncFrame>): CopiedFrame => ({ ...frame, weights: [...frame.weights] });

/** Causal rows for the scorer: a delayed variant's frame stands where it becomes known. */
export async function rowsOf(session: InferenceSession, wav: Uint8Array, variant: LipSyncVariant): Promise<readonly MouthRow[]> {
  const { samples, sampleRateHz } = soundFromWav(wav);
  const rows: MouthRow[] = [];
  const lipSync = createLipSync({
    session,
    variant,
    sampleRateHz,
    onFrame: ({ weights, open }) => rows.push([...weights, open]),
  });
  for (let tMs = 0; tMs < lipSync.lookAheadMs; tMs += 10) rows.push([0, 0, 0, 0, 0, 0]);
  await lipSync.push(samples);
  return rows;
}
