import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createParameterBus } from '#main/avatar/bus/parameter-bus.ts';
import { createMappingDesk } from '#main/avatar/mapping/mapping-desk.ts';
import type { MappingDesk } from '#main/avatar/mapping.types.ts';
import type { MeasuredBus } from '#main/avatar/parameter-bus.types.ts';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { parametersRoutes } from '#main/routes/parameters-routes.ts';
import type { StudioRouter } from '#main/server/rpc.ts';
import { type RpcContext, scopeGuard } from '#main/server/scope.ts';
import { contract } from '#shared/contract/index.ts';
import type { MappingMeters } from '#shared/contract/parameters.ts';
import { errorOf, type RawAnswer, raw } from './support/raw-http.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { type TestConnection, transports } from './support/transports.ts';

const MODEL = 'a'.repeat(32);
const vtube = readFileSync(new URL('../../src/shared/avatar/vtube-fixtures/full.vtube.json', import.meta.url), 'utf8');
let folder: string;
let bus: MeasuredBus;
let desk: MappingDesk;
let server: TestServer;
let studio: TestConnection;
let metersRead: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yingxi-contract-'));
  const clock = createNodeClock();
  const common = { clock, logger: silentLogger, report: () => {} };
  bus = createParameterBus({
    ...common,
    file: join(folder, 'custom.json'),
    sink: { table: () => {}, frame: () => {} },
    random: () => 0.5,
  });
  desk = createMappingDesk({
    ...common,
    folder: join(folder, 'mappings'),
    bus,
    targets: {
      hasBinding: () => false,
      takeBindings: () => {},
      setIdleMotion: () => {},
      setPlacement: () => {},
      modelByVtubeFile: () => undefined,
    },
  });
  const head = { id: 'ParamAngleX', name: '', min: -30, max: 30, default: 0 };
  desk.setModel({ id: MODEL, name: 'Ling', description: { parameters: [head, { ...head, id: 'ParamTail' }] } });
  metersRead = 0;
  const counted: MappingDesk = {
    ...desk,
    meters() {
      metersRead += 1;
      return desk.meters();
    },
  };
  const os = implement(contract).$context<RpcContext>().use(scopeGuard);
  const parameters = parametersRoutes(os, bus, counted, createPause(clock));
  // Only a part of the contract is served.
  server = await startTestServer({ router: async () => ({ parameters }) as unknown as StudioRouter });
  studio = await connect('studio');
});
afterEach(async () => {
  studio.drop();
  await server.close();
  await Promise.all([desk.close(), bus.close()]);
  rmSync(folder, { recursive: true, force: true });
});

function connect(scope: 'studio' | 'plugin'): Promise<TestConnection> {
  const open = transports['a WebSocket'];
  if (open === undefined) throw new Error('there is no WebSocket transport');
  return open(server, scope);
}
function call(method: 'GET' | 'POST', body?: unknown): Promise<RawAnswer> {
  const headers = { authorization: `Bearer ${server.tokens.plugin}`, 'content-type': 'application/json' };
  return raw(server.server.port, '/api/v1/avatar/parameters', {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

test('a script drives her over HTTP and reads the value back', async () => {
  expect((await call('POST', { source: 'Heart', values: [{ id: 'FaceAngleX', value: 12 }], faceFound: true })).status).toBe(200);
  const { standard } = JSON.parse((await call('GET')).text) as { standard: { name: string; value: number; addedBy: string }[] };
  expect(standard.find(({ name }) => name === 'FaceAngleX')).toMatchObject({ value: 12, addedBy: 'VTube Studio' });
  expect(bus.faceFound()).toBe(true);
});

test('two scripts cannot set the same parameter, but both can add to it', async () => {
  const set = (source: string, mode: string) => call('POST', { source, mode, values: [{ id: 'FaceAngleX', value: 3 }] });
  expect((await set('one', 'set')).status).toBe(200);
  const refused = await set('two', 'set');
  expect([refused.status, errorOf(refused).code]).toEqual([409, 'CONFLICT']);
  expect(errorOf(refused).message).toMatch(/mode "add"/);
  expect((await set('two', 'add')).status).toBe(200);
  expect(bus.value('FaceAngleX')?.value).toBe(6);
});

test.each([
  ['an unknown parameter', { values: [{ id: 'Nope', value: 1 }] }, 404, /no input parameter Nope/],
  ['no values', { values: [] }, 400, /^values/],
  ['a value that is no number', { values: [{ id: 'MouthOpen', value: 'wide' }] }, 400, /^values\.0\.value/],
  ['a value beyond all bounds', { values: [{ id: 'MouthOpen', value: 1e7 }] }, 400, /^values\.0\.value/],
  ['a weight beyond 1', { values: [{ id: 'MouthOpen', value: 1, weight: 2 }] }, 400, /^values\.0\.weight/],
  ['an unknown mode', { mode: 'multiply', values: [{ id: 'MouthOpen', value: 1 }] }, 400, /^mode/],
])('over HTTP %s is refused with the field', async (_, body, status, message) => {
  const answer = await call('POST', body);
  expect(answer.status).toBe(status);
  expect(errorOf(answer).message).toMatch(message);
  expect(bus.value('MouthOpen')?.value).toBe(0);
});

test('tells the mapping, then each change of it, to every window', async () => {
  const other = await connect('studio');
  const views = await other.api.parameters.watchMapping();
  const first = await nextOf(views);
  expect(first).toMatchObject({ modelId: MODEL, origin: 'automatic', rows: [{ output: 'ParamAngleX' }] });
  const [row] = first.rows;
  if (row === undefined) throw new Error('there is no row');
  await studio.api.parameters.setRow({ row: { ...row, smoothing: 42 } });
  expect(await nextOf(views)).toMatchObject({ origin: 'own', undoSteps: 1, rows: [{ smoothing: 42 }] });
  await studio.api.parameters.undo();
  expect(await nextOf(views)).toMatchObject({ origin: 'automatic', undoSteps: 0 });
  other.drop();
});

test('adds a row, and says in words why a second one for the same parameter cannot be', async () => {
  const { id } = await studio.api.parameters.addRow({});
  expect(desk.view.get().rows.at(-1)).toMatchObject({ id, output: 'ParamTail' });
  await expect(studio.api.parameters.addRow({ output: 'ParamTail' })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/ParamTail/),
  });
  await studio.api.parameters.removeRow({ id });
  await expect(studio.api.parameters.removeRow({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('keeps the mapping from plugins, which may only drive', async () => {
  const plugin = await connect('plugin');
  await expect(plugin.api.parameters.reset()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(plugin.api.parameters.tryInput({ input: 'MouthOpen', value: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await plugin.api.parameters.mapping()).toMatchObject({ modelId: MODEL });
  plugin.drop();
});

test('meters run only while somebody watches, and show the test slider over everything', async () => {
  expect(metersRead).toBe(0);
  await call('POST', { values: [{ id: 'FaceAngleX', value: -30 }] });
  const abort = new AbortController();
  const meters = await studio.api.parameters.watchMeters(undefined, { signal: abort.signal });
  await studio.api.parameters.tryInput({ input: 'FaceAngleX', value: 30 });
  const seen = await until(meters, ({ rows: [row] }) => (row?.mapped ?? 0) > 29);
  expect(seen.sources.map(({ owner }) => owner)).toEqual(['Yingxi', 'script']);
  await studio.api.parameters.tryInput({ input: 'FaceAngleX', value: null });
  const after = await until(meters, ({ sources }) => sources.length < 2);
  expect(after.sources.map(({ owner }) => owner)).not.toContain('Yingxi');
  abort.abort();
  await expect(meters.next()).rejects.toThrow();
  const read = metersRead;
  await studio.api.parameters.inputs();
  await studio.api.parameters.inputs();
  expect(metersRead - read).toBeLessThanOrEqual(1);
});

test('takes a VTube Studio file in, and refuses what is none with the next step', async () => {
  const report = await studio.api.parameters.importVtube({ fileName: 'akari.vtube.json', text: vtube });
  expect(report.taken).toContainEqual({ what: 'mapping', count: 6 });
  await expect(studio.api.parameters.importVtube({ fileName: 'x.json', text: '[]' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/Choose the \.vtube\.json/),
  });
  expect(desk.view.get().origin).toBe('imported');
});

async function nextOf<T>(watch: AsyncIterator<T>): Promise<T> {
  const next = await watch.next();
  if (next.done === true) throw new Error('the watch ended');
  return next.value;
}

async function until(meters: AsyncIterator<MappingMeters>, isIt: (meters: MappingMeters) => boolean): Promise<MappingMeters> {
  for (;;) {
    const value = await nextOf(meters);
    if (isIt(value)) return value;
  }
}
