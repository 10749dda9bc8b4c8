import { symlinkSync } from 'node:fs';
import { createServer as createNetServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { bareConnection, errorOf, raw } from './support/raw-http.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
let port: number;
let bearer: { authorization: string };
beforeEach(async () => {
  server = await startTestServer();
  port = server.server.port;
  bearer = { authorization: `Bearer ${server.tokens.plugin}` };
});
afterEach(() => server.close());

/** The HTTP status with which a WebSocket was refused, or 101. */
function upgradeStatus(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('error', () => undefined);
  });
}

describe('who may speak to the server', () => {
  test('refuses names that were rebound to this computer', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `127.0.0.1.evil.example:${port}`,
    ]) {
      const answer = await raw(port, '/api/v1/health', { headers: { ...bearer, host } });
      expect([host, answer.status]).toEqual([host, 403]);
    }
    for (const host of [`localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
      expect((await raw(port, '/api/v1/health', { headers: { ...bearer, host } })).status).toBe(200);
    }
    expect(await upgradeStatus(`/ws/rpc?token=${server.tokens.studio}`, { host: `evil.example:${port}` })).toBe(403);
  });

  test('refuses pages of other origins, also when they know a token', async () => {
    for (const origin of ['https://evil.example', `http://127.0.0.1:${port + 1}`, `https://127.0.0.1:${port}`, 'file://', '']) {
      expect((await raw(port, '/api/v1/health', { headers: { ...bearer, origin } })).status).toBe(403);
      expect(await upgradeStatus(`/ws/rpc?token=${server.tokens.studio}`, { origin })).toBe(403);
      expect(await upgradeStatus(`/ws/stage?token=${server.tokens.stage}`, { origin })).toBe(403);
    }
    expect((await raw(port, '/api/v1/health', { headers: { ...bearer, origin: server.server.origin } })).status).toBe(200);
    expect(await upgradeStatus(`/ws/rpc?token=${server.tokens.studio}`, { origin: server.server.origin })).toBe(101);
  });

  test('takes a page without an origin only with an Authorization header', async () => {
    const path = `/api/v1/health?token=${server.tokens.plugin}`;
    expect((await raw(port, path, { headers: { origin: 'null' } })).status).toBe(403);
    expect((await raw(port, '/api/v1/health', { headers: { origin: 'null', ...bearer } })).status).toBe(200);
    expect(await upgradeStatus(`/ws/rpc?token=${server.tokens.studio}`, { origin: 'null' })).toBe(403);
  });

  test('refuses other pages that embed or fetch, and lets a person follow a link', async () => {
    const foreign = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
    expect((await raw(port, '/avatars/default.vrm', { headers: foreign })).status).toBe(403);
    const frame = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' };
    expect((await raw(port, `/stage/?token=${server.tokens.stage}`, { headers: frame })).status).toBe(403);
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await raw(port, `/studio/?token=${server.tokens.studio}`, { headers: link })).status).toBe(200);
    expect((await raw(port, '/avatars/default.vrm', { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200);
  });

  test('answers a preflight without any leave for other origins', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await raw(port, '/api/v1/speech/stop', { method: 'OPTIONS', headers });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('opens sockets by token and scope', async () => {
    expect(await upgradeStatus('/ws/rpc')).toBe(401);
    expect(await upgradeStatus('/ws/rpc?token=wrong')).toBe(401);
    expect(await upgradeStatus(`/ws/stage?token=${server.tokens.plugin}`)).toBe(403);
    expect(await upgradeStatus(`/ws/stage?token=${server.tokens.stage}`)).toBe(101);
    expect(await upgradeStatus(`/ws/other?token=${server.tokens.studio}`)).toBe(404);
    expect(await upgradeStatus('/ws/rpc', { authorization: `Bearer ${server.tokens.plugin}` })).toBe(101);
  });
});

describe('pages and files', () => {
  test('gives pages only to those who hold their token, under a strict policy', async () => {
    const page = await raw(port, `/studio/?token=${server.tokens.studio}`);
    expect(page).toMatchObject({ status: 200, text: '<!doctype html><title>studio</title>' });
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(page.headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(page.headers['content-security-policy']).toContain(
      `connect-src 'self' blob: ws://127.0.0.1:${port} ws://localhost:${port};`,
    );
    expect(page.headers).not.toHaveProperty('set-cookie');
    expect((await raw(port, `/stage/?token=${server.tokens.stage}`)).status).toBe(200);
    expect((await raw(port, `/stage/?token=${server.tokens.studio}`)).status).toBe(200);
    for (const path of [
      '/studio/',
      '/studio/index.html',
      `/studio/?token=${server.tokens.stage}`,
      `/stage/?token=${server.tokens.plugin}`,
    ]) {
      const refused = await raw(port, path);
      expect([path, refused.status]).toEqual([path, 401]);
      expect(refused.text).toContain('token=');
    }
  });

  test('leads addresses without the last slash to the page and keeps the token', async () => {
    expect((await raw(port, '/stage?token=abc')).headers.location).toBe('/stage/?token=abc');
    expect((await raw(port, '/?token=abc')).headers.location).toBe('/studio/?token=abc');
  });

  test('serves built files for ever, with their types and the policy that workers need', async () => {
    const script = await raw(port, '/assets/main-DeAdBe3f.js');
    expect(script.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(script.headers['content-security-policy']).toContain('connect-src');
    expect((await raw(port, '/assets/engine-DeAdBe3f.wasm')).headers['content-type']).toBe('application/wasm');
    const again = await raw(port, '/assets/main-DeAdBe3f.js', { headers: { 'if-none-match': String(script.headers.etag) } });
    expect([again.status, again.text]).toEqual([304, '']);
    const head = await raw(port, '/assets/main-DeAdBe3f.js', { method: 'HEAD' });
    expect([head.status, head.headers['content-length'], head.text]).toEqual([200, '10', '']);
  });

  test("serves the program's avatars to this computer", async () => {
    const avatar = await raw(port, '/avatars/default.vrm');
    expect(avatar).toMatchObject({
      status: 200,
      text: 'glTF',
      headers: { 'content-type': 'model/gltf-binary', 'cache-control': 'no-cache' },
    });
  });

  test('follows no way out of its folders', async () => {
    symlinkSync(join(server.folder, 'secret.txt'), join(server.folder, 'pages', 'assets', 'link-DeAdBe3f.js'));
    const ways = [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/assets/%2e%2e/%2e%2e/secret.txt',
      '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
      '/assets/..\\..\\secret.txt',
      '/assets/%5c..%5c..%5csecret.txt',
      '/avatars/../../secret.txt',
      '/avatars/%2e%2e%2f%2e%2e%2fsecret.txt',
      '/avatars//etc/passwd',
      '/avatars/%2fetc%2fpasswd',
      '//etc/passwd',
      '/assets/link-DeAdBe3f.js',
      '/assets/main-DeAdBe3f.js%00.png',
      '/assets/%',
      '/assets/C:%5csecret.txt',
      '/.hidden',
      '/assets',
      '/assets/',
    ];
    for (const way of ways) {
      const answer = await raw(port, way, { headers: bearer });
      expect([way, answer.status]).toEqual([way, 404]);
      expect(answer.text).not.toContain('"secret"');
    }
    const absolute = await raw(port, 'http://evil.example/secret.txt', { headers: bearer });
    expect(absolute.status).toBe(400);
  });

  test('takes nothing but GET and HEAD outside the interface for programs', async () => {
    expect((await raw(port, '/studio/', { method: 'POST', body: 'x' })).status).toBe(405);
    expect((await raw(port, '/avatars/default.vrm', { method: 'DELETE' })).status).toBe(405);
  });
});

describe('limits', () => {
  test('refuses a body that is too large, announced or not', async () => {
    const announced = await raw(port, '/api/v1/speech/say', {
      method: 'POST',
      headers: { ...bearer, 'content-type': 'application/json', 'content-length': String(2 ** 21) },
      body: Buffer.alloc(2 ** 21, 32),
    }).catch(() => undefined);
    // The server may close before it has read all; the client then sees either the answer or a reset.
    if (announced !== undefined) expect([announced.status, errorOf(announced).code]).toEqual([413, 'TOO_LARGE']);
    const { socket, ended } = bareConnection(port);
    socket.write(
      `POST /api/v1/speech/say HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: ${bearer.authorization}\r\n` +
        'content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    for (let sent = 0; sent <= 2 ** 20; sent += 2 ** 16) socket.write(`10000\r\n${' '.repeat(2 ** 16)}\r\n`);
    expect(await ended).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"TOO_LARGE"/u);
    expect(server.studio.calls).toEqual([]);
  });

  test('slows a token that asks too often, and only that one', async () => {
    const busy = await startTestServer({ limits: { restPerSecond: 0.001, restBurst: 3 } });
    const ask = (token: string) => raw(busy.server.port, `/api/v1/health?token=${token}`);
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await ask(busy.tokens.plugin)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await ask(busy.tokens.plugin);
    expect(errorOf(refused).code).toBe('RATE_LIMITED');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask(busy.tokens.studio)).status).toBe(200);
    await busy.close();
  });

  test('cuts off clients that never finish their headers or their body', async () => {
    const strict = await startTestServer({ limits: { headersTimeoutMs: 200, requestTimeoutMs: 300 } });
    const head = bareConnection(strict.server.port);
    head.socket.write('GET /api/v1/health HTTP/1.1\r\nhost: x');
    const body = bareConnection(strict.server.port);
    body.socket.write(
      `POST /api/v1/speech/say HTTP/1.1\r\nhost: 127.0.0.1:${strict.server.port}\r\nauthorization: Bearer ${strict.tokens.plugin}\r\n` +
        'content-type: application/json\r\ncontent-length: 100\r\n\r\n{"text',
    );
    await Promise.all([head.ended, body.ended]);
    expect(strict.studio.calls).toEqual([]);
    await strict.close();
  });

  test('opens only so many sockets, and more when one closes', async () => {
    await server.close();
    server = await startTestServer({ limits: { sockets: 2 } });
    port = server.server.port;
    const path = `/ws/rpc?token=${server.tokens.studio}`;
    const open = async (): Promise<WebSocket> => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
      await new Promise((resolve) => socket.once('open', resolve));
      return socket;
    };
    const first = await open();
    await open();
    expect(await upgradeStatus(path)).toBe(503);
    const gone = new Promise((resolve) => first.once('close', resolve));
    first.close();
    await gone;
    expect(await upgradeStatus(path)).toBe(101);
  });

  test('terminates a socket that shows no life', async () => {
    await server.close();
    server = await startTestServer({ limits: { livenessMs: 40 } });
    const { socket, ended } = bareConnection(server.server.port);
    socket.write(
      `GET /ws/rpc?token=${server.tokens.studio} HTTP/1.1\r\nhost: 127.0.0.1:${server.server.port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
        'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    expect(await ended).toMatch(/^HTTP\/1\.1 101 /u);
  });

  test('disconnects an RPC client that talks nonsense or opens too many calls', async () => {
    await server.close();
    server = await startTestServer({ limits: { rpcCallsAtOnce: 4 } });
    port = server.server.port;
    const url = `ws://127.0.0.1:${port}/ws/rpc?token=${server.tokens.studio}`;
    const nonsense = new WebSocket(url);
    nonsense.on('open', () => nonsense.send('{"not": '));
    expect(await closeCodeOf(nonsense)).toBe(1008);
    const greedy = new WebSocket(url);
    greedy.on('open', () => {
      for (let id = 0; id < 6; id += 1) greedy.send(JSON.stringify({ i: String(id), p: { u: '/speech/watch', b: {} } }));
    });
    expect(await closeCodeOf(greedy)).toBe(1008);
    await server.studio.watchers(0);
  });

  test('reads an RPC client that asks too often more slowly, and answers it all', async () => {
    await server.close();
    server = await startTestServer({ limits: { rpcPerSecond: 50, rpcBurst: 5 } });
    const socket = new WebSocket(`ws://127.0.0.1:${server.server.port}/ws/rpc?token=${server.tokens.studio}`);
    const answers = new Set<string>();
    const startedAt = performance.now();
    await new Promise<void>((resolve) => {
      socket.on('open', () => {
        for (let id = 0; id < 12; id += 1) {
          const input = { json: { padding: 'x'.repeat(100_000) } };
          socket.send(JSON.stringify({ i: String(id), p: { u: '/studio/health', b: input } }));
        }
      });
      socket.on('message', (data) => {
        answers.add(JSON.parse(data.toString()).i);
        if (answers.size === 12) resolve();
      });
    });
    // Twelve, of which five at once: at 50 a second the last may not be read before this.
    expect(performance.now() - startedAt).toBeGreaterThan(80);
  });

  test('cuts off an RPC client that does not read', async () => {
    await server.close();
    server = await startTestServer({ limits: { rpcDownBytes: 1_000_000 } });
    const socket = new WebSocket(`ws://127.0.0.1:${server.server.port}/ws/rpc?token=${server.tokens.studio}`);
    socket.on('open', () =>
      socket.send(JSON.stringify({ i: '1', p: { u: '/brain/exportPersona', b: { json: { format: 'png' } } } })),
    );
    expect(await closeCodeOf(socket)).toBe(1013);
  });

  test('refuses messages larger than a socket takes', async () => {
    const stage = new WebSocket(`ws://127.0.0.1:${port}/ws/stage?token=${server.tokens.stage}`);
    stage.on('open', () => stage.send('x'.repeat(65 * 1024)));
    expect(await closeCodeOf(stage)).toBe(1009);
    const rpc = new WebSocket(`ws://127.0.0.1:${port}/ws/rpc?token=${server.tokens.studio}`);
    rpc.on('open', () => rpc.send('x'.repeat(21 * 1024 * 1024)));
    expect(await closeCodeOf(rpc)).toBe(1009);
  });
});

function closeCodeOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.once('close', resolve);
    socket.on('error', () => undefined);
  });
}

describe('start and end', () => {
  test('takes another port when the wished one is taken, and says so', async () => {
    const other = createNetServer();
    const taken = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const moved = await startTestServer({ port: taken });
    expect(moved.server.portTaken).toBe(true);
    expect(moved.server.port).not.toBe(taken);
    expect(moved.reports).toMatchObject([{ status: 'degraded', reason: 'port-taken' }]);
    expect((await raw(moved.server.port, `/studio/?token=${moved.tokens.studio}`)).status).toBe(200);
    await moved.close();
    await new Promise((resolve) => other.close(resolve));
    expect(server.server.portTaken).toBe(false);
    expect(server.reports).toEqual([{ status: 'ready' }]);
  });

  test('does not wait for connections that ask for nothing, nor for event streams', async () => {
    await server.close();
    server = await startTestServer({ limits: { closeGraceMs: 3_600_000 } });
    const ahead = bareConnection(server.server.port);
    const events = bareConnection(server.server.port);
    const { plugin } = server.tokens;
    events.socket.write(`GET /api/v1/events?token=${plugin} HTTP/1.1\r\nhost: 127.0.0.1:${server.server.port}\r\n\r\n`);
    await server.studio.watchers(1);
    await server.server.close();
    await Promise.all([ahead.ended, events.ended]);
    await server.studio.watchers(0);
  });

  test('closes within its bound although clients hold on, and twice is as good as once', async () => {
    await server.close();
    server = await startTestServer({ limits: { closeGraceMs: 100 } });
    const idle = bareConnection(server.server.port);
    idle.socket.write(
      `GET /api/v1/health?token=${server.tokens.plugin} HTTP/1.1\r\nhost: 127.0.0.1:${server.server.port}\r\n\r\n`,
    );
    const half = bareConnection(server.server.port);
    half.socket.write('GET / HTTP/1.1\r\n');
    const deaf = bareConnection(server.server.port);
    deaf.socket.write(
      `GET /ws/stage?token=${server.tokens.stage} HTTP/1.1\r\nhost: 127.0.0.1:${server.server.port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
        'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    const stage = await server.stage(1, () => true);
    await Promise.all([server.server.close(), server.server.close()]);
    await Promise.all([idle.ended, half.ended, deaf.ended]);
    expect(stage.closed).toBe(true);
    await expect(raw(server.server.port, '/')).rejects.toThrow(/ECONNREFUSED/u);
  });
});
