import { readFileSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOTKEY } from '../../../tests/fakes/avatar-ports.ts';
import { pngOf } from '../../../tests/fakes/pictures.ts';
import { connectPlugin, type RawPlugin } from '../../../tests/fakes/plugin-client.ts';
import { cellBecomes, PLUGIN, startVtsStudio, type VtsStudio } from '../../../tests/fakes/vts-studio.ts';

/** Plugins that flood, never say who they are, vanish or send rubbish harm nobody. */
let studio: VtsStudio;
beforeEach(async () => {
  studio = await startVtsStudio();
});
afterEach(() => studio.close());

const request = (messageType: string, requestID: string, data: object = {}): string =>
  JSON.stringify({ apiName: 'VTubeStudioPublicAPI', apiVersion: '1.0', requestID, messageType, data });

/** Moves the still clock on until `done`, while sockets do their work in between. */
async function runUntil(done: () => boolean, stepMs = 100): Promise<void> {
  for (let round = 0; round < 3000 && !done(); round += 1) {
    studio.clock.advance(stepMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(done()).toBe(true);
}

describe('a plugin that floods', () => {
  test('has every one of 10,000 requests answered in order, at the rate that is allowed, while another is answered at once', async () => {
    const flooder = await studio.plugin();
    const other = await studio.plugin({ pluginName: 'Patient one' });
    const before = flooder.received.length;
    for (let index = 0; index < 10_000; index += 1) flooder.socket.send(request('FaceFoundRequest', `f-${index}`));
    const answers = (): number => flooder.received.length - before;
    // The clock stands still: the burst is used up, nothing more is answered, and nobody else notices.
    for (let count = 0; count < 20; count += 1) expect(await other.get('FaceFoundRequest')).toEqual({ found: false });
    await runUntil(() => answers() >= 1_900, 0);
    expect(answers()).toBeLessThanOrEqual(2_000);
    await runUntil(() => studio.server.view.get().sessions.some(({ slowed }) => slowed), 50);
    await runUntil(() => answers() === 10_000);
    expect(flooder.received.slice(before).map(({ requestID }) => requestID)).toEqual(
      Array.from({ length: 10_000 }, (_, index) => `f-${index}`),
    );
  });

  test('is not read any further while it is ahead of its allowance', async () => {
    const flooder = await studio.plugin();
    for (let index = 0; index < 60_000; index += 1) flooder.socket.send(request('FaceFoundRequest', `f-${index}`));
    await runUntil(() => flooder.received.length > 1_900, 0);
    for (let round = 0; round < 50; round += 1) await new Promise((resolve) => setImmediate(resolve));
    // What it could not get rid of waits on its own side.
    expect(flooder.socket.bufferedAmount).toBeGreaterThan(500_000);
    flooder.socket.terminate();
  });

  test('is cut off with a reason when too much waits', async () => {
    await studio.close();
    studio = await startVtsStudio({ queueMost: 100, requestBurst: 10, requestsPerSecond: 10 });
    const flooder = await studio.plugin();
    for (let index = 0; index < 2_000; index += 1) flooder.socket.send(request('FaceFoundRequest', `f-${index}`));
    expect(await flooder.closed).toMatchObject({ code: 1008, reason: expect.stringContaining('too many requests') });
  });

  test('with large messages pays for each of their parts', async () => {
    await studio.close();
    studio = await startVtsStudio({ requestBurst: 40, bytesPerRequest: 1024 });
    const plugin = await studio.plugin();
    const big = 'x'.repeat(30 * 1024);
    plugin.socket.send(request('FaceFoundRequest', 'big-1', { big }));
    plugin.socket.send(request('FaceFoundRequest', 'big-2', { big }));
    plugin.socket.send(request('FaceFoundRequest', 'small'));
    await runUntil(() => plugin.received.some(({ requestID }) => requestID === 'big-2'), 0);
    expect(plugin.received.some(({ requestID }) => requestID === 'small')).toBe(false);
    await runUntil(() => plugin.received.some(({ requestID }) => requestID === 'small'));
  });

  test('and does not read its answers is cut off', async () => {
    await studio.close();
    studio = await startVtsStudio({ unreadBytes: 100_000 });
    const plugin = await studio.plugin();
    plugin.socket.pause();
    const gone = plugin.closed;
    for (let index = 0; index < 40_000; index += 1) plugin.socket.send(request('InputParameterListRequest', `r-${index}`));
    await runUntil(() => studio.server.view.get().sessions.length === 0);
    plugin.socket.resume();
    plugin.socket.terminate();
    await gone;
  });
});

describe('a connection that never says who it is', () => {
  test('is closed after two minutes, unless its question waits for the streamer', async () => {
    await studio.close();
    studio = await startVtsStudio({ livenessMs: 1e9 });
    const silent = await studio.connect();
    const waiting = await studio.connect();
    const asked = waiting.get('AuthenticationTokenRequest', PLUGIN);
    await cellBecomes(studio.server.prompts, (prompts) => prompts.length === 1);
    studio.clock.advance(120_000);
    expect(await silent.closed).toMatchObject({ code: 1008 });
    studio.clock.advance(600_000);
    await studio.decide(true);
    expect(await asked).toHaveProperty('authenticationToken');
  });

  test('cannot send large messages', async () => {
    const stranger = await studio.connect();
    stranger.socket.send(request('APIStateRequest', 'a', { big: 'x'.repeat(300 * 1024) }));
    expect(await stranger.closed).toMatchObject({ code: 1009 });
  });

  test('does not keep others out for ever: so many, and no more', async () => {
    await studio.close();
    studio = await startVtsStudio({ strangers: 3, connections: 5, livenessMs: 1e9 });
    const known = await studio.plugin();
    const strangers = await Promise.all([studio.connect(), studio.connect(), studio.connect()]);
    await expect(studio.connect()).rejects.toThrow('503');
    studio.clock.advance(120_000);
    await Promise.all(strangers.map(({ closed }) => closed));
    await studio.connect();
    expect(await known.get('FaceFoundRequest')).toEqual({ found: false });
  });

  test('and whose socket is dead is cut off by silence', async () => {
    const plugin = await studio.plugin();
    // Pongs are answered by the library itself; a frozen program answers none.
    plugin.socket.pause();
    studio.clock.advance(30_000);
    studio.clock.advance(30_000);
    await runUntil(() => studio.server.view.get().sessions.length === 0);
    plugin.socket.resume();
    await plugin.closed;
  });
});

test('a plugin that vanishes takes its tints, values, items, physics and questions with it', async () => {
  const plugin = await studio.plugin();
  const tint = { colorTint: { colorR: 1, colorG: 1, colorB: 1, colorA: 255 }, artMeshMatcher: { tintAll: true } };
  await plugin.get('ColorTintRequest', tint);
  await plugin.get('InjectParameterDataRequest', { faceFound: true, parameterValues: [{ id: 'FaceAngleX', value: 5 }] });
  await plugin.get('ItemLoadRequest', { fileName: 'hat.png', unloadWhenPluginDisconnects: true });
  await plugin.get('ItemLoadRequest', { fileName: 'photo.jpg' });
  const override = { id: '', value: 90, setBaseValue: true, overrideSeconds: 5 };
  await plugin.get('SetCurrentModelPhysicsRequest', { strengthOverrides: [override] });
  await plugin.get('EventSubscriptionRequest', { eventName: 'ModelOutlineEvent', subscribe: true });
  void plugin.ask('PermissionRequest', { requestedPermission: 'LoadCustomImagesAsItems' });
  await cellBecomes(studio.server.prompts, (prompts) => prompts.length === 1);
  expect(studio.stage.outlineListeners()).toBe(1);

  const gone = cellBecomes(studio.server.prompts, (prompts) => prompts.length === 0);
  plugin.socket.terminate();
  await gone;
  await runUntil(() => studio.stage.outlineListeners() === 0, 0);
  expect([...studio.avatar.tints.keys()]).toEqual([]);
  expect(studio.avatar.physics).toBeUndefined();
  expect(studio.bus.faceFound()).toBe(false);
  expect(studio.items.items.get().map(({ file }) => file.fileName)).toEqual(['photo.jpg']);
  // Its parameter is free for the next, and what it left on stage is still its own.
  const again = await studio.plugin();
  await again.get('InjectParameterDataRequest', { parameterValues: [{ id: 'FaceAngleX', value: 7 }] });
  expect(await again.get('ItemUnloadRequest', { unloadAllLoadedByThisPlugin: true })).toMatchObject({
    unloadedItems: [{ fileName: 'photo.jpg' }],
  });
});

test('a subscription that is made anew replaces the old one, listener and all', async () => {
  const plugin = await studio.plugin();
  for (let count = 0; count < 3; count += 1)
    await plugin.get('EventSubscriptionRequest', { eventName: 'ModelOutlineEvent', subscribe: true });
  expect(studio.stage.outlineListeners()).toBe(1);
});

test('a plugin removes what the streamer put on stage only when it says so', async () => {
  const plugin = await studio.plugin();
  const other = await studio.plugin({ pluginName: 'Another' });
  const theirs = studio.items.load('studio', 'hat.png', { goesWithOwner: false, failIfOrderTaken: false });
  if (typeof theirs === 'string') throw new Error(theirs);
  await other.get('ItemLoadRequest', { fileName: 'hat.png' });
  await plugin.get('ItemLoadRequest', { fileName: 'hat.png' });
  const ask = { instanceIDs: [theirs.instanceId], fileNames: ['hat.png'] };
  const own = await plugin.get('ItemUnloadRequest', { ...ask, allowUnloadingItemsLoadedByUserOrOtherPlugins: false });
  expect(own.unloadedItems).toHaveLength(1);
  const named = await plugin.get('ItemUnloadRequest', {
    instanceIDs: [theirs.instanceId],
    allowUnloadingItemsLoadedByUserOrOtherPlugins: true,
  });
  expect(named.unloadedItems).toEqual([{ instanceID: theirs.instanceId, fileName: 'hat.png' }]);
  expect((await plugin.get('ItemUnloadRequest', { unloadAllInScene: true })).unloadedItems).toHaveLength(1);
});

test('a request that waits for the streamer holds up no other', async () => {
  const plugin = await studio.plugin();
  const waiting = plugin.ask('PermissionRequest', { requestedPermission: 'LoadCustomImagesAsItems' });
  expect(await plugin.get('FaceFoundRequest')).toEqual({ found: false });
  await studio.decide(true);
  expect((await waiting).messageType).toBe('PermissionResponse');
});

describe('access', () => {
  test('that is taken back during a session ends at once with error 50, parameters and all, and can be asked for again', async () => {
    const plugin = await studio.plugin();
    await plugin.get('ParameterCreationRequest', { parameterName: 'HeartRate', min: 0, max: 1, defaultValue: 0 });
    await plugin.get('EventSubscriptionRequest', { eventName: 'TestEvent', subscribe: true });
    const [record] = studio.server.view.get().allowed;
    studio.clock.advance(250);
    expect(studio.server.revoke(record?.id ?? studio.server.view.get().allowed[0]?.id ?? '')).toBe(true);
    expect(await plugin.errorOf('StatisticsRequest')).toBe(50);
    expect(await plugin.errorOf('EventSubscriptionRequest', { eventName: 'TestEvent', subscribe: true })).toBe(50);
    expect((await plugin.get('APIStateRequest')).currentSessionAuthenticated).toBe(false);
    expect(studio.bus.list().custom).toEqual([]);
    const events = plugin.received.length;
    studio.clock.advance(5_000);
    await plugin.get('APIStateRequest');
    expect(plugin.received.slice(events).map(({ messageType }) => messageType)).toEqual(['APIStateResponse']);
    const asked = plugin.get('AuthenticationTokenRequest', PLUGIN);
    await studio.decide(true);
    const { authenticationToken } = await asked;
    await plugin.get('AuthenticationRequest', { ...PLUGIN, authenticationToken });
    expect(await plugin.get('FaceFoundRequest')).toEqual({ found: false });
  });

  test('outlives the program; its token is nowhere on disk', async () => {
    const plugin = await studio.connect();
    const asked = plugin.get('AuthenticationTokenRequest', PLUGIN);
    await studio.decide(true);
    const { authenticationToken } = await asked;
    const file = join(studio.folder, 'plugins.json');
    expect(readFileSync(file, 'utf8')).not.toContain(String(authenticationToken));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await studio.apply({ enabled: false });
    await studio.apply({ enabled: true });
    const next = await studio.connect();
    expect(await next.get('AuthenticationRequest', { ...PLUGIN, authenticationToken })).toMatchObject({ authenticated: true });
    for (const wrong of [{ pluginName: 'Another' }, { pluginDeveloper: 'Another' }])
      expect(await next.get('AuthenticationRequest', { ...PLUGIN, ...wrong, authenticationToken })).toMatchObject({
        authenticated: false,
      });
  });

  test('of two plugins of one name by two people is kept apart', async () => {
    const first = await studio.plugin();
    const second = await studio.plugin({ pluginDeveloper: 'Impostor' });
    await first.get('ParameterCreationRequest', { parameterName: 'HeartRate', min: 0, max: 1, defaultValue: 0 });
    expect(await second.errorOf('ParameterDeletionRequest', { parameterName: 'HeartRate' })).toBe(402);
    expect(await second.get('ParameterValueRequest', { name: 'HeartRate' })).toMatchObject({ addedBy: PLUGIN.pluginName });
  });

  test('shows names without what hides or turns text around', async () => {
    const plugin = await studio.connect();
    void plugin.ask('AuthenticationTokenRequest', { pluginName: 'a\u202Eb\u0007c<b>', pluginDeveloper: '\u200B\u200B\u200B' });
    const [prompt] = await cellBecomes(studio.server.prompts, (prompts) => prompts.length === 1);
    expect(prompt).toMatchObject({ plugin: { name: 'abc<b>', developer: '?' } });
  });
});

describe('where it listens', () => {
  const takers: Server[] = [];
  afterEach(() => {
    for (const taker of takers.splice(0)) taker.close();
  });

  test('nowhere while it is off; sessions that are open are told so with error 1 and hold nothing', async () => {
    const plugin = await studio.plugin();
    await plugin.get('InjectParameterDataRequest', { faceFound: true, parameterValues: [{ id: 'FaceAngleX', value: 5 }] });
    const { url } = studio;
    await studio.apply({ enabled: false });
    expect(studio.server.view.get().port).toBeNull();
    expect(studio.health.at(-1)).toEqual({ status: 'off' });
    await expect(connectPlugin(url)).rejects.toThrow('ECONNREFUSED');
    expect(await plugin.errorOf('APIStateRequest')).toBe(1);
    expect(studio.bus.faceFound()).toBe(false);
  });

  test('on both loopback addresses, and on no other', async () => {
    const port = studio.server.view.get().port;
    const six = await connectPlugin(`ws://[::1]:${port}`).catch((error: Error) => error);
    if (six instanceof Error) expect(six.message).toMatch(/EADDRNOTAVAIL|EAFNOSUPPORT|ENETUNREACH/);
    else expect(await six.get('APIStateRequest')).toMatchObject({ active: true });
  });

  test('on the next port when its own is taken, and says so', async () => {
    const taker = createServer((socket) => socket.end());
    takers.push(taker);
    const taken = await new Promise<number>((resolve) => {
      taker.listen(0, '127.0.0.1', () => {
        const address = taker.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    await studio.apply({ port: taken });
    const { port, portTaken } = studio.server.view.get();
    expect(port).toBeGreaterThan(taken);
    expect(portTaken).toBe(true);
    expect(studio.health.at(-1)).toMatchObject({
      status: 'degraded',
      reason: 'plugins-port-taken',
      message: expect.stringContaining(String(port)),
    });
    expect(await (await studio.connect()).get('APIStateRequest')).toMatchObject({ active: true });
  });

  test('to web pages only when that is allowed', async () => {
    const origin = 'https://overlay.example';
    const page = await studio.connect({ origin });
    void page.ask('AuthenticationTokenRequest', PLUGIN);
    const [prompt] = await cellBecomes(studio.server.prompts, (prompts) => prompts.length === 1);
    expect(prompt).toMatchObject({ origin });
    await studio.apply({ allowBrowserOrigins: false });
    await expect(studio.connect({ origin })).rejects.toThrow('403');
    expect(await (await studio.connect()).get('APIStateRequest')).toMatchObject({ active: true });
  });

  test('answers plain HTTP with words and half-open connections with nothing', async () => {
    const port = studio.server.view.get().port ?? 0;
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect([answer.status, await answer.text()]).toEqual([426, expect.stringContaining('WebSocket')]);
    const half = connect(port, '127.0.0.1');
    await new Promise((resolve) => half.once('connect', resolve));
    half.destroy();
    expect(await (await studio.connect()).get('APIStateRequest')).toMatchObject({ active: true });
  });
});

describe('rubbish', () => {
  const types = [
    'APIStateRequest',
    'AuthenticationRequest',
    'CurrentModelRequest',
    'ModelLoadRequest',
    'MoveModelRequest',
    'HotkeysInCurrentModelRequest',
    'HotkeyTriggerRequest',
    'ExpressionStateRequest',
    'ExpressionActivationRequest',
    'ArtMeshListRequest',
    'ColorTintRequest',
    'ParameterCreationRequest',
    'ParameterDeletionRequest',
    'InjectParameterDataRequest',
    'SetCurrentModelPhysicsRequest',
    'ItemListRequest',
    'ItemLoadRequest',
    'ItemUnloadRequest',
    'ItemAnimationControlRequest',
    'ItemMoveRequest',
    'ItemPinRequest',
    'ItemSortRequest',
    'NDIConfigRequest',
    'ArtMeshSelectionRequest',
    'ArtMeshAtPositionRequest',
    'PostProcessingListRequest',
    'PostProcessingUpdateRequest',
    'EventSubscriptionRequest',
  ];
  const fields = [
    'modelID',
    'hotkeyID',
    'expressionFile',
    'parameterValues',
    'itemsToMove',
    'pinInfo',
    'colorTint',
    'artMeshMatcher',
    'config',
    'eventName',
    'subscribe',
    'fileName',
    'itemInstanceID',
    'strengthOverrides',
    'timeInSeconds',
    'positionX',
    'autoStopFrames',
    'customDataBase64',
  ];
  const words = [
    HOTKEY.cry,
    'Cry.exp3.json',
    'hat.png',
    'FaceAngleX',
    'TestEvent',
    'ArtMeshTrackingEvent',
    '__proto__',
    'constructor',
    '',
    '\u0000',
  ];
  const leaf = fc.oneof(fc.constantFrom(...words), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.string());
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('any'), { maxLength: 5 }),
      fc.dictionary(fc.constantFrom('id', 'value', 'weight', ...fields), tie('any'), { maxKeys: 6 }),
    ),
  })).any;
  const data = fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 8 });

  const ask = async (plugin: RawPlugin, text: string): Promise<void> => {
    const answer = await plugin.sendRaw(text);
    expect(answer).toMatchObject({ apiName: 'VTubeStudioPublicAPI', apiVersion: '1.0', data: expect.any(Object) });
    if (answer.messageType === 'APIError') expect(answer.data.errorID, text).not.toBe(0);
  };

  test('in the data of 3,000 requests is answered with data or an error of its own, never with an internal one', async () => {
    const plugin = await studio.plugin();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...types), data, async (type, body) => {
        studio.clock.advance(10);
        await plugin.ask('EventSubscriptionRequest', { subscribe: false });
        await ask(plugin, request(type, 'fuzz', body));
      }),
      { numRuns: 3_000 },
    );
    expect(await plugin.get('APIStateRequest')).toMatchObject({ active: true });
  });

  test('instead of envelopes, 2,000 times, is answered with an error', async () => {
    const plugin = await studio.plugin();
    const good = request('APIStateRequest', 'x');
    const mutated = fc
      .tuple(fc.nat(good.length), fc.nat(10), fc.string())
      .map(([at, cut, put]) => good.slice(0, at) + put + good.slice(at + cut));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string(), mutated), async (text) => {
        studio.clock.advance(10);
        await ask(plugin, text);
      }),
      { numRuns: 2_000 },
    );
  });

  test('instead of pictures is refused', async () => {
    const plugin = await studio.plugin();
    const asked = plugin.get('PermissionRequest', { requestedPermission: 'LoadCustomImagesAsItems' });
    await studio.decide(true);
    await asked;
    const good = pngOf(64, 64);
    await fc.assert(
      fc.asyncProperty(fc.nat(32), fc.uint8Array({ minLength: 1, maxLength: 8 }), async (at, bytes) => {
        studio.clock.advance(10);
        const broken = Buffer.concat([good.subarray(0, at), bytes]);
        const image = { fileName: 'picture.png', customDataBase64: broken.toString('base64') };
        const error = await plugin.errorOf('ItemLoadRequest', image);
        expect([-1, 754, 758]).toContain(error);
      }),
      { numRuns: 300 },
    );
  });
});
