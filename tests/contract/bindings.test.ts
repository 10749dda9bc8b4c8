import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSoundLibrary } from '#main/avatar/bindings/sound-library.ts';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { bindingsRoutes } from '#main/routes/bindings-routes.ts';
import type { RemoteListener } from '#main/server/remote-listener.types.ts';
import type { StudioRouter } from '#main/server/rpc.ts';
import { type RpcContext, scopeGuard } from '#main/server/scope.ts';
import { createCell } from '#shared/cell.ts';
import type { RemoteAccess } from '#shared/contract/bindings.ts';
import { contract } from '#shared/contract/index.ts';
import { NO_SHOW_CHOICES } from '#shared/show/show-choices.ts';
import { avatarModel, type BindingHarness, createBindingHarness, draft, MODEL_A } from '../fakes/binding-harness.ts';
import { errorOf, raw } from './support/raw-http.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { type TestConnection, transports } from './support/transports.ts';

let folder: string;
let harness: BindingHarness;
let server: TestServer;
let studio: TestConnection;
const remote: RemoteListener = {
  view: createCell<RemoteAccess>({ enabled: false, addresses: [], connected: 0, problem: null }),
  setEnabled: async (enabled) => remote.view.set({ ...remote.view.get(), enabled }),
  renewKey: async () => undefined,
  close: async () => undefined,
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yingxi-contract-'));
  const model = avatarModel({ expressions: ['aa', 'happy'], motions: ['Wave'] });
  harness = createBindingHarness({ folder, clock: createNodeClock(), model });
  const os = implement(contract).$context<RpcContext>().use(scopeGuard);
  const bindings = bindingsRoutes(os.bindings, {
    pause: createPause(createNodeClock()),
    bindings: harness.desk,
    sounds: createSoundLibrary(join(folder, 'sounds'), silentLogger),
    remote,
    library: { models: harness.models },
    itemFiles: () => ['hat.png'],
    showChoices: () => NO_SHOW_CHOICES,
  });
  // Only a part of the contract is served.
  server = await startTestServer({ router: async () => ({ bindings }) as unknown as StudioRouter });
  studio = await connect('studio');
});
afterEach(async () => {
  studio.drop();
  await server.close();
  await harness.close();
  rmSync(folder, { recursive: true, force: true });
});

function connect(scope: 'studio' | 'plugin' | 'stage'): Promise<TestConnection> {
  const open = transports['a WebSocket'];
  if (open === undefined) throw new Error('there is no WebSocket transport');
  return open(server, scope);
}
async function next<T>(values: AsyncIterator<T>): Promise<T> {
  const { value, done } = await values.next();
  if (done === true) throw new Error('the watch has ended');
  return value;
}
const post = (path: string) =>
  raw(server.server.port, `/api/v1${path}`, { method: 'POST', headers: { authorization: `Bearer ${server.tokens.plugin}` } });

test('lists and fires hotkeys over HTTP, by their ids', async () => {
  const listed = await raw(server.server.port, '/api/v1/bindings', {
    headers: { authorization: `Bearer ${server.tokens.plugin}` },
  });
  const { bindings } = JSON.parse(listed.text) as { bindings: { id: string; name: string; slot: number | null }[] };
  expect(bindings.map(({ name, slot }) => [name, slot])).toEqual([
    ['Happy', 1],
    ['Wave', 2],
    ['Remove all expressions', 8],
  ]);
  expect((await post(`/bindings/${bindings[0]?.id}/fire`)).status).toBe(200);
  expect(harness.deeds()).toEqual(['expression:happy:toggle']);
  expect(
    (
      await raw(server.server.port, `/api/v1/bindings/${bindings[0]?.id}/fire`, {
        headers: { authorization: `Bearer ${server.tokens.plugin}` },
      })
    ).status,
  ).toBe(405);
});

test('says over HTTP why a hotkey did not fire', async () => {
  const unknown = await post(`/bindings/${'0'.repeat(32)}/fire`);
  expect([unknown.status, errorOf(unknown).code]).toEqual([404, 'NOT_FOUND']);
  const malformed = await post('/bindings/..%2f..%2fetc/fire');
  expect([malformed.status, errorOf(malformed).code]).toEqual([400, 'INVALID_INPUT']);
  expect((await post(`/bindings/${'0'.repeat(32)}/fire/again`)).status).toBe(404);
  const off = harness.add({ enabled: false });
  const answer = await post(`/bindings/${off}/fire`);
  expect([answer.status, errorOf(answer).code]).toEqual([409, 'CONFLICT']);
  const nobody = await raw(server.server.port, `/api/v1/bindings/${off}/fire`, { method: 'POST' });
  expect(nobody.status).toBe(401);
});

test('tells the whole list and then each change, and what happens in a watch of its own', async () => {
  const views = await studio.api.bindings.watch();
  expect(await next(views)).toMatchObject({ model: { id: MODEL_A, name: 'Ann' }, canUndo: true, conflicts: {} });
  const { id } = await studio.api.bindings.add(draft({ name: 'New' }));
  expect((await next(views)).bindings.map(({ name }) => name)).toContain('New');
  const states = await studio.api.bindings.watchState();
  await next(states);
  expect(await studio.api.bindings.press({ id, by: 'key', holds: false })).toEqual({ answer: 'done' });
  let seen = await next(states);
  while (seen.activity[id]?.firedAt == null) seen = await next(states);
  expect(seen.fired.at(-1)).toMatchObject({ id, by: 'key' });
});

test('edits, tests and undoes; refuses keys that a game needs in words for people', async () => {
  const { api } = studio;
  const { id } = await api.bindings.add(draft({ name: 'A' }));
  await api.bindings.change({ id, change: { name: 'B' } });
  expect(harness.desk.bindings.get().find((one) => one.id === id)).toMatchObject({ name: 'B', cooldown: 0 });
  await expect(
    api.bindings.change({ id, change: { triggers: [{ type: 'key', accelerator: 'W', global: true }] } }),
  ).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('Hold Ctrl or Alt') });
  harness.outcome = { problem: 'There is no sound "x".' };
  expect(await api.bindings.test(draft())).toEqual({ problem: 'There is no sound "x".' });
  harness.outcome = {};
  expect(await api.bindings.test(draft())).toEqual({ problem: null });
  await api.bindings.remove({ ids: [id] });
  await api.bindings.undo();
  expect(harness.desk.bindings.get().some((one) => one.id === id)).toBe(true);
});

test('keeps a sound that a page sends and offers it to actions', async () => {
  const base64 = Buffer.from('RIFF\0\0\0\0WAVEfmt ....').toString('base64');
  expect(await studio.api.bindings.importSound({ fileName: 'ding.wav', base64 })).toEqual({ fileName: 'ding.wav' });
  await expect(studio.api.bindings.importSound({ fileName: 'x.mp3', base64: 'PGh0bWw+' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(await studio.api.bindings.choices({ modelId: null })).toEqual({
    expressions: ['happy', 'aa'],
    motions: ['Wave'],
    models: [{ id: MODEL_A, name: 'Ann' }],
    items: ['hat.png'],
    sounds: ['ding.wav'],
    show: NO_SHOW_CHOICES,
  });
});

test('lets programs fire and nothing else, and stages nothing at all', async () => {
  const plugin = await connect('plugin');
  const stage = await connect('stage');
  const [first] = harness.desk.current();
  const id = first?.id ?? '';
  expect(await plugin.api.bindings.fire({ id })).toEqual({ ok: true });
  await expect(plugin.api.bindings.add(draft())).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(plugin.api.bindings.setRemote({ enabled: true })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(stage.api.bindings.fire({ id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(remote.view.get().enabled).toBe(false);
  plugin.drop();
  stage.drop();
});
