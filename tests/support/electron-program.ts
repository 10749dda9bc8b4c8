import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { eventually, PATIENCE_MS } from './numbers.ts';
import './stage-globals.ts';
import { connectStudioApi } from './studio-api.ts';
import { ROOT } from './studio-process.ts';
import { without } from './without.ts';

const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;

/** Electron's own program, where ELECTRON_OVERRIDE_DIST_PATH says; undefined without it. */
export const electronPath =
  dist === undefined ? undefined : join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron');

/** Whether there is an Electron, and a display for its windows. */
export const canRunElectron =
  electronPath !== undefined && existsSync(electronPath) && (process.platform !== 'linux' || Boolean(process.env.DISPLAY));

export const WITHOUT_ELECTRON = without(
  'There is no Electron, or no display for its windows: "npm test" finds or fetches one and needs Xvfb (Debian: apt-get install xvfb); or name its folder in ELECTRON_OVERRIDE_DIST_PATH.',
  '没有 Electron 或可用的显示器：请运行 npm test（会自动准备，需要 Xvfb：apt-get install xvfb），或用 ELECTRON_OVERRIDE_DIST_PATH 指定 Electron 目录。',
);

/** `switches`: of Chromium. */
export async function launchElectron(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  switches: readonly string[] = [],
): Promise<ElectronApplication> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const app = await _electron.launch({
    ...(electronPath === undefined ? {} : { executablePath: electronPath }),
    args: ['--no-sandbox', ...switches, ROOT, `--data-dir=${dataDir}`],
    env: {
      ...inherited,
      YINGXI_BRAIN_MODE: 'offline',
      YINGXI_PERSONA_LANGUAGE: 'en',
      YINGXI_LANGUAGE: 'en',
      YINGXI_UI_WELCOMED: 'true',
      ...env,
    },
    timeout: PATIENCE_MS,
  });
  app.context().setDefaultTimeout(PATIENCE_MS);
  return app;
}

/** The desktop program with a new data folder, and its contract as the studio page speaks it. */
export interface ElectronProgram {
  readonly app: ElectronApplication;
  readonly studio: Page;
  readonly api: StudioApi;
  /** The address for OBS. */
  readonly stageUrl: string;
  /** What pages complained of: errors that nobody caught, and whatever the console had as an error. */
  readonly problems: readonly string[];
  /** Calls the REST API as a plugin does; throws on any answer but success. */
  post(path: string, body: unknown): Promise<void>;
  /** Opens the stage window if it is not, and waits until it draws. */
  stageWindow(): Promise<Page>;
  close(): Promise<void>;
}

export async function startElectronProgram(
  env: Readonly<Record<string, string>> = {},
  switches: readonly string[] = [],
): Promise<ElectronProgram> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yingxi-electron-'));
  const app = await launchElectron(dataDir, env, switches);
  const problems: string[] = [];
  const listen = (page: Page): void => {
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
    });
  };
  app.on('window', listen);
  for (const page of app.windows()) listen(page);
  const studio = await app.firstWindow();
  await studio.waitForURL(/\/studio\//u);
  const tokens: { studio: string; plugin: string } = JSON.parse(await readFile(join(dataDir, 'tokens.json'), 'utf8'));
  const { origin, port } = new URL(studio.url());
  const { api, close } = await connectStudioApi({ studioUrl: `${origin}/studio/?token=${tokens.studio}`, port: Number(port) });
  const { apiUrl, stageUrl } = await api.studio.info();
  return {
    app,
    studio,
    api,
    stageUrl,
    problems,
    async post(path, body) {
      const headers = { authorization: `Bearer ${tokens.plugin}`, 'content-type': 'application/json' };
      const answer = await fetch(`${apiUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    },
    async stageWindow() {
      await api.studio.updateSettings({ patch: { stage: { window: { open: true } } } });
      const stage = await eventually(() => app.windows().find((one) => one.url().includes('kind=window')));
      await stage.waitForFunction(() => (window.yingxiStage?.snapshot().framesDrawn ?? 0) > 1);
      return stage;
    },
    async close() {
      close();
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
