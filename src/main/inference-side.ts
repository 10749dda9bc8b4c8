import { join } from 'node:path';
import { version as runtimeVersion } from 'onnxruntime-node/package.json';
import type { Inference } from './inference/inference.types.ts';
import { createInference } from './inference/inference-client.ts';
import { graphicsDriver } from './inference/providers/graphics-driver.ts';
import { probeProvider } from './inference/providers/probe-provider.ts';
import { createProviderBook } from './inference/providers/provider-book.ts';
import type { HealthBoardStore } from './platform/health-board.ts';
import type { Host } from './platform/host.ts';
import type { SettingsStore } from './storage/settings-store.ts';

export interface InferenceSideOptions {
  readonly host: Host;
  readonly settings: SettingsStore;
  readonly board: HealthBoardStore;
}

export interface InferenceSide {
  readonly inference: Inference;
  close(): Promise<void>;
}

/** Local models: the processes that run them, and the providers that this machine has for them. Nothing is started before a model is asked for. */
export function createInferenceSide({ host, settings, board }: InferenceSideOptions): InferenceSide {
  const { clock, paths, environment } = host;
  const logger = host.logger.child('inference');
  const providers = createProviderBook({
    file: join(paths.data, 'inference-providers.json'),
    runtime: runtimeVersion,
    driver: () => graphicsDriver(process.platform, environment),
    probe: (provider, signal) =>
      probeProvider(
        provider,
        {
          spawn: () => host.spawnWorker('inference-worker', ['probe']),
          modelFile: join(paths.models, 'provider-probe', 'provider-probe.onnx'),
          platform: process.platform,
          clock,
        },
        signal,
      ),
    clock,
    logger,
  });
  const inference = createInference({
    spawnWorker: host.spawnWorker,
    providers,
    wantedProvider: () => settings.current().inference.provider,
    clock,
    logger,
    report: board.report,
  });
  let wanted = settings.current().inference.provider;
  const unsubscribe = settings.onChange(() => {
    const now = settings.current().inference.provider;
    if (now === wanted) return;
    wanted = now;
    inference.refresh();
  });
  return {
    inference,
    async close() {
      unsubscribe();
      await inference.close();
    },
  };
}
