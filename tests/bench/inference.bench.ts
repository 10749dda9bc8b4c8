import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import ort from 'onnxruntime-node';
import type { ProbeTensor } from '#main/inference/engines/probe.ts';
import { probeEventSchema } from '#main/inference/engines/probe.ts';
import { probeProvider } from '#main/inference/providers/probe-provider.ts';
import { threadsForRole } from '#main/inference/worker/sessions.ts';
import { forkWorker } from '#main/node/fork-worker.ts';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { PROVIDERS, type Provider } from '#shared/inference/model-manifest.ts';
import { type InferenceRig, inferenceRig, probeSource } from '../support/inference.ts';
import { percentile, rounded } from '../support/numbers.ts';
import { kokoroModel, piperModel, slowPiperModel } from '../support/onnx-models.ts';
import { ROOT } from '../support/studio-process.ts';
import { hardware } from './support.ts';

export const name = 'inference';
export const description =
  'each model on each provider that works here: load, first result, real-time factor; and against bare onnxruntime-node in the same run (YINGXI_BENCH_MODELS: a folder with .onnx files of your own)';

const ROUNDS = Number(process.env.YINGXI_BENCH_ROUNDS ?? '15');
const WORKER = join(ROOT, 'out/main/inference-worker.cjs');
/** Symbols of the sentence that voices say. */
const SYMBOLS = 60;
/** Frames that the lip-sync looks at in a run, beside two of context. */
const LIP_SYNC_FRAMES = 1;
/** A model that is slower than this on a provider is run less often, ms. */
const SLOW_MS = 1000;

interface BenchModel {
  readonly name: string;
  readonly file: string;
}

export async function run(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'yingxi-bench-'));
  try {
    const models = benchModels(folder);
    const providers = await workingProviders();
    const results: object[] = [];
    for (const model of models)
      for (const { provider } of providers.filter(({ state }) => state === 'works')) results.push(await measure(model, provider));
    return {
      hardware: hardware(),
      loadAverage: loadavg().map((load) => rounded(load)),
      unit: 'ms',
      target: { ratioToBareRuntime: 1.05 },
      threads: threadsForRole('voice'),
      providers,
      models: results,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function benchModels(folder: string): readonly BenchModel[] {
  const made = { 'tiny-piper': piperModel(), 'tiny-kokoro': kokoroModel(), 'heavy-piper': slowPiperModel(100) };
  for (const [key, bytes] of Object.entries(made)) writeFileSync(join(folder, `${key}.onnx`), bytes);
  const own = process.env.YINGXI_BENCH_MODELS;
  const folders = [folder, join(ROOT, 'models/silero-vad'), join(ROOT, 'models/lipsync'), ...(own === undefined ? [] : [own])];
  return folders.filter(existsSync).flatMap((from) =>
    readdirSync(from)
      .filter((file) => file.endsWith('.onnx'))
      .map((file) => ({ name: basename(file, '.onnx'), file: join(from, file) })),
  );
}

async function workingProviders() {
  const found: { provider: Provider; state: string; detail: string }[] = [];
  for (const provider of PROVIDERS) {
    const { state, detail } = await probeProvider(
      provider,
      {
        spawn: () => forkWorker({ file: WORKER, args: ['probe'], logger: silentLogger }),
        modelFile: join(ROOT, 'models/provider-probe/provider-probe.onnx'),
        platform: process.platform,
        clock: createNodeClock(),
      },
      new AbortController().signal,
    );
    found.push({ provider, state, detail });
  }
  return found;
}

/** Rounds of ours and of the bare runtime take turns, so that whatever else the machine does meets both. */
async function measure(model: BenchModel, provider: Provider): Promise<object> {
  const rig = inferenceRig(WORKER, { usable: provider === 'cpu' ? [] : [provider] });
  rig.settings.provider = provider;
  try {
    const bareStartedAt = performance.now();
    const bare = await openBare(model.file, provider);
    const bareLoadMs = performance.now() - bareStartedAt;
    const feeds = feedsFor(bare);
    if (!feeds) return { model: model.name, provider, skipped: `unknown inputs ${bare.inputNames.join(', ')}` };
    const soundSeconds = await soundOf(bare, feeds);
    const firstStartedAt = performance.now();
    await ours(rig, model, feeds, 1);
    const firstResultMs = performance.now() - firstStartedAt;
    const onceMs = await bareRound(bare, feeds, 1);
    const times = Math.max(1, Math.min(50, Math.round(40 / onceMs)));
    const rounds = { bare: [] as number[], inWorker: [] as number[], whole: [] as number[] };
    for (let i = 0; i < (onceMs > SLOW_MS ? 2 : ROUNDS); i++) {
      const one = await ours(rig, model, feeds, times);
      rounds.inWorker.push(one.inWorkerMs / times);
      rounds.whole.push(one.wholeMs / times);
      rounds.bare.push((await bareRound(bare, feeds, times)) / times);
    }
    await bare.release();
    const loaded = await eventuallyLoaded(rig);
    const [bareMs, inWorkerMs, wholeMs] = [rounds.bare, rounds.inWorker, rounds.whole].map((all) => percentile(all, 0.5));
    return {
      model: model.name,
      provider: loaded?.provider ?? 'unknown',
      loadMs: rounded(loaded?.loadMs ?? Number.NaN),
      bareLoadMs: rounded(bareLoadMs),
      firstResultMs: rounded(firstResultMs),
      memoryMb: rounded((loaded?.memoryBytes ?? 0) / 1e6),
      runsARound: times,
      runMs: rounded(inWorkerMs ?? Number.NaN, 3),
      bareRunMs: rounded(bareMs ?? Number.NaN, 3),
      ratioToBareRuntime: rounded(percentile(ratios(rounds.inWorker, rounds.bare), 0.5), 3),
      /** With the way to the process and back, and all samples. */
      wholeCallRatio: rounded(percentile(ratios(rounds.whole, rounds.bare), 0.5), 3),
      realTimeFactor: rounded((wholeMs ?? Number.NaN) / 1000 / soundSeconds, 5),
    };
  } finally {
    await rig.inference.close();
  }
}

/** Round by round: what slowed one down slowed its neighbour. */
function ratios(some: readonly number[], others: readonly number[]): readonly number[] {
  return some.map((one, i) => one / (others[i] ?? Number.NaN));
}

function openBare(file: string, provider: Provider): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(file, {
    executionProviders: [provider],
    intraOpNumThreads: threadsForRole('voice'),
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
}

async function bareRound(
  session: ort.InferenceSession,
  feeds: Readonly<Record<string, ProbeTensor>>,
  times: number,
): Promise<number> {
  const tensors = Object.fromEntries(
    Object.entries(feeds).map(([key, { type, data, dims }]) => [key, new ort.Tensor(type, data, dims)]),
  );
  const startedAt = performance.now();
  for (let i = 0; i < times; i++) await session.run(tensors);
  return performance.now() - startedAt;
}

async function ours(rig: InferenceRig, model: BenchModel, feeds: Readonly<Record<string, ProbeTensor>>, times: number) {
  const startedAt = performance.now();
  let inWorkerMs = 0;
  const call = {
    role: 'voice',
    model: probeSource(model.name, model.file),
    op: 'run',
    input: { feeds, times, together: true },
    priority: 0,
    signal: new AbortController().signal,
    timeoutMs: 120_000,
  } as const;
  for await (const event of rig.inference.run(call)) inWorkerMs += probeEventSchema.parse(event).ms;
  return { inWorkerMs, wholeMs: performance.now() - startedAt };
}

/** Seconds of sound that a run makes or takes. */
async function soundOf(session: ort.InferenceSession, feeds: Readonly<Record<string, ProbeTensor>>): Promise<number> {
  if (session.inputNames.includes('sr')) return 512 / 16_000;
  if (session.inputNames.includes('h')) return 0.01;
  const tensors = Object.fromEntries(
    Object.entries(feeds).map(([key, { type, data, dims }]) => [key, new ort.Tensor(type, data, dims)]),
  );
  const samples = (await session.run(tensors))[session.outputNames[0] ?? '']?.dims.at(-1) ?? 0;
  return samples / (session.inputNames.includes('style') ? 24_000 : 22_050);
}

async function eventuallyLoaded(rig: InferenceRig) {
  // News of models comes a little after the work.
  await new Promise((done) => setTimeout(done, 600));
  return rig.inference.view.get().models[0];
}

/** Tensors for a model known by its inputs: Silero, Piper, Kokoro and its kin, the lip-sync. */
function feedsFor(session: ort.InferenceSession): Record<string, ProbeTensor> | undefined {
  const names = session.inputNames;
  const ids = BigInt64Array.from({ length: SYMBOLS }, (_, i) => BigInt(i === 0 || i === SYMBOLS - 1 ? 0 : 14 + (i % 30)));
  const float = (data: Float32Array, dims: number[]): ProbeTensor => ({ type: 'float32', data, dims });
  const int = (data: BigInt64Array, dims: number[]): ProbeTensor => ({ type: 'int64', data, dims });
  const known: Record<string, ProbeTensor> = names.includes('sr')
    ? {
        input: float(new Float32Array(576), [1, 576]),
        state: float(new Float32Array(256), [2, 1, 128]),
        sr: int(BigInt64Array.of(16_000n), []),
      }
    : {
        input: int(ids, [1, SYMBOLS]),
        input_lengths: int(BigInt64Array.of(BigInt(SYMBOLS)), [1]),
        scales: float(Float32Array.of(0.667, 1, 0.8), [3]),
        sid: int(BigInt64Array.of(0n), [1]),
        input_ids: int(ids, [1, SYMBOLS]),
        tokens: int(ids, [1, SYMBOLS]),
        style: float(new Float32Array(256).fill(0.01), [1, 256]),
        speed: float(Float32Array.of(1), [1]),
      };
  // The lip-sync: a row of features and its state, of one frame.
  for (const input of session.inputMetadata)
    if (input.isTensor && input.type === 'float32' && ['x', 'h'].includes(input.name)) {
      const dims = input.shape.map((size) => (typeof size === 'number' ? size : LIP_SYNC_FRAMES + 2));
      known[input.name] = float(new Float32Array(dims.reduce((product, size) => product * size, 1)), dims);
    }
  if (names.some((one) => known[one] === undefined)) return undefined;
  return Object.fromEntries(names.flatMap((one) => (known[one] ? [[one, known[one]] as const] : [])));
}
