import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HealthReport } from '#shared/health.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import {
  createOfficialModel,
  modelSource,
  OFFICIAL_MODEL,
  OFFICIAL_MODEL_FILE,
  type OfficialModelView,
} from './official-model.ts';

const BUNDLE = Buffer.alloc(300_000, 'a face model ');
const SHA256 = createHash('sha256').update(BUNDLE).digest('hex');

describe('the official face model', () => {
  let folder: string;
  let server: Server | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yingxi-official-'));
  });
  afterEach(async () => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  async function setUp(answer: RequestListener, sha256 = SHA256) {
    server = createServer(answer);
    await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const health: HealthReport[] = [];
    const seen: OfficialModelView[] = [];
    const clock = createFakeClock();
    const model = createOfficialModel({
      folder,
      urlOf: (file) => `/files/key/tracking/${file}`,
      source: { url: `http://127.0.0.1:${port}/face_landmarker.task`, sha256 },
      clock,
      report: (report) => health.push(report),
    });
    model.cell.subscribe((view) => seen.push(view));
    const until = (is: (view: OfficialModelView) => boolean): Promise<void> =>
      new Promise((done) => {
        if (is(model.cell.get())) return done();
        const leave = model.cell.subscribe((view) => {
          if (!is(view)) return;
          leave();
          done();
        });
      });
    return { model, health, seen, clock, until };
  }
  const whole: RequestListener = (_request, response) => {
    response.setHeader('content-length', BUNDLE.length);
    response.end(BUNDLE);
  };
  const files = (): Promise<string[]> => readdir(folder);

  it('asks nobody before it is told to, then puts the checked file where pages read it', async () => {
    let asked = 0;
    const { model, seen, health } = await setUp((request, response) => {
      asked++;
      whole(request, response);
    });
    await model.restore();
    expect([asked, model.cell.get().state]).toEqual([0, 'absent']);
    await model.fetch();
    expect(model.cell.get()).toEqual({
      state: 'ready',
      progress: 1,
      problem: '',
      url: `/files/key/tracking/${OFFICIAL_MODEL_FILE}`,
    });
    expect(await readFile(join(folder, OFFICIAL_MODEL_FILE))).toEqual(BUNDLE);
    expect(await files()).toEqual([OFFICIAL_MODEL_FILE]);
    expect(seen.some(({ state, progress }) => state === 'fetching' && progress > 0)).toBe(true);
    expect(health.at(-1)).toEqual({ status: 'ready' });
  });

  it('is there after a new start, without asking again', async () => {
    let asked = 0;
    const { model } = await setUp(() => asked++);
    await writeFile(join(folder, OFFICIAL_MODEL_FILE), BUNDLE);
    await model.restore();
    expect([asked, model.cell.get().state]).toEqual([0, 'ready']);
  });

  it('leaves nothing of a file with another checksum, and is loud in health', async () => {
    const { model, health } = await setUp(whole, 'f'.repeat(64));
    await expect(model.fetch()).rejects.toThrow(/checksum/u);
    expect(await files()).toEqual([]);
    expect(model.cell.get()).toMatchObject({ state: 'failed', url: '' });
    expect(health.at(-1)).toMatchObject({ status: 'degraded', message: expect.stringContaining('goes on with the model') });
  });

  it('leaves nothing of a download that is cut off', async () => {
    const { model } = await setUp((_request, response) => {
      response.setHeader('content-length', BUNDLE.length);
      response.write(BUNDLE.subarray(0, 100_000), () => response.destroy());
    });
    await expect(model.fetch()).rejects.toThrow(/could not be fetched/u);
    expect(await files()).toEqual([]);
    expect(model.cell.get().state).toBe('failed');
  });

  it('keeps the one that is there when a newer try fails', async () => {
    const { model } = await setUp((_request, response) => response.writeHead(503).end());
    await writeFile(join(folder, OFFICIAL_MODEL_FILE), BUNDLE);
    await model.restore();
    await expect(model.fetch()).rejects.toThrow('503');
    expect(model.cell.get()).toMatchObject({ state: 'failed', url: `/files/key/tracking/${OFFICIAL_MODEL_FILE}` });
    expect(await readFile(join(folder, OFFICIAL_MODEL_FILE))).toEqual(BUNDLE);
  });

  it('is as before when it is called off', async () => {
    const { model, until } = await setUp((_request, response) => {
      response.setHeader('content-length', BUNDLE.length);
      response.write(BUNDLE.subarray(0, 100_000));
    });
    const ended = model.fetch();
    await until(({ progress }) => progress > 0);
    model.cancel();
    await ended;
    expect(model.cell.get()).toMatchObject({ state: 'absent', problem: '' });
    expect(await files()).toEqual([]);
  });

  it('gives up on a server that falls silent', async () => {
    const { model, until, clock } = await setUp((_request, response) => {
      response.setHeader('content-length', BUNDLE.length);
      response.write(BUNDLE.subarray(0, 100_000));
    });
    const ended = model.fetch();
    const failure = expect(ended).rejects.toThrow(/sent nothing for 30 s/u);
    await until(({ progress }) => progress > 0);
    clock.advance(31_000);
    await failure;
    expect(existsSync(join(folder, `${OFFICIAL_MODEL_FILE}.part`))).toBe(false);
  });

  it('takes the right file from the user and refuses another one', async () => {
    const { model } = await setUp(whole);
    const sent = join(folder, 'sent');
    await writeFile(sent, 'something else');
    await expect(model.import(sent)).rejects.toThrow(/not the announced face model/u);
    expect(await files()).toEqual([]);
    await writeFile(sent, BUNDLE);
    await model.import(sent);
    expect(model.cell.get().state).toBe('ready');
    expect(await files()).toEqual([OFFICIAL_MODEL_FILE]);
  });

  it('comes from a mirror where the environment names one, and is the same file', () => {
    expect(modelSource({})).toEqual(OFFICIAL_MODEL);
    const mirror = 'https://mirror.example/face_landmarker.task';
    expect(modelSource({ YINGXI_FACE_MODEL_URL: mirror })).toEqual({ url: mirror, sha256: OFFICIAL_MODEL.sha256 });
  });

  it('refuses a stream that is longer than any face model', async () => {
    const { model } = await setUp((_request, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(1_000_000), () => setImmediate(more));
      };
      more();
    });
    await expect(model.fetch()).rejects.toThrow(/more than a face model/u);
    expect(await files()).toEqual([]);
  });
});
