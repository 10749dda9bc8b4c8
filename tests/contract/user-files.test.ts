import { linkSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createTokenStore } from '#main/server/tokens.ts';
import { createUserFiles } from '#main/server/user-files.ts';
import { raw } from './support/raw-http.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let port: number;
beforeEach(async () => {
  server = await startTestServer();
  port = server.server.port;
});
afterEach(() => server.close());

const url = (kind: Parameters<TestServer['userFiles']['url']>[0], path: string): string => server.userFiles.url(kind, path);

test('serves a model and what lies beside it under an address that needs no token, and revalidates what a browser keeps', async () => {
  const model = await raw(port, url('models', 'a1/model.vrm'));
  expect(model).toMatchObject({
    status: 200,
    text: 'mine',
    headers: { 'content-type': 'model/gltf-binary', 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
  });
  expect(model.headers['content-security-policy']).toContain('sandbox');
  const beside = new URL('textures/肌 1.png', `http://127.0.0.1${url('models', 'a1/model.vrm')}`).pathname;
  expect(beside).toBe(url('models', 'a1/textures/肌 1.png'));
  expect(await raw(port, beside)).toMatchObject({ status: 200, text: 'skin', headers: { 'content-type': 'image/png' } });
  const again = await raw(port, beside, { headers: { 'if-none-match': String((await raw(port, beside)).headers.etag) } });
  expect(again.status).toBe(304);
});

test('runs nothing that a user brought, but the Cubism Core', async () => {
  const typeOf = async (address: string): Promise<string | undefined> => (await raw(port, address)).headers['content-type'];
  for (const path of ['a1/page.html', 'a1/run.js', 'a1/shape.svg'])
    expect([path, await typeOf(url('models', path))]).toEqual([path, 'application/octet-stream']);
  expect(await typeOf(url('models', 'a1/expressions/a.exp3.json'))).toBe('application/json');
  expect(await typeOf(url('cubism', 'core.js'))).toBe('text/javascript; charset=utf-8');
  expect(await typeOf(url('cubism', 'deeper/other.js'))).toBe('application/octet-stream');
});

test('refuses a wrong key, other folders, and every token in place of the key', async () => {
  const right = url('models', 'a1/model.vrm');
  const key = right.split('/')[2] ?? '';
  expect(key).toMatch(/^[0-9a-f]{32}$/u);
  const wrong = [
    right.replace(key, `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`),
    right.replace(key, key.toUpperCase().replace(/\d/gu, 'A')),
    right.replace(key, ''),
    right.replace(key, `${key}0`),
    right.replace(`/${key}`, ''),
    right.replace(key, server.tokens.studio),
    `/files/?token=${server.tokens.studio}`,
    `/files/wrong/models/a1/model.vrm?token=${server.tokens.studio}`,
    right.replace('/models/', '/'),
    right.replace('/models/a1/model.vrm', '/tokens.json'),
    right.replace('/models/a1/model.vrm', '/logs/yingxi.log'),
    right.replace('/models/', '/constructor/'),
    right.replace('/models/a1/model.vrm', '/models'),
    right.replace('/models/a1/model.vrm', '/models/a1/'),
  ];
  for (const address of wrong) expect([address, (await raw(port, address)).status]).toEqual([address, 404]);
});

test('follows no way out, no link and no hidden file', async () => {
  const models = join(server.folder, 'models');
  symlinkSync(join(server.folder, 'secret.txt'), join(models, 'a1', 'out.txt'));
  symlinkSync(join(models, 'a1', 'model.vrm'), join(models, 'a1', 'inside.vrm'));
  symlinkSync(server.folder, join(models, 'up'));
  const ways = [
    '../secret.txt',
    'a1/../../secret.txt',
    '%2e%2e/secret.txt',
    '%2e%2e%2fsecret.txt',
    '..%5csecret.txt',
    'a1/out.txt',
    'a1/inside.vrm',
    'up/secret.txt',
    'up/models/a1/model.vrm',
    '.staging/half.vrm',
    '%2estaging/half.vrm',
    'a1/model.vrm%00.png',
    'a1/model.vrm:stream',
    'a1/%',
    '/etc/passwd',
    'a1/model.vrm/x',
  ];
  const root = url('models', '');
  for (const way of ways) {
    const answer = await raw(port, `${root}${way}`);
    expect([way, answer.status]).toEqual([way, 404]);
    expect(answer.text).not.toContain('secret"');
  }
  linkSync(join(models, 'a1', 'model.vrm'), join(models, 'a1', 'same.vrm'));
  expect((await raw(port, `${root}a1/same.vrm`)).status).toBe(200);
});

test('takes no writing there', async () => {
  for (const method of ['PUT', 'POST', 'DELETE'])
    expect((await raw(port, url('models', 'a1/model.vrm'), { method })).status).toBe(405);
});

test('keeps its addresses from start to start, each data folder its own, also when the folder was moved behind a link', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'yingxi-files-'));
  const open = (folder: string) =>
    createUserFiles({ dataDir: folder, tokens: createTokenStore({ dataDir: folder, logger: silentLogger }) });
  const address = open(dataDir).url('sounds', 'hit.wav');
  expect(open(dataDir).url('sounds', 'hit.wav')).toBe(address);
  expect(open(mkdtempSync(join(tmpdir(), 'yingxi-files-'))).url('sounds', 'hit.wav')).not.toBe(address);
  mkdirSync(join(dataDir, 'elsewhere'));
  writeFileSync(join(dataDir, 'elsewhere', 'hit.wav'), 'hit');
  symlinkSync(join(dataDir, 'elsewhere'), join(dataDir, 'sounds'));
  expect(await open(dataDir).find(address)).toMatchObject({ contentType: 'audio/wav' });
});
