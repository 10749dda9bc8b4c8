import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLipSync } from '#main/inference/lipsync/lip-sync.ts';
import type { LipSyncFrame, LipSyncVariant } from '#main/inference/lipsync/lip-sync.types.ts';
import { type MouthNetwork, mouthNetworkFromModel } from '#main/inference/lipsync/mouth-network.ts';
import { soundFromWav } from '#main/speech/audio/wav.ts';
import type { MouthRow } from './lip-sync-score.ts';

export const LIP_SYNC_MODEL = join(import.meta.dirname, '..', '..', 'models', 'lipsync', 'lipsync.onnx');

/** The shipped model. */
export async function openMouthNetwork(): Promise<MouthNetwork> {
  return mouthNetworkFromModel(await readFile(LIP_SYNC_MODEL));
}

export type CopiedFrame = Omit<LipSyncFrame, 'weights'> & { readonly weights: readonly number[] };

/** Frames of a whole sound, pushed in pieces of `piece` samples. */
export function framesOf(
  network: MouthNetwork,
  samples: Float32Array,
  {
    variant = 'live',
    sampleRateHz = 16_000,
    piece = samples.length,
  }: { variant?: LipSyncVariant; sampleRateHz?: number; piece?: number } = {},
): CopiedFrame[] {
  const frames: CopiedFrame[] = [];
  const lipSync = createLipSync({ network, variant, sampleRateHz, onFrame: (frame) => frames.push(copied(frame)) });
  for (let at = 0; at < samples.length; at += piece) lipSync.push(samples.slice(at, at + piece));
  return frames;
}

export const copied = (frame: Readonly<LipSyncFrame>): CopiedFrame => ({ ...frame, weights: [...frame.weights] });

/** Causal rows for the scorer: a delayed variant's frame stands where it becomes known. */
export function rowsOf(network: MouthNetwork, wav: Uint8Array, variant: LipSyncVariant): readonly MouthRow[] {
  const { samples, sampleRateHz } = soundFromWav(wav);
  const rows: MouthRow[] = [];
  const lipSync = createLipSync({
    network,
    variant,
    sampleRateHz,
    onFrame: ({ weights, open }) => rows.push([...weights, open]),
  });
  for (let tMs = 0; tMs < lipSync.lookAheadMs; tMs += 10) rows.push([0, 0, 0, 0, 0, 0]);
  lipSync.push(samples);
  return rows;
}
