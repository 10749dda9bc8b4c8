import { afterEach, beforeEach, expect, test } from 'vitest';
import { UPLOAD_PIECE_BYTES } from '#shared/contract/models.ts';
import { StudioError } from '#shared/errors.ts';
import { bareConnection, errorOf, raw } from './support/raw-http.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const ID = 'a'.repeat(32);
let server: TestServer;
let port: number;
let pieces: { id: string; index: number; offset: number; bytes: string }[];
beforeEach(async () => {
  pieces = [];
  server = await startTestServer({
    uploads: {
      async write(id, index, offset, bytes) {
        if (id !== ID) throw new StudioError('not-found', 'no such upload');
        if (offset === 99) throw new StudioError('conflict', 'the file goes on at byte 5');
        if (offset === 98) throw new Error('a mistake of ours');
        pieces.push({ id, index, offset, bytes: Buffer.from(bytes).toString('utf8') });
      },
    },
  });
  port = server.server.port;
});
afterEach(() => server.close());

const put = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  raw(port, path, { method: 'PUT', headers, body });

test('hands pieces on with their file and their place', async () => {
  expect((await put(`/uploads/${ID}/3?offset=17`, 'bytes')).status).toBe(204);
  expect((await put(`/uploads/${ID}/0?offset=0`, '')).status).toBe(204);
  expect(pieces).toEqual([
    { id: ID, index: 3, offset: 17, bytes: 'bytes' },
    { id: ID, index: 0, offset: 0, bytes: '' },
  ]);
});

test('takes nothing for an upload that nobody began, and nothing at other addresses', async () => {
  const token = `token=${server.tokens.studio}`;
  for (const path of [
    `/uploads/${'b'.repeat(32)}/0?offset=0`,
    `/uploads/${ID}/0`,
    `/uploads/${ID}/-1?offset=0`,
    `/uploads/${ID}?offset=0&${token}`,
    `/uploads/../${ID}/0?offset=0`,
    `/uploads/${ID}/0?offset=1e9`,
    `/uploads/${ID}/0/1?offset=0`,
  ])
    expect([path, (await put(path, 'x', { authorization: `Bearer ${server.tokens.studio}` })).status]).not.toEqual([path, 204]);
  expect(pieces).toEqual([]);
});

test('takes PUT only', async () => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const answer = await raw(port, `/uploads/${ID}/0?offset=0`, { method });
    expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, 'PUT']);
  }
});

test('refuses pages of other origins, even those that know the address', async () => {
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { host: `evil.example:${port}` },
  ])
    expect((await put(`/uploads/${ID}/0?offset=0`, 'x', headers)).status).toBe(403);
  expect(pieces).toEqual([]);
});

test('says what is wrong with a piece', async () => {
  const conflict = await put(`/uploads/${ID}/0?offset=99`, 'x');
  expect([conflict.status, errorOf(conflict).code, errorOf(conflict).message]).toEqual([
    409,
    'CONFLICT',
    'the file goes on at byte 5',
  ]);
  expect((await put(`/uploads/${ID}/0?offset=98`, 'x')).status).toBe(500);
});

test('refuses a piece that is too large, announced or not', async () => {
  const announced = await put(`/uploads/${ID}/0?offset=0`, Buffer.alloc(UPLOAD_PIECE_BYTES + 1)).catch(() => undefined);
  if (announced !== undefined) expect(announced.status).toBe(413);
  const { socket, ended } = bareConnection(port);
  socket.write(`PUT /uploads/${ID}/0?offset=0 HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ntransfer-encoding: chunked\r\n\r\n`);
  for (let sent = 0; sent <= UPLOAD_PIECE_BYTES; sent += 2 ** 16) socket.write(`10000\r\n${' '.repeat(2 ** 16)}\r\n`);
  expect(await ended).toMatch(/^HTTP\/1\.1 413 /u);
  expect(pieces).toEqual([]);
});
