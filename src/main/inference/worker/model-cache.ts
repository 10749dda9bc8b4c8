import type { EngineModel, EngineSession, InferenceEngine } from '#main/inference/inference.types.ts';
import type { InferenceEngineId, Provider } from '#shared/inference/model-manifest.ts';
import type { LoadedModel, WorkerModel } from './protocol.ts';
import type { SessionOptions } from './sessions.ts';

export interface ModelCacheOptions {
  openEngine(id: InferenceEngineId): Promise<InferenceEngine>;
  createSession(options: SessionOptions): Promise<EngineSession>;
  readonly threads: number;
  /** Resident memory of the process. */
  memoryBytes(): number;
  onChange(models: readonly LoadedModel[]): void;
  onFallBack(key: string, from: Provider, to: Provider, why: string): void;
}

/** A model in memory. Whoever streams through it holds it, so that it is not taken away under the sound. */
export interface CachedModel {
  readonly key: string;
  readonly model: EngineModel;
  /** Counts a piece of work: its time and the time of the sound that it made or took. */
  worked(ms: number, soundSeconds: number): void;
  /** Counts a failure; one on a provider other than the CPU moves the model on to the next provider before its next use. */
  failed(why: string, mayBeProvider: boolean): void;
  hold(): void;
  letGo(): void;
}

export interface ModelCache {
  /** The model as asked for; loaded first if it is not, or if it was loaded for other providers. `onLoading` is called before that. */
  take(wanted: WorkerModel, onLoading: () => void): Promise<CachedModel>;
  unload(key: string): Promise<void>;
}

interface Entry {
  readonly cached: CachedModel;
  /** What was asked for when it was loaded. */
  readonly order: string;
  readonly provider: Provider;
  readonly loadMs: number;
  readonly memoryBytes: number;
  runs: number;
  failures: number;
  /** ms of work and seconds of sound, fading: the last dozen runs count. */
  workMs: number;
  soundSeconds: number;
  holders: number;
  stale: boolean;
}

/** More than these are never wanted at once; the one unused for longest goes first. */
const MOST_MODELS = 8;
const FADE = 0.9;

/** The models of one inference process. Calls do not overlap: the process does one thing at a time. */
export function createModelCache(options: ModelCacheOptions): ModelCache {
  /** In order of last use. */
  const entries = new Map<string, Entry>();
  /** Providers that failed a model while it ran, by model. */
  const unfit = new Map<string, Set<Provider>>();

  const publish = (): void => options.onChange([...entries.values()].map(describe));

  function fitProviders(wanted: WorkerModel): readonly Provider[] {
    const bad = unfit.get(wanted.key);
    const fit = wanted.providers.filter((provider) => !bad?.has(provider));
    return fit.length > 0 ? fit : ['cpu'];
  }

  async function load(wanted: WorkerModel): Promise<Entry> {
    const before = options.memoryBytes();
    const startedAt = performance.now();
    let provider: Provider | undefined;
    const engine = await options.openEngine(wanted.engine);
    const model = await engine.load(
      { ...wanted, provider: wanted.providers[0] ?? 'cpu' },
      {
        threads: options.threads,
        async session(file, { threads, forceCpu } = {}) {
          const session = await options.createSession({
            file,
            providers: forceCpu ? ['cpu'] : fitProviders(wanted),
            threads: threads ?? options.threads,
            onFallBack: (from, to, why) => options.onFallBack(wanted.key, from, to, why),
          });
          if (!forceCpu) provider ??= session.provider;
          return session;
        },
      },
    );
    const entry: Entry = {
      cached: cachedModel(wanted, model, () => entry),
      order: orderOf(wanted),
      provider: provider ?? 'cpu',
      loadMs: performance.now() - startedAt,
      memoryBytes: Math.max(0, options.memoryBytes() - before),
      runs: 0,
      failures: 0,
      workMs: 0,
      soundSeconds: 0,
      holders: 0,
      stale: false,
    };
    return entry;
  }

  function cachedModel(wanted: WorkerModel, model: EngineModel, entry: () => Entry): CachedModel {
    return {
      key: wanted.key,
      model,
      worked(ms, soundSeconds) {
        const own = entry();
        own.runs++;
        own.workMs = own.workMs * FADE + ms;
        own.soundSeconds = own.soundSeconds * FADE + soundSeconds;
        publish();
      },
      failed(why, mayBeProvider) {
        const own = entry();
        own.failures++;
        if (mayBeProvider && own.provider !== 'cpu') giveUpProvider(wanted, own, why);
        publish();
      },
      hold: () => void entry().holders++,
      letGo() {
        const own = entry();
        own.holders--;
        if (own.holders === 0 && own.stale && entries.get(wanted.key) !== own) void release(own);
      },
    };
  }

  function giveUpProvider(wanted: WorkerModel, entry: Entry, why: string): void {
    const bad = unfit.get(wanted.key) ?? new Set();
    unfit.set(wanted.key, bad.add(entry.provider));
    entry.stale = true;
    options.onFallBack(wanted.key, entry.provider, fitProviders(wanted)[0] ?? 'cpu', why);
  }

  /** Takes a model out; one that is held is released when it is let go. */
  async function remove(key: string): Promise<void> {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    entry.stale = true;
    if (entry.holders === 0) await release(entry);
  }

  async function release(entry: Entry): Promise<void> {
    // A model that cannot even be freed is gone all the same.
    await entry.cached.model.release().catch(() => {});
    publish();
  }

  async function makeRoom(): Promise<void> {
    for (const [key, entry] of entries) {
      if (entries.size < MOST_MODELS) return;
      if (entry.holders === 0) await remove(key);
    }
  }

  return {
    async take(wanted, onLoading) {
      const there = entries.get(wanted.key);
      // A held model stays as it is: changing it would break the stream.
      if (there && (there.holders > 0 || (!there.stale && there.order === orderOf(wanted)))) {
        entries.delete(wanted.key);
        entries.set(wanted.key, there);
        return there.cached;
      }
      onLoading();
      await remove(wanted.key);
      await makeRoom();
      const entry = await load(wanted);
      entries.set(wanted.key, entry);
      publish();
      return entry.cached;
    },
    async unload(key) {
      unfit.delete(key);
      await remove(key);
    },
  };
}

/** Models of one key that differ in this are loaded anew. */
function orderOf(wanted: WorkerModel): string {
  return JSON.stringify([wanted.engine, wanted.files, wanted.options, wanted.providers]);
}

function describe(entry: Entry): LoadedModel {
  return {
    key: entry.cached.key,
    provider: entry.provider,
    loadMs: entry.loadMs,
    memoryBytes: entry.memoryBytes,
    ...(entry.soundSeconds > 0 ? { realTimeFactor: entry.workMs / 1000 / entry.soundSeconds } : {}),
    runs: entry.runs,
    failures: entry.failures,
  };
}
