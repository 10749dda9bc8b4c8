import type { LoadedModelSource } from '#main/inference/inference.types.ts';
import { createInference, type InferenceClient } from '#main/inference/inference-client.ts';
import type { ProviderBook } from '#main/inference/providers/provider-book.ts';
import { forkWorker } from '#main/node/fork-worker.ts';
import { createNodeClock } from '#main/node/node-clock.ts';
import type { Clock, WorkerLink } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createCell } from '#shared/cell.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Provider } from '#shared/inference/model-manifest.ts';
import { buildWorker } from './built-worker.ts';

/** Real inference processes, started as the headless host does, on a machine whose providers the test chooses. */
export interface InferenceRig {
  readonly inference: InferenceClient;
  readonly reports: readonly { readonly part: string; readonly health: HealthReport }[];
  readonly processes: readonly WorkerLink[];
  /** Kills the newest process as kill −9 does. */
  kill(): void;
  /** Stops the newest process from running at all, as a hung driver would. */
  freeze(): void;
  settings: { provider: Provider | 'auto' };
}

/** `name` keeps builds of test files apart. */
export async function buildInferenceWorker(name: string): Promise<string> {
  return buildWorker('inference-worker', name);
}

export function inferenceRig(
  file: string,
  options: {
    readonly usable?: readonly Provider[];
    readonly missing?: readonly Provider[];
    readonly clock?: Clock;
    readonly environment?: NodeJS.ProcessEnv;
  } = {},
): InferenceRig {
  const processes: WorkerLink[] = [];
  const reports: { part: string; health: HealthReport }[] = [];
  const settings: { provider: Provider | 'auto' } = { provider: 'auto' };
  const inference = createInference({
    spawnWorker(_entry, args) {
      const link = forkWorker({ file, args, logger: silentLogger, environment: options.environment ?? process.env });
      processes.push(link);
      return link;
    },
    providers: knownProviders(options.usable ?? [], options.missing ?? []),
    wantedProvider: () => settings.provider,
    clock: options.clock ?? createNodeClock(),
    logger: silentLogger,
    report: (part, health) => void reports.push({ part, health }),
  });
  const signal = (name: NodeJS.Signals): void => {
    const pid = processes.at(-1)?.pid;
    if (pid !== undefined) process.kill(pid, name);
  };
  return { inference, reports, processes, settings, kill: () => signal('SIGKILL'), freeze: () => signal('SIGSTOP') };
}

/** A machine on which some providers work and others are missing. */
function knownProviders(usable: readonly Provider[], missing: readonly Provider[]): ProviderBook {
  const all = [...usable, 'cpu' as const];
  const report = { driver: '', probedAtMs: 0 };
  return {
    reports: createCell([
      ...all.map((provider) => ({ ...report, provider, state: 'works' as const, detail: '', speedup: 2 })),
      ...missing.map((provider) => ({ ...report, provider, state: 'missing' as const, detail: 'no driver', speedup: undefined })),
    ]),
    order: () => all,
    isUsable: (provider) => all.includes(provider),
    ensure() {},
    probe: async () => [],
    close: async () => {},
  };
}

/** A model for the engine that runs any ONNX file as it is. */
export const probeSource = (key: string, model: string): LoadedModelSource => ({
  key,
  engine: 'probe',
  files: { model },
  options: {},
  provider: 'auto',
});
