import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '#main/platform/logger.ts';
import type { ServerLimits } from '#main/server/limits.ts';
import { createServer, type Server, type ServerOptions } from '#main/server/server.ts';
import { createTokenStore, type TokenStore } from '#main/server/tokens.ts';
import { createUserFiles, type UserFiles } from '#main/server/user-files.ts';
import type { StageConnection, StageSocket } from '#main/stage/stage-socket.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { StageUp } from '#shared/stage/stage-protocol.ts';
import { createFakeStudio, type FakeStudio } from './fake-studio.ts';

export interface FakeStage {
  readonly socket: StageSocket;
  readonly received: StageUp[];
  closed: boolean;
}

/** A real server on a free port with the fake studio behind it, and a folder of pages and files. */
export interface TestServer {
  readonly server: Server;
  readonly studio: FakeStudio;
  readonly tokens: TokenStore;
  readonly userFiles: UserFiles;
  readonly stages: FakeStage[];
  readonly reports: HealthReport[];
  readonly folder: string;
  /** Resolves when a stage has come in this state. */
  stage(count: number, isReady: (stage: FakeStage) => boolean): Promise<FakeStage>;
  close(): Promise<void>;
}

export async function startTestServer(
  overrides: {
    port?: number;
    limits?: Partial<ServerLimits>;
    folder?: string;
    attachStage?: ServerOptions['attachStage'];
    attachEars?: ServerOptions['attachEars'];
    attachTracking?: ServerOptions['attachTracking'];
    bridges?: ServerOptions['bridges'];
    uploads?: ServerOptions['uploads'];
    /** In place of the fake studio's. */
    router?: ServerOptions['router'];
  } = {},
): Promise<TestServer> {
  const folder = overrides.folder ?? makeFolder();
  const studio = createFakeStudio();
  const tokens = createTokenStore({ dataDir: folder, logger: silentLogger });
  const userFiles = createUserFiles({ dataDir: folder, tokens });
  const stages: FakeStage[] = [];
  const reports: HealthReport[] = [];
  const checks = new Set<() => void>();
  const changed = (): void => {
    for (const check of [...checks]) check();
  };
  const attachStage = (socket: StageSocket): StageConnection => {
    const stage: FakeStage = { socket, received: [], closed: false };
    stages.push(stage);
    changed();
    return {
      receive(message) {
        stage.received.push(message);
        changed();
      },
      closed() {
        stage.closed = true;
        changed();
      },
    };
  };
  const server = await createServer({
    port: overrides.port ?? 0,
    pagesDir: join(folder, 'pages'),
    resourcesDir: join(folder, 'resources'),
    userFiles,
    uploads: overrides.uploads ?? { write: () => Promise.reject(new StudioError('not-found', 'no upload is awaited')) },
    tokens,
    router: overrides.router ?? (async () => studio.router),
    attachStage: overrides.attachStage ?? attachStage,
    attachEars: overrides.attachEars ?? (() => ({ receive() {}, frame() {}, closed() {} })),
    attachTracking: overrides.attachTracking ?? (() => ({ receive() {}, frame() {}, closed() {} })),
    bridges: overrides.bridges ?? {
      door: () => undefined,
      webhook: async () => ({ outcome: 'refused', message: 'no event is taken here' }),
    },
    logger: silentLogger,
    report: (report) => reports.push(report),
    ...(overrides.limits === undefined ? {} : { limits: overrides.limits }),
  });
  return {
    server,
    studio,
    tokens,
    userFiles,
    stages,
    reports,
    folder,
    stage: (count, isReady) =>
      new Promise((resolve) => {
        const check = (): void => {
          const stage = stages[count - 1];
          if (stage === undefined || !isReady(stage)) return;
          checks.delete(check);
          resolve(stage);
        };
        checks.add(check);
        check();
      }),
    async close() {
      await server.close();
      if (overrides.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yingxi-server-'));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('pages/studio/index.html', '<!doctype html><title>studio</title>');
  write('pages/stage/index.html', '<!doctype html><title>stage</title>');
  write('pages/assets/main-DeAdBe3f.js', 'export {};');
  write('pages/assets/engine-DeAdBe3f.wasm', 'wasm');
  write('pages/.hidden', 'hidden');
  write('resources/avatars/default.vrm', 'glTF');
  write('models/a1/model.vrm', 'mine');
  write('models/a1/textures/肌 1.png', 'skin');
  write('models/a1/page.html', '<script>alert(1)</script>');
  write('models/a1/run.js', 'alert(1)');
  write('models/a1/shape.svg', '<svg/>');
  write('models/a1/expressions/a.exp3.json', '{}');
  write('models/.staging/half.vrm', 'half');
  write('cubism/core.js', 'core');
  write('cubism/deeper/other.js', 'other');
  write('secret.txt', 'secret');
  return folder;
}
