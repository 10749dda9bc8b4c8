import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { draft, scene } from '#main/automation/automation.testkit.ts';
import { createAutomation } from '#main/automation/automation.ts';
import type { AutomationDesk } from '#main/automation/automation.types.ts';
import { createNodeClock } from '#main/node/node-clock.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createPause } from '#main/platform/watch-cell.ts';
import { automationRoutes } from '#main/routes/automation-routes.ts';
import type { StudioRouter } from '#main/server/rpc.ts';
import { type RpcContext, scopeGuard } from '#main/server/scope.ts';
import { contract } from '#shared/contract/index.ts';
import { automationSettingsSchema } from '#shared/settings/settings.ts';
import { raw } from './support/raw-http.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let folder: string;
let desk: AutomationDesk;
let server: TestServer;
const done: unknown[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yingxi-contract-'));
  done.length = 0;
  desk = createAutomation({
    dataDir: folder,
    clock: createNodeClock(),
    logger: silentLogger,
    report: () => {},
    settings: () => automationSettingsSchema.parse(undefined),
    async perform(action) {
      done.push(action);
      return undefined;
    },
    isPaused: () => false,
    obs: { isReady: () => true, connects: () => 1 },
    offsetMinutes: () => 0,
    seed: 1,
    listPrograms: async () => [],
  });
  const os = implement(contract).$context<RpcContext>().use(scopeGuard);
  const automation = automationRoutes(os, { automation: desk, pause: createPause(createNodeClock()) });
  // Only a part of the contract is served.
  server = await startTestServer({ router: async () => ({ automation }) as unknown as StudioRouter });
});
afterEach(async () => {
  await server.close();
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = (method: string, path: string, token: string | undefined) =>
  raw(server.server.port, `/api/v1${path}`, {
    method,
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
  });

test('lists and runs rules over HTTP, with the token of plugins, and says what is wrong', async () => {
  const [id = ''] = desk.add([draft({ type: 'raid', minimumViewers: 1 }, scene('A'))]);
  const [lacking = ''] = desk.add([draft({ type: 'raid', minimumViewers: 1 }, scene(''), { enabled: false })]);
  const { plugin } = server.tokens;
  expect((await call('GET', '/automation', undefined)).status).toBe(401);
  const listed = await call('GET', '/automation', plugin);
  expect(JSON.parse(listed.text).rules[0]).toEqual({ id, name: 'rule', enabled: true, group: '' });
  expect((await call('POST', `/automation/${id}/run`, plugin)).status).toBe(200);
  expect(done).toEqual([scene('A')]);
  expect((await call('POST', `/automation/${lacking}/run`, plugin)).status).toBe(409);
  expect((await call('POST', `/automation/${'0'.repeat(32)}/run`, plugin)).status).toBe(404);
  expect((await call('POST', '/automation/x/run', plugin)).status).toBe(400);
});
