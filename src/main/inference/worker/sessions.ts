import { availableParallelism } from 'node:os';
import type { InferenceSession } from 'onnxruntime-node';
import type { EngineSession, InferenceRole } from '#main/inference/inference.types.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { Provider } from '#shared/inference/model-manifest.ts';

export interface SessionOptions {
  /** A path, or the file's bytes. */
  readonly file: string | Uint8Array;
  /** In the order in which they are tried. */
  readonly providers: readonly Provider[];
  /** Threads inside one operator. */
  readonly threads: number;
  /** Called for each provider that could not load the file, before the next is tried. */
  readonly onFallBack: (from: Provider, to: Provider, why: string) => void;
}

/** The runtime is loaded with the first session: a process that needs none (the sherpa component) stays without it. */
const runtime = async () => {
  const ort = await import('onnxruntime-node');
  ort.env.logLevel = 'error';
  return ort;
};

/** Providers of this build of the runtime. It takes any other name for the CPU without a word. */
export async function knownProviders(): Promise<readonly string[]> {
  return (await runtime()).listSupportedBackends().map((backend) => backend.name);
}

/** Creates a session on the first provider that loads the file. Throws `unavailable` when none does. */
export async function createSession(options: SessionOptions): Promise<EngineSession> {
  const known = await knownProviders();
  let problem: unknown;
  for (const [index, provider] of options.providers.entries()) {
    try {
      if (!known.includes(provider)) throw new Error(`this build of the runtime has no provider "${provider}"`);
      return engineSession(await openSession(options.file, provider, options.threads), provider);
    } catch (error) {
      problem = error;
      const next = options.providers[index + 1];
      if (next !== undefined) options.onFallBack(provider, next, messageFromUnknown(error));
    }
  }
  throw new StudioError(
    'unavailable',
    `the model ${typeof options.file === 'string' ? `file ${options.file} ` : ''}cannot be loaded (${messageFromUnknown(problem).slice(0, 300)}): install the model again`,
    { cause: problem },
  );
}

async function openSession(file: string | Uint8Array, provider: Provider, threads: number): Promise<InferenceSession> {
  const { InferenceSession: Session } = await runtime();
  const options = {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // NOTICE: onnxruntime 1.30.0 on WebGPU fuses Conv, LeakyRelu and Tanh in a row into one node that forgets the LeakyRelu (found by the provider probe,
    // also on models as small as [1,32,8,8]). 'basic' keeps them apart. May go when the probe passes without it.
    graphOptimizationLevel: provider === 'webgpu' ? 'basic' : 'all',
  } as const;
  return typeof file === 'string' ? Session.create(file, options) : Session.create(file, options);
}

function engineSession(session: InferenceSession, provider: Provider): EngineSession {
  return {
    provider,
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run: (feeds) => session.run(feeds),
    release: () => session.release(),
  };
}

/** Threads that a role may use: one core is left for the rest of the show, and speech has no use for more than four. */
export function threadsForRole(role: InferenceRole): number {
  if (role === 'ears') return 1;
  return Math.max(1, Math.min(4, availableParallelism() - 1));
}
