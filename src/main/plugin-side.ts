import type { PluginSettings } from '#shared/settings/settings.ts';
import { createLate } from './platform/late.ts';
import type { VtsServer, VtsServerOptions } from './vts/vts.types.ts';

/** The API for plugins: most of its code waits until there is time for it, or somebody looks at its page. */
export interface PluginSide {
  /** Loads it, under the newest settings. */
  load(): Promise<VtsServer>;
  apply(settings: PluginSettings, background: string): void;
  /** Where it listens; undefined: nowhere. */
  readonly port: number | undefined;
  close(): Promise<void>;
}

export function createPluginSide(options: VtsServerOptions): PluginSide {
  let newest: Parameters<VtsServer['apply']> | undefined;
  let closed = false;
  const late = createLate(async () => {
    const { createVtsServer } = await import('./vts/vts-server.ts');
    const server = createVtsServer(options);
    if (newest !== undefined && !closed) server.apply(...newest);
    return server;
  });
  return {
    load: late.get,
    apply(...settings) {
      newest = settings;
      late.made?.apply(...settings);
    },
    get port() {
      return late.made?.view.get().port ?? undefined;
    },
    async close() {
      closed = true;
      await late.made?.close();
    },
  };
}
