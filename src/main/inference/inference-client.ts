import type { Clock, Host } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { InferenceEngineId, Provider } from '#shared/inference/model-manifest.ts';
import {
  INFERENCE_PRIORITY,
  type Inference,
  type InferenceRole,
  type InferenceView,
  type LoadedModelSource,
} from './inference.types.ts';
import { createInferenceProcess, type InferenceProcess } from './inference-process.ts';
import type { ProviderBook } from './providers/provider-book.ts';
import type { WorkerModel } from './worker/protocol.ts';

export interface InferenceOptions {
  readonly spawnWorker: Host['spawnWorker'];
  /** What is known of this machine's providers. */
  readonly providers: ProviderBook;
  /** The streamer's setting. */
  wantedProvider(): Provider | 'auto';
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of 'inference' (providers) and of each process: 'inference-voice', … */
  report(part: string, health: HealthReport): void;
}

export interface InferenceClient extends Inference {
  /** The streamer's setting may have changed: loaded models move to their provider in the background. */
  refresh(): void;
}

/** A process that nobody needs any more frees its memory after this, ms. A voice stays longer: loading it again would make viewers wait. */
const IDLE_MS: Readonly<Record<InferenceRole, number>> = { voice: 1_800_000, ears: 120_000, words: 600_000, probe: 10_000 };
/** A model under which its process died so often, on a provider other than the CPU, is moved to the CPU. */
const LOSSES_ALLOWED = 2;
/** Models under which a process died are remembered up to this number. */
const MAX_LOSSES_KEPT = 100;

/** Main's end of all inference processes: which process, which provider, what is loaded. Starts processes when they are needed; loads nothing itself. */
export function createInference(options: InferenceOptions): InferenceClient {
  const { providers, clock, logger } = options;
  const view = createCell<InferenceView>({ processes: [], models: [], providers: providers.reports.get() });
  const processes = new Map<string, { readonly role: InferenceRole; readonly process: InferenceProcess }>();
  const used = new Map<string, LoadedModelSource>();
  const losses = new Map<string, number>();
  const fallBacks = new Map<string, string>();
  let isClosed = false;
  const unsubscribe = providers.reports.subscribe(() => {
    publish();
    refresh();
  });

  function publish(): void {
    const all = [...processes.entries()];
    view.set({
      processes: all.map(([name, { role, process }]) => ({ name, role, ...process.status })),
      models: all.flatMap(([, { role, process }]) =>
        process.models.map((model) => ({ ...model, role, realTimeFactor: model.realTimeFactor })),
      ),
      providers: providers.reports.get(),
    });
  }

  function processFor(role: InferenceRole, engine: InferenceEngineId): InferenceProcess {
    if (isClosed) throw new StudioError('cancelled', 'local models were closed');
    const name = processName(role, engine);
    const there = processes.get(name);
    if (there) return there.process;
    const process = createInferenceProcess({
      name,
      spawn: () => options.spawnWorker('inference-worker', [role]),
      clock,
      logger: logger.child(name),
      report: (health) => options.report(`inference-${name}`, health),
      idleMs: IDLE_MS[role],
      onChange: publish,
      onFallBack: (key, from, to, why) => fellBack(key, `${key} could not use ${from} (${why.slice(0, 200)}): it runs on ${to}`),
      onLost,
    });
    processes.set(name, { role, process });
    return process;
  }

  function onLost(key: string): void {
    const source = used.get(key);
    if (!source || providersFor(source)[0] === 'cpu') return;
    if (losses.size >= MAX_LOSSES_KEPT) losses.clear();
    const times = (losses.get(key) ?? 0) + 1;
    losses.set(key, times);
    if (times === LOSSES_ALLOWED) fellBack(key, `${key} ended its process ${times} times on the graphics card: it runs on cpu`);
  }

  function fellBack(key: string, message: string): void {
    fallBacks.set(key, message);
    logger.warn('provider fell back', { key, message });
    reportProviders();
  }

  /** What the streamer should know of providers: a wish that cannot be had, and models that had to leave theirs. */
  function reportProviders(): void {
    const wanted = options.wantedProvider();
    const problems = [...fallBacks.values()];
    if (wanted !== 'auto' && !providers.isUsable(wanted)) {
      const report = providers.reports.get().find((one) => one.provider === wanted);
      if (report && report.state !== 'not-probed') problems.unshift(`${wanted} cannot be used here (${report.detail})`);
    }
    options.report(
      'inference',
      problems.length === 0
        ? { status: 'ready' }
        : {
            status: 'degraded',
            reason: 'provider-fell-back',
            message: `${problems.join('; ')}. Speech goes on; update the graphics driver, or choose "cpu" to be rid of this message`,
          },
    );
  }

  function providersFor(source: LoadedModelSource): Provider[] {
    const wanted = source.provider === 'auto' ? options.wantedProvider() : source.provider;
    if ((losses.get(source.key) ?? 0) >= LOSSES_ALLOWED) return ['cpu'];
    if (wanted === 'auto') return [...providers.order()];
    return wanted !== 'cpu' && providers.isUsable(wanted) ? [wanted, 'cpu'] : ['cpu'];
  }

  function workerModel(source: LoadedModelSource): WorkerModel {
    used.set(source.key, source);
    providers.ensure();
    const { key, engine, files, options: modelOptions } = source;
    return { key, engine, files, options: modelOptions, providers: providersFor(source) };
  }

  function refresh(): void {
    reportProviders();
    for (const { process } of processes.values())
      for (const { key } of process.models) {
        const source = used.get(key);
        // The process compares with what the model was loaded for.
        if (source) void process.load(workerModel(source), INFERENCE_PRIORITY.background).catch(() => {});
      }
  }

  return {
    view,
    run(call) {
      const { op, input, priority } = call;
      return processFor(call.role, call.model.engine).run(
        { model: workerModel(call.model), op, input, priority },
        call.timeoutMs,
        call.signal,
      );
    },
    open(call) {
      const { op, input, priority } = call;
      return processFor(call.role, call.model.engine).open({ model: workerModel(call.model), op, input, priority });
    },
    async warmUp(role, source) {
      try {
        await processFor(role, source.engine).load(workerModel(source), INFERENCE_PRIORITY.preview);
      } catch (error) {
        logger.info('model not loaded ahead', { key: source.key, reason: messageFromUnknown(error) });
      }
    },
    unload(key) {
      used.delete(key);
      losses.delete(key);
      if (fallBacks.delete(key)) reportProviders();
      for (const { process } of processes.values()) process.unload(key);
    },
    probe: (signal) => providers.probe(signal),
    refresh,
    async close() {
      if (isClosed) return;
      isClosed = true;
      unsubscribe();
      await Promise.all([providers.close(), ...[...processes.values()].map(({ process }) => process.close())]);
    },
  };
}

/** The sherpa component brings a runtime of its own, and eSpeak NG (GPL-3) in it: it shares a process with nothing else. */
function processName(role: InferenceRole, engine: InferenceEngineId): string {
  return engine.startsWith('sherpa') ? `${role}-sherpa` : role;
}
