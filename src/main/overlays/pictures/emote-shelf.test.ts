import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { emoteAddress, emoteKey } from './emote-address.ts';
import { createEmoteShelf } from './emote-shelf.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A whole PNG of one colour, as a server would have it. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((width + 1) * height, 0));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}
function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const WEBP = Buffer.from('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA', 'base64');

/** A platform's server on this computer: each path misbehaves in a way of its own. */
async function startServer(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return { asked, origin };
}

function openShelf(origin: string, folder = mkdtempSync(join(tmpdir(), 'emotes-'))) {
  const clock = createFakeClock();
  const arrived: string[] = [];
  const shelf = createEmoteShelf({
    folder,
    urlOf: (name) => `/here/${name}`,
    addressOf: (key) => `${origin}/${key}`,
    clock,
    logger: silentLogger,
    onArrived: (key) => arrived.push(key),
  });
  ends.push(async () => {
    await shelf.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { shelf, clock, arrived, folder };
}
async function until(isSo: () => boolean, act: () => void = () => {}): Promise<void> {
  while (!isSo()) {
    act();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('pictures of emotes', () => {
  it.each([
    ['png', png(56, 56)],
    ['gif', GIF],
    ['webp', WEBP],
  ])('a %s is fetched once, whoever writes it, and served from here under the ending of its bytes', async (ending, bytes) => {
    // What the server calls it does not matter.
    const { asked, origin } = await startServer((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(bytes),
    );
    const { shelf, arrived, folder } = openShelf(origin);
    for (let i = 0; i < 20; i += 1) expect(shelf.pictureOf('a')).toBe('');
    await until(() => arrived.length > 0);
    expect(shelf.pictureOf('a')).toMatch(new RegExp(`^/here/[0-9a-f]{40}\\.${ending}$`, 'u'));
    expect([asked, arrived]).toEqual([['/a'], ['a']]);
    expect(readdirSync(folder)).toEqual([shelf.pictureOf('a').slice('/here/'.length)]);
  });

  it('is on the disk after a restart: nobody is asked again', async () => {
    const { asked, origin } = await startServer((_, response) => response.end(png(28, 28)));
    const first = openShelf(origin);
    first.shelf.pictureOf('twitch:25');
    await until(() => first.arrived.length > 0);
    const kept = first.shelf.pictureOf('twitch:25');
    const second = openShelf(origin, first.folder);
    second.shelf.pictureOf('twitch:25');
    await until(() => second.arrived.length > 0);
    expect(second.shelf.pictureOf('twitch:25')).toBe(kept);
    expect(asked).toHaveLength(1);
  });

  it('asks for no more than four at once, and for all of them in the end', async () => {
    const open: ServerResponse[] = [];
    let most = 0;
    const { asked, origin } = await startServer((_, response) => {
      open.push(response);
      most = Math.max(most, open.length);
    });
    const { shelf, arrived } = openShelf(origin);
    for (let i = 0; i < 30; i += 1) shelf.pictureOf(`e${i}`);
    await until(
      () => arrived.length === 30,
      () => {
        for (const response of open.splice(0)) response.end(png(28, 28));
      },
    );
    expect(new Set(asked).size).toBe(30);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('a server that misbehaves costs a picture and no more, and is left in peace for ten minutes', async () => {
    const { asked, origin } = await startServer((request, response) => {
      switch (request.url) {
        case '/gone':
          return response.writeHead(404).end('no');
        case '/elsewhere':
          return response.writeHead(302, { location: '/good' }).end();
        case '/page':
          return response.writeHead(200, { 'content-type': 'image/png' }).end('<script>alert(1)</script>');
        case '/wide':
          return response.end(png(5000, 2));
        case '/cut':
          response.writeHead(200, { 'content-length': '9999' });
          response.write(png(28, 28));
          return setTimeout(() => response.destroy(), 20);
        case '/endless': {
          const more = (): void => void (response.destroyed ? undefined : response.write(Buffer.alloc(65_536), more));
          return more();
        }
        case '/hangs-up':
          return request.socket.destroy();
        case '/svg':
          return response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg xmlns="http://www.w3.org/2000/svg"/>');
        default:
          return response.end(png(28, 28));
      }
    });
    const { shelf, clock, arrived, folder } = openShelf(origin);
    const bad = ['gone', 'elsewhere', 'page', 'wide', 'cut', 'endless', 'hangs-up', 'svg'];
    for (const key of bad) shelf.pictureOf(key);
    shelf.pictureOf('good');
    await until(() => arrived.includes('good') && bad.every((key) => asked.includes(`/${key}`)));
    shelf.pictureOf('better');
    await until(() => arrived.includes('better'));
    expect(arrived).toEqual(['good', 'better']);
    const before = asked.length;
    await until(() => bad.every((key) => shelf.pictureOf(key) === '') && asked.length === before);
    expect(readdirSync(folder)).toHaveLength(2);
    // One that is well again is found later.
    clock.advance(11 * 60_000);
    await until(
      () => asked.length > before,
      () => void shelf.pictureOf('gone'),
    );
  });

  it('a server that says nothing is given up after fifteen seconds, so that the others get their turn', async () => {
    const { origin } = await startServer((request, response) => {
      if (request.url === '/good') response.end(png(28, 28));
      else if (request.url === '/drips') response.write(png(28, 28).subarray(0, 10));
    });
    const { shelf, clock, arrived } = openShelf(origin);
    for (const key of ['silent1', 'silent2', 'silent3', 'drips', 'good']) shelf.pictureOf(key);
    await until(
      () => arrived.includes('good'),
      () => clock.advance(1000),
    );
    expect(arrived).toEqual(['good']);
  });

  it('ends what is under way when the program closes', async () => {
    const { asked, origin } = await startServer(() => {});
    const { shelf } = openShelf(origin);
    shelf.pictureOf('a');
    await until(() => asked.length === 1);
    await shelf.close();
    await shelf.close();
    expect(shelf.pictureOf('b')).toBe('');
  });
});

describe('where pictures are asked for', () => {
  it('Twitch’s emotes are known by their ids, others by the platform’s own addresses', () => {
    expect(emoteAddress(emoteKey('twitch', { id: '25' }))).toBe('https://static-cdn.jtvnw.net/emoticons/v2/25/default/dark/2.0');
    expect(emoteAddress(emoteKey('twitch', { id: 'emotesv2_dc24652ada1e4c84a5e3ceebae4de709' }))).toContain('emotesv2_dc24');
    const dog = 'https://i0.hdslb.com/bfs/live/4428c84e694fbf4e0ef6c06e958d9352c3582740.png';
    expect(emoteAddress(emoteKey('bilibili', { id: '208', url: dog }))).toBe(dog);
    expect(emoteKey('youtube', { url: 'https://yt3.ggpht.com/a=w48-h48-c-k-nd' })).not.toBe('');
  });

  it.each([
    'http://i0.hdslb.com/a.png',
    'https://127.0.0.1/a.png',
    'https://localhost/a.png',
    'https://evil.example/a.png',
    'https://hdslb.com.evil.example/a.png',
    'https://evilhdslb.com/a.png',
    'https://i0.hdslb.com:8080/a.png',
    'https://user:word@i0.hdslb.com/a.png',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    '//i0.hdslb.com/a.png',
    'twitch:../../secret',
    'twitch:a/b',
    '',
  ])('never at %s', (address) => {
    expect(emoteAddress(address)).toBeUndefined();
    expect(emoteKey('bilibili', { url: address })).toBe('');
  });

  it('whatever a message says, only the platforms’ own servers are asked, over TLS', () => {
    const id = fc.oneof(fc.string(), fc.stringMatching(/^[\w./:%?#@-]{0,40}$/u));
    const url = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.string().map((tail) => `https://i0.hdslb.com${tail}`),
    );
    fc.assert(
      fc.property(fc.constantFrom('twitch' as const, 'bilibili' as const), id, url, (platform, anId, anUrl) => {
        const key = emoteKey(platform, { id: anId, url: anUrl });
        if (key === '') return;
        const { protocol, hostname, port } = new URL(emoteAddress(key) ?? '');
        expect([protocol, port]).toEqual(['https:', '']);
        expect(hostname).toMatch(
          /(^|\.)(jtvnw\.net|hdslb\.com|ggpht\.com|googleusercontent\.com|douyucdn2?\.cn|tiktokcdn(-\w\w)?\.com)$/u,
        );
      }),
    );
  });
});
