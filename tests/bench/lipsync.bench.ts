import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createLipSync } from '#main/inference/lipsync/lip-sync.ts';
import type { LipSyncVariant } from '#main/inference/lipsync/lip-sync.types.ts';
import type { MouthNetwork } from '#main/inference/lipsync/mouth-network.ts';
import { soundFromWav } from '#main/speech/audio/wav.ts';
import { FEATURES } from '#shared/speech/lipsync/features.ts';
import { LIP_SYNC_MODEL, openMouthNetwork, rowsOf } from '../support/lip-sync-rows.ts';
import { type LabelledSound, type MouthRow, readLabelledSounds, scoreMouths } from '../support/lip-sync-score.ts';
import { percentile, rounded } from '../support/numbers.ts';
import { ROOT } from '../support/studio-process.ts';
import { hardware } from './support.ts';

export const name = 'lipsync';
export const description =
  'the lip-sync model: CPU for 10 ms of sound as a microphone gives it, and how well it reads voices that it was not trained on';

const VARIANTS = ['live', 'delayed'] as const satisfies readonly LipSyncVariant[];
const GOLDEN = join(ROOT, 'tests', 'golden', 'lip-sync');
/** 60 utterances beside the repository, or where the variable says. */
const FIXTURES = [process.env.YINGXI_LIPSYNC_FIXTURES, join(ROOT, '../shared/fixtures/lipsync')].find(
  (path) => path && existsSync(path),
);
const ROUNDS = 5;
/** The first rounds compile; at 48 kHz a round has a third of the frames. */
const WARM_UP = 12;
const RUNTIME_CALLS = 500;

export async function run() {
  const network = await openMouthNetwork();
  const golden = readLabelledSounds(GOLDEN);
  return {
    hardware: hardware(),
    /** CPU time grows too when others share the processor's caches. */
    loadAverage: loadavg().map((load) => rounded(load)),
    target: { cpuMsPer10Ms: 0.1 },
    cpuMsPer10Ms: {
      'pushes of 10 ms, 16 kHz': cpuOf(network, golden, 160, 16_000),
      'for comparison: a call of onnxruntime with one frame, alone': await cpuOfRuntime(),
      'pushes of 20 ms, 16 kHz, as her ears push': cpuOf(network, golden, 320, 16_000),
      'pushes of 20 ms, 48 kHz': cpuOf(network, golden, 960, 48_000),
      'whole utterances, 16 kHz': cpuOf(network, golden, Number.POSITIVE_INFINITY, 16_000),
    },
    golden: scores(network, golden),
    fixtures: FIXTURES ? scores(network, readLabelledSounds(FIXTURES)) : 'skipped: ../shared/fixtures/lipsync is not there',
  };
}

/** Processor time of this process, so that what else the machine does is not counted. */
function cpuOf(network: MouthNetwork, sounds: readonly LabelledSound[], piece: number, sampleRateHz: number) {
  const samples = sounds.flatMap(({ wav }) => [...soundFromWav(wav).samples]);
  // At 48 kHz it is the same sound three times as fast: the work is the same.
  const sound = Float32Array.from(samples);
  const lipSync = createLipSync({ network, variant: 'live', sampleRateHz, onFrame: () => {} });
  const perRound: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const before = process.cpuUsage();
    for (let at = 0; at < sound.length; at += piece) lipSync.push(sound.subarray(at, at + piece));
    const { user, system } = process.cpuUsage(before);
    if (round >= WARM_UP) perRound.push((user + system) / 1000 / ((sound.length / sampleRateHz) * 100));
  }
  return rounded(percentile(perRound, 0.5), 4);
}

/** What onnxruntime-node takes for a call with a frame of zeros, features and decoding not counted: why the graph is computed by ourselves. */
async function cpuOfRuntime() {
  const session = await InferenceSession.create(await readFile(LIP_SYNC_MODEL), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const x = new Float32Array(3 * FEATURES);
  const h = new Float32Array(2 * 96);
  const perRound: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < RUNTIME_CALLS; i++)
      await session.run({ x: new Tensor('float32', x, [1, 3, FEATURES]), h: new Tensor('float32', h, [2, 1, 96]) });
    const { user, system } = process.cpuUsage(before);
    if (round >= WARM_UP) perRound.push((user + system) / 1000 / RUNTIME_CALLS);
  }
  return rounded(percentile(perRound, 0.5), 4);
}

function scores(network: MouthNetwork, sounds: readonly LabelledSound[]) {
  const entries = VARIANTS.map((variant) => {
    const rows = new Map<string, readonly MouthRow[]>();
    for (const { id, wav } of sounds) rows.set(id, rowsOf(network, wav, variant));
    const { atZeroLag, best } = scoreMouths(sounds, rows);
    return [variant, { atZeroLag: short(atZeroLag), best: short(best) }] as const;
  });
  return { utterances: sounds.length, ...Object.fromEntries(entries) };
}

const short = (score: object): object =>
  Object.fromEntries(Object.entries(score).map(([key, value]) => [key, rounded(Number(value), 3)]));
