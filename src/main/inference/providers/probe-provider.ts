import type { Clock, WorkerLink } from '#main/platform/host.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { Provider } from '#shared/inference/model-manifest.ts';
import { type ProbeEvent, type ProbeInput, probeEventSchema } from '../engines/probe.ts';
import { type InferenceRequest, inferenceReplySchema } from '../worker/protocol.ts';
import type { ProbeFinding } from './provider-book.ts';

/** Sides of the square matrices and pictures. */
interface ProbeSize {
  readonly matrix: number;
  readonly picture: number;
}

export interface ProbeOptions {
  /** Starts a process in the role 'probe'. */
  spawn(): WorkerLink;
  /** models/provider-probe/provider-probe.onnx */
  readonly modelFile: string;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
}

/** Loading a driver and compiling its programs for the first time takes long on some machines. */
const PROBE_MS = 60_000;
const RUNS = 3;
/**
 * First a little work, then more, and, while that goes fast, as much as tells a fast provider from a slow one (about 5 Gflop). The first is too
 * little to know a program that plays a graphics card by; such a one would need a minute for the last.
 */
const SMALL: ProbeSize = { matrix: 96, picture: 8 };
const LARGER: readonly ProbeSize[] = [
  { matrix: 256, picture: 24 },
  { matrix: 768, picture: 64 },
];
/** A provider that needs longer than this for one of the first two is a program that plays a graphics card. */
const SLOW_MS = 100;
/**
 * How far a provider's result may lie from the CPU's: root mean square of the difference by that of the result. Single precision in another order
 * of sums gives 1e-6, half precision inside a graphics card 1e-3; a driver that computes something else is far beyond.
 */
const TOLERANCE = 0.01;

const ONLY_ON: Partial<Readonly<Record<Provider, readonly NodeJS.Platform[]>>> = {
  dml: ['win32'],
  coreml: ['darwin'],
  cuda: ['linux', 'win32'],
};

/** Tries a provider in a process of its own: a real small inference, its result against the CPU's, its time too. Throws only `cancelled`. */
export async function probeProvider(provider: Provider, options: ProbeOptions, signal: AbortSignal): Promise<ProbeFinding> {
  if (ONLY_ON[provider]?.includes(options.platform) === false) return missing('Not made for this operating system.');
  const link = options.spawn();
  try {
    let compared = await compare(link, provider, SMALL, options, signal);
    for (const size of LARGER) {
      if (compared.finding.state !== 'works' || compared.ms > SLOW_MS) break;
      compared = await compare(link, provider, size, options, signal);
    }
    return compared.finding;
  } catch (error) {
    if (error instanceof StudioError && error.code === 'cancelled') throw error;
    if (error instanceof StudioError && error.code === 'unavailable') return missing(adviceFor(provider, error.message));
    return { state: 'crashed', detail: `It failed when it was tried: ${messageFromUnknown(error)}`, speedup: undefined };
  } finally {
    link.kill();
  }
}

async function compare(link: WorkerLink, provider: Provider, size: ProbeSize, options: ProbeOptions, signal: AbortSignal) {
  const expected = await runs(link, 'cpu', size, options, signal);
  const found = await runs(link, provider, size, options, signal);
  return { finding: judge(expected, found, size.matrix ** 2), ms: fastest(found) };
}

function missing(detail: string): ProbeFinding {
  return { state: 'missing', detail, speedup: undefined };
}

/** Compares the last runs: the first `matrixLength` numbers and the rest each by themselves. */
export function judge(expected: readonly ProbeEvent[], found: readonly ProbeEvent[], matrixLength: number): ProbeFinding {
  const [right, got] = [expected.at(-1)?.output, found.at(-1)?.output];
  if (!right || !got) return { state: 'crashed', detail: 'It gave no result.', speedup: undefined };
  const error = Math.max(
    distance(right.subarray(0, matrixLength), got.subarray(0, matrixLength)),
    distance(right.subarray(matrixLength), got.subarray(matrixLength)),
  );
  // Also when it is no number.
  if (!(error <= TOLERANCE))
    return {
      state: 'wrong-results',
      detail: `It computes something else than the processor (${(error * 100).toFixed(1)} % off): update the graphics driver.`,
      speedup: undefined,
    };
  const speedup = fastest(expected) / Math.max(fastest(found), 0.01);
  const detail =
    speedup >= 1
      ? `Works, ${speedup.toFixed(1)} times as fast as the processor.`
      : `Works, but takes ${(1 / speedup).toFixed(1)} times as long as the processor: a graphics card is missing, or a driver that uses it.`;
  return { state: 'works', detail, speedup };
}

/** ms; the first run is left out, for it prepares. */
function fastest(found: readonly ProbeEvent[]): number {
  return Math.min(...found.slice(1).map((run) => run.ms));
}

function distance(right: Float32Array, got: Float32Array): number {
  if (right.length !== got.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let size = 0;
  for (let i = 0; i < right.length; i++) {
    const value = right[i] ?? 0;
    difference += (value - (got[i] ?? 0)) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(difference / Math.max(size, 1e-12));
}

function adviceFor(provider: Provider, message: string): string {
  if (provider === 'webgpu')
    return 'No graphics card was found that can compute by Vulkan, Direct3D 12 or Metal: install or update its driver.';
  if (provider === 'cuda')
    return "NVIDIA's CUDA libraries were not found: WebGPU needs none of them. Who has them can put the runtime's CUDA files beside it.";
  return message.slice(0, 300);
}

let nextId = 1;

/** Rejects with `unavailable` when the provider is not there, anything else when the process ended or hung. */
function runs(
  link: WorkerLink,
  provider: Provider,
  size: ProbeSize,
  options: ProbeOptions,
  signal: AbortSignal,
): Promise<readonly ProbeEvent[]> {
  const id = nextId++;
  return new Promise((resolve, reject) => {
    const events: ProbeEvent[] = [];
    const cancelTimer = options.clock.after(PROBE_MS, () => settle(() => reject(new Error(`no answer in ${PROBE_MS / 1000} s`))));
    const onAbort = (): void => settle(() => reject(new StudioError('cancelled', 'the probe was stopped')));
    const settle = (how: () => void): void => {
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
      how();
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    link.onExit(() => settle(() => reject(new Error('its process ended'))));
    link.onMessage((message) => {
      const parsed = inferenceReplySchema.safeParse(message);
      if (!parsed.success || !('id' in parsed.data) || parsed.data.id !== id) return;
      const reply = parsed.data;
      if (reply.type === 'event') events.push(probeEventSchema.parse(reply.event));
      else if (reply.type === 'done') settle(() => resolve(events));
      else if (reply.type === 'failed') settle(() => reject(new StudioError(reply.code, reply.message)));
    });
    const model = {
      key: provider,
      engine: 'probe' as const,
      files: { model: options.modelFile },
      options: {},
      providers: [provider],
    };
    const request: InferenceRequest = { type: 'run', id, priority: 0, op: 'run', input: probeInput(size), model };
    link.post(request);
  });
}

/** The same numbers each time; small enough that no activation is at its end. */
function probeInput({ matrix, picture }: ProbeSize): ProbeInput {
  return {
    times: RUNS,
    together: true,
    feeds: {
      a: { type: 'float32', dims: [matrix, matrix], data: noise(matrix ** 2, 1, 1.6 / Math.sqrt(matrix)) },
      x: { type: 'float32', dims: [1, 32, picture, picture], data: noise(32 * picture ** 2, 2, 1) },
      w: { type: 'float32', dims: [32, 32, 3, 3], data: noise(32 * 32 * 9, 3, 0.1) },
    },
  };
}

/** A linear congruential generator (Numerical Recipes' constants), −scale…scale. */
function noise(length: number, seed: number, scale: number): Float32Array {
  const values = new Float32Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[i] = (state / 2 ** 31 - 1) * scale;
  }
  return values;
}
