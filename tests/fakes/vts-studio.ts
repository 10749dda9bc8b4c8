import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '#main/platform/logger.ts';
import { defaultVtsLimits, type VtsLimits } from '#main/vts/net/limits.ts';
import type { VtsServer } from '#main/vts/vts.types.ts';
import { createVtsServer } from '#main/vts/vts-server.ts';
import type { Cell } from '#shared/cell.ts';
import type { HealthReport } from '#shared/health.ts';
import type { PluginSettings } from '#shared/settings/settings.ts';
import { type AvatarPorts, createAvatarPorts } from './avatar-ports.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { connectPlugin, type RawPlugin } from './plugin-client.ts';

export const PLUGIN = { pluginName: 'Gift Thrower', pluginDeveloper: 'Some Dev' };

/** The plugin server on a real port, over the ports' in-memory implementations, under a clock that stands still. */
export interface VtsStudio extends AvatarPorts {
  readonly server: VtsServer;
  readonly clock: FakeClock;
  readonly folder: string;
  readonly health: HealthReport[];
  readonly url: string;
  apply(change?: Partial<PluginSettings>, background?: string): Promise<void>;
  connect(headers?: Record<string, string>): Promise<RawPlugin>;
  /** A connected plugin that the streamer has let in. */
  plugin(who?: Partial<typeof PLUGIN>): Promise<RawPlugin>;
  /** Waits for a question and answers it. */
  decide(allow: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startVtsStudio(limits: Partial<VtsLimits> = {}): Promise<VtsStudio> {
  const clock = createFakeClock();
  const ports = createAvatarPorts(clock);
  const folder = mkdtempSync(join(tmpdir(), 'vts-'));
  const health: HealthReport[] = [];
  const server = createVtsServer(
    {
      ...ports,
      clock,
      logger: silentLogger,
      report: (state) => health.push(state),
      tokenFile: join(folder, 'plugins.json'),
      discovery: { address: '127.0.0.1', port: 9 },
    },
    { ...defaultVtsLimits, ...limits },
  );
  let settings: PluginSettings = { enabled: true, port: 0, discovery: false, allowBrowserOrigins: true };
  const studio: VtsStudio = {
    ...ports,
    server,
    clock,
    folder,
    health,
    get url() {
      return `ws://127.0.0.1:${server.view.get().port}`;
    },
    async apply(change = {}, background = 'transparent') {
      settings = { ...settings, ...change };
      server.apply(settings, background);
      await server.settled();
    },
    connect: (headers) => connectPlugin(studio.url, headers),
    async plugin(who = {}) {
      const identity = { ...PLUGIN, ...who };
      const plugin = await studio.connect();
      const asked = plugin.get('AuthenticationTokenRequest', identity);
      await studio.decide(true);
      const { authenticationToken } = await asked;
      const { authenticated } = await plugin.get('AuthenticationRequest', { ...identity, authenticationToken });
      if (authenticated !== true) throw new Error('the plugin was not let in');
      return plugin;
    },
    async decide(allow) {
      const [prompt] = await cellBecomes(server.prompts, (prompts) => prompts.length > 0);
      if (prompt !== undefined) server.decide(prompt.id, allow);
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await studio.apply();
  return studio;
}

export function cellBecomes<T>(cell: Cell<T>, isIt: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    if (isIt(cell.get())) return resolve(cell.get());
    const end = cell.subscribe((value) => {
      if (!isIt(value)) return;
      end();
      resolve(value);
    });
  });
}
