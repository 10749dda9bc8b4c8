import type { Cell } from '#shared/cell.ts';
import type { InferenceEngineId, Provider } from '#shared/inference/model-manifest.ts';

/**
 * The kinds of inference process. Each role is a process of its own, because `run()` of the runtime blocks: a long synthesis must not hold up the ears,
 * and a crash of one leaves the others alone. `ears` hears that somebody speaks (milliseconds a frame), `words` recognises what was said (seconds a run), `probe` processes live for one question.
 * Engines of the sherpa component run in a process of their own beside each role.
 */
export type InferenceRole = 'voice' | 'ears' | 'words' | 'probe';

/** A model on disk, as an engine loads it. */
export interface LoadedModelSource {
  /** Unique among loaded models: a library id, with a variant if two are loaded. */
  readonly key: string;
  readonly engine: InferenceEngineId;
  /** Absolute paths by role of the manifest's files. */
  readonly files: Readonly<Record<string, string>>;
  /** The manifest's options. */
  readonly options: Readonly<Record<string, unknown>>;
  /** auto: the best that was probed on this machine. */
  readonly provider: Provider | 'auto';
}

/** Speech that a viewer waits for goes before everything; lower goes first. */
export const INFERENCE_PRIORITY = { ears: 0, speech: 10, preview: 50, background: 100 } as const;

export interface InferenceCall {
  readonly role: InferenceRole;
  readonly model: LoadedModelSource;
  /** The engine's operation: 'synthesize', 'transcribe', 'detect', … */
  readonly op: string;
  /** Structured clone; the engine checks it. */
  readonly input: unknown;
  readonly priority: number;
  readonly signal: AbortSignal;
  /** Longest silence until the next event. Loading has its own bound. */
  readonly timeoutMs: number;
}

/** A model that listens: sound goes in as it comes, events come out. */
export interface InferenceStream {
  /** Mono float32 at the model's input rate; ownership passes. Bounded: sound that the worker cannot keep up with is dropped, oldest first, and counted. */
  push(samples: Float32Array): void;
  /** Samples dropped so far. */
  readonly droppedSamples: number;
  /** A word to the engine in order with the sound: 'flush', 'reset', new options. */
  tell(message: unknown): void;
  /** Ends when closed, throws `unavailable` or `voice` when the worker is lost: open again. */
  readonly events: AsyncIterable<unknown>;
  close(): void;
}

/** A loaded model, for the health page. */
export interface ModelRuntime {
  readonly key: string;
  readonly role: InferenceRole;
  /** The one really used. */
  readonly provider: Provider;
  readonly loadMs: number;
  /** Resident memory that loading added, bytes; approximate. */
  readonly memoryBytes: number;
  /** Time of work by time of sound, over the last runs; undefined before the first. */
  readonly realTimeFactor: number | undefined;
  readonly runs: number;
  readonly failures: number;
}

export interface InferenceView {
  readonly processes: readonly {
    /** The role, and the component that has a process of its own: 'voice', 'words-sherpa'. */
    readonly name: string;
    readonly role: InferenceRole;
    readonly pid: number | undefined;
    readonly state: string;
    readonly crashes: number;
  }[];
  readonly models: readonly ModelRuntime[];
  readonly providers: readonly ProviderReport[];
}

/** What the probe of a provider found. */
export interface ProviderReport {
  readonly provider: Provider;
  readonly state: 'works' | 'wrong-results' | 'missing' | 'crashed' | 'not-probed';
  /** For people: adapter's name, or what is missing and what to do. */
  readonly detail: string;
  readonly driver: string;
  /** How many times faster than the CPU it was at the probe; undefined when it did not run. Below 1 it is not chosen by itself. */
  readonly speedup: number | undefined;
  readonly probedAtMs: number | undefined;
}

/** Main's end of the inference processes: starts them at need, restarts them, never loads a model itself. */
export interface Inference {
  readonly view: Cell<InferenceView>;
  /**
   * Events of one call in order; the model is loaded first if it is not. Throws StudioError `cancelled`, `timeout` (the process hung and was started anew), `unavailable` (the engine or model cannot run here; asking again is useless),
   * `invalid-input`, or `voice` (process lost, engine failed; asking again may help). One retry after a lost process belongs to the caller, who knows what was already used.
   */
  run(call: InferenceCall): AsyncIterable<unknown>;
  open(call: Omit<InferenceCall, 'signal' | 'timeoutMs'>): InferenceStream;
  /** Loads a model ahead of its first use. Never throws. */
  warmUp(role: InferenceRole, model: LoadedModelSource): Promise<void>;
  /** Frees a model's memory. */
  unload(key: string): void;
  /** Asks each provider anew, in throw-away processes. */
  probe(signal: AbortSignal): Promise<readonly ProviderReport[]>;
  close(): Promise<void>;
}

/** An engine inside the worker process. Loaded only in the process that needs it. */
export interface InferenceEngine {
  load(source: LoadedModelSource, context: EngineContext): Promise<EngineModel>;
}
export interface EngineContext {
  /** Threads that this process may use for one model; engines with a runtime of their own keep to it. */
  readonly threads: number;
  /** Creates an onnxruntime session on the provider that the worker settled on for this model; says which it was. A path, or the model's bytes (which it may have been given a further output in). */
  session(
    model: string | Uint8Array,
    options?: { readonly threads?: number; readonly forceCpu?: boolean },
  ): Promise<EngineSession>;
}
/** The part of onnxruntime that engines need; tensors are onnxruntime-common's. */
export interface EngineSession {
  readonly provider: Provider;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    feeds: Readonly<Record<string, import('onnxruntime-common').Tensor>>,
  ): Promise<Readonly<Record<string, import('onnxruntime-common').Tensor>>>;
  release(): Promise<void>;
}
export interface EngineModel {
  /** Seconds of sound that the last call made or took, for the real-time factor. */
  run(
    op: string,
    input: unknown,
    emit: (event: unknown) => void,
    signal: AbortSignal,
  ): Promise<{ readonly soundSeconds: number }>;
  /** Undefined: the engine does not stream. */
  stream?(op: string, input: unknown, emit: (event: unknown) => void): EngineStream;
  release(): Promise<void>;
}
export interface EngineStream {
  push(samples: Float32Array): Promise<void>;
  tell(message: unknown): Promise<void>;
  close(): void;
}
