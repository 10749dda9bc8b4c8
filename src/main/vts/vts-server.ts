import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import { createFairWork } from '#main/platform/fair-work.ts';
import { createCell } from '#shared/cell.ts';
import type { PluginsView } from '#shared/contract/plugins.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { PluginSettings } from '#shared/settings/settings.ts';
import { createPluginLog } from './access/plugin-log.ts';
import { createPrompts } from './access/prompts.ts';
import { shownName } from './access/shown-name.ts';
import { createTokenBook, PERMISSIONS } from './access/token-book.ts';
import { atMostEvery, repeat } from './events/repeat.ts';
import { type Connection, createConnection } from './net/connection.ts';
import { DISCOVERY_PORT, startDiscovery } from './net/discovery.ts';
import { defaultVtsLimits, type VtsLimits } from './net/limits.ts';
import { type Listener, listenForPlugins } from './net/listener.ts';
import { createHotkeyQueue } from './state/hotkey-queue.ts';
import { createItemNotes } from './state/item-notes.ts';
import { createPhysicsHold } from './state/physics-hold.ts';
import type { World } from './state/world.ts';
import type { VtsServer, VtsServerOptions } from './vts.types.ts';

const VIEW_EVERY_MS = 250;
/** Plugins show it in their lists; the API's own fields pretend to be VTube Studio, this one says who we are. */
const WINDOW_TITLE = 'Yingxi 影戏';

/** Serves the API over the avatar's ports. Call `apply` to switch it on. */
export function createVtsServer(options: VtsServerOptions, limits: VtsLimits = defaultVtsLimits): VtsServer {
  const { clock, logger, bus } = options;
  const connections = new Set<Connection>();
  const instanceID = randomBytes(16).toString('hex');
  const work = createFairWork({ sliceMs: limits.sliceMs, now: () => performance.now() });
  const log = createPluginLog();
  let bookTrouble: HealthReport | undefined;
  let listenTrouble: string | undefined;
  let settings: PluginSettings | undefined;
  let listener: Listener | undefined;
  let listensFor: number | undefined;
  let endDiscovery: (() => void) | undefined;
  let closing: Promise<void> | undefined;
  let changing = Promise.resolve();
  let sessionCount = 0;

  const book = createTokenBook({
    file: options.tokenFile,
    clock,
    logger,
    report(trouble) {
      bookTrouble = trouble;
      reportHealth();
    },
  });
  const world = createWorld();
  const view = createCell<PluginsView>(viewNow());
  const pace = atMostEvery(clock, VIEW_EVERY_MS, () => view.set(viewNow()));
  book.onChange(pace.poke);
  const ends = [
    repeat(clock, limits.livenessMs, checkLives),
    options.items.items.subscribe((items) => world.itemNotes.forgetAbsent(new Set(items.map(({ instanceId }) => instanceId)))),
    endPhysicsWithModel(),
  ];
  reportHealth();

  return {
    view,
    prompts: world.prompts.cell,
    logVersion: log.version,
    log: log.entries,
    apply(next, background) {
      world.background.set(background);
      settings = next;
      changing = changing.then(reconcile);
    },
    settled: () => changing,
    decide: world.prompts.decide,
    revoke(pluginId) {
      const plugin = book.revoke(pluginId);
      if (plugin === undefined) return false;
      for (const connection of connections) if (connection.plugin()?.id === pluginId) connection.revoke();
      bus.removeAllOf(plugin.owner);
      logger.info('a plugin’s access was taken back', { plugin: shownName(plugin.name) });
      return true;
    },
    withdrawPermission(pluginId, permission) {
      const known = PERMISSIONS.find((one) => one === permission);
      if (known === undefined || !book.list().some(({ id }) => id === pluginId)) return false;
      book.withdraw(pluginId, known);
      return true;
    },
    disconnect(sessionId) {
      const connection = [...connections].find(({ id }) => id === sessionId);
      connection?.close(1000, 'the streamer ended this connection');
      return connection !== undefined;
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };

  function createWorld(): World {
    const { avatar, models, items, bindings, stage } = options;
    return {
      clock,
      logger,
      avatar,
      models,
      bus,
      items,
      bindings,
      stage,
      book,
      prompts: createPrompts(clock),
      hotkeys: createHotkeyQueue(clock, (id) => bindings.fire(id, 'api')),
      physics: createPhysicsHold(avatar, clock),
      itemNotes: createItemNotes(),
      background: createCell(''),
      startedAt: clock.now(),
      cooldowns: { modelLoad: Number.NEGATIVE_INFINITY, ndi: Number.NEGATIVE_INFINITY },
      turnedDown: new Map(),
      connectedPlugins: () => [...connections].filter((connection) => connection.plugin() !== undefined).length,
    };
  }

  /** One change after the other: a port is let go before it, or the next, is taken. */
  async function reconcile(): Promise<void> {
    if (settings === undefined || closing !== undefined) return;
    const wanted = settings.enabled ? settings.port : undefined;
    if (wanted !== listensFor || (wanted !== undefined && listener === undefined)) {
      stopListening();
      if (wanted !== undefined) await startListening(wanted);
    }
    if (!settings.enabled) {
      world.prompts.close();
      for (const connection of connections) connection.release();
    }
    endDiscovery?.();
    endDiscovery = settings.enabled && settings.discovery && listener !== undefined ? discover(listener.port) : undefined;
    reportHealth();
    view.set(viewNow());
  }

  async function startListening(port: number): Promise<void> {
    listensFor = port;
    try {
      listener = await listenForPlugins(port, { messageBytes: limits.messageBytes, refusalOf, onSocket: welcome, logger });
      listenTrouble = undefined;
    } catch (error) {
      listenTrouble = messageFromUnknown(error);
    }
  }

  function stopListening(): void {
    listener?.close();
    listener = undefined;
    listensFor = undefined;
    listenTrouble = undefined;
  }

  function discover(port: number): () => void {
    const { address, port: target } = options.discovery ?? { address: '255.255.255.255', port: DISCOVERY_PORT };
    const state = () => ({ active: true, port, instanceID, windowTitle: WINDOW_TITLE });
    return startDiscovery({ address, port: target, clock, logger, state });
  }

  function refusalOf(origin: string | undefined): { status: number; reason: string } | undefined {
    if (closing !== undefined || settings?.enabled !== true) return { status: 503, reason: 'The plugin API is off.' };
    if (origin !== undefined && !settings.allowBrowserOrigins)
      return { status: 403, reason: 'Web pages may not connect; the streamer can allow them in the plugin settings.' };
    const strangers = [...connections].filter((connection) => connection.isStranger()).length;
    if (connections.size >= limits.connections || strangers >= limits.strangers)
      return { status: 503, reason: 'Too many plugins are connected; close some.' };
    return undefined;
  }

  function welcome(socket: WebSocket, origin: string | null): void {
    sessionCount += 1;
    const id = `vts-${instanceID.slice(0, 8)}-${sessionCount}`;
    const connection = createConnection({
      id,
      socket,
      origin,
      world,
      work,
      log,
      limits,
      isEnabled: () => settings?.enabled === true,
      onChange: pace.poke,
      onEnd(ended) {
        connections.delete(ended);
        pace.poke();
      },
    });
    connections.add(connection);
    pace.poke();
  }

  function checkLives(): void {
    for (const connection of connections) if (!connection.checkLife()) connection.terminate();
  }

  /** Another model has other groups. */
  function endPhysicsWithModel(): () => void {
    let modelId = options.avatar.view.get().model?.id;
    return options.avatar.view.subscribe(({ model }) => {
      if (model?.id === modelId) return;
      modelId = model?.id;
      world.physics.releaseAll();
    });
  }

  function viewNow(): PluginsView {
    const online = new Set([...connections].map((connection) => connection.plugin()?.id));
    return {
      port: listener?.port ?? null,
      portTaken: isPortTaken(),
      sessions: [...connections].map((connection) => connection.view()),
      allowed: book.list().map(({ id, name, developer, allowedAt, lastSeenAt, permissions }) => ({
        id,
        plugin: { name: shownName(name), developer: shownName(developer) },
        allowedAt,
        lastSeenAt,
        permissions: [...permissions],
        connected: online.has(id),
      })),
    };
  }

  function isPortTaken(): boolean {
    return listener !== undefined && listensFor !== undefined && listensFor !== 0 && listener.port !== listensFor;
  }

  function reportHealth(): void {
    options.report(healthNow());
  }

  function healthNow(): HealthReport {
    if (listenTrouble !== undefined) return { status: 'failed', reason: 'plugins-no-port', message: listenTrouble };
    if (bookTrouble !== undefined) return bookTrouble;
    if (listener === undefined) return { status: 'off' };
    if (!isPortTaken()) return { status: 'ready' };
    return {
      status: 'degraded',
      reason: 'plugins-port-taken',
      message: `Another program (VTube Studio?) holds port ${listensFor}; plugins find this studio on port ${listener.port}. Set that port in the plugin, or close the other program and switch the API off and on.`,
    };
  }

  async function closeAll(): Promise<void> {
    for (const end of ends) end();
    pace.end();
    endDiscovery?.();
    await changing;
    stopListening();
    world.prompts.close();
    world.hotkeys.close();
    world.physics.releaseAll();
    for (const connection of connections) connection.close(1001, 'the studio closes');
    await Promise.all([...connections].map((connection) => connection.goneWithin(limits.closeGraceMs)));
    book.close();
  }
}
