import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canRunElectron, electronPath, launchElectron, WITHOUT_ELECTRON } from '../support/electron-program.ts';
import { eventually } from '../support/numbers.ts';
import '../support/stage-globals.ts';
import { ROOT } from '../support/studio-process.ts';

describe.skipIf(!canRunElectron)('the desktop program in a real Electron', WITHOUT_ELECTRON, () => {
  let app: ElectronApplication;
  let studio: Page;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'yingxi-electron-'));
    app = await launchElectron(dataDir);
    studio = await app.firstWindow();
    await studio.waitForURL(/\/studio\//u);
  });
  afterAll(async () => {
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Of the window whose address contains `part`, as the compositor has it; undefined before it has a picture. */
  const cornerAlpha = (part: string): Promise<number | undefined> =>
    app.evaluate(async ({ BrowserWindow }, wanted) => {
      const window = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().includes(wanted));
      return (await window?.webContents.capturePage())?.toBitmap()[4 * 4 + 3];
    }, part);

  it('opens the studio, and what is written in the practice box is answered aloud', async () => {
    const box = studio.getByLabel('What would you say to her?');
    await box.waitFor();
    const frame = await eventually(() => studio.frames().find((one) => one.url().includes('/stage/')));
    await frame.waitForFunction(() => window.yingxiStage?.snapshot().role === 'sounding');
    await box.fill('Hello, who are you?');
    await box.press('Enter');
    await frame.waitForFunction(
      () => window.yingxiStage.snapshot().audio.playing && window.yingxiStage.snapshot().caption !== null,
    );
  });

  it('keeps its pages in a sandbox: no Node, no remote content, no foreign window', async () => {
    const seen = await studio.evaluate(async () => ({
      node: typeof (globalThis as { process?: unknown }).process + typeof (globalThis as { require?: unknown }).require,
      remote: await fetch('http://127.0.0.2:1/').then(
        () => 'let through',
        () => 'refused',
      ),
      window: window.open('http://example.invalid/') === null,
    }));
    expect(seen).toEqual({ node: 'undefinedundefined', remote: 'refused', window: true });
    const preferences = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => {
        const { sandbox, contextIsolation, nodeIntegration } = (
          window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences();
        return { sandbox, contextIsolation, nodeIntegration };
      }),
    );
    for (const one of preferences) expect(one).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  });

  it('grants the studio page the microphone and camera, and nothing else', async () => {
    const states = await studio.evaluate(async () => {
      const ask = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
      return {
        microphone: await ask('microphone'),
        geolocation: await ask('geolocation'),
        notifications: await ask('notifications'),
      };
    });
    expect(states.microphone).toBe('granted');
    expect(states.geolocation).not.toBe('granted');
    expect(states.notifications).not.toBe('granted');
  });

  it('opens a transparent stage window on request, which then sounds, and closes it', async () => {
    await studio.getByRole('button', { name: 'Open stage window' }).first().click();
    const stage = await eventually(() => app.windows().find((one) => one.url().includes('kind=window')));
    await stage.waitForFunction(
      () => window.yingxiStage?.snapshot().role === 'sounding' && window.yingxiStage.snapshot().framesDrawn > 1,
    );
    await expect.poll(() => cornerAlpha('kind=window')).toBe(0);
    await studio.getByRole('button', { name: 'Close stage window' }).first().click();
    await eventually(() => (app.windows().some((one) => one.url().includes('kind=window')) ? undefined : true));
  });

  it('shows an overlay in a transparent window of its own, and closes it', async () => {
    await studio.evaluate(() => {
      location.hash = '#/overlays';
    });
    await studio
      .getByRole('navigation', { name: 'Choose an overlay' })
      .getByRole('button', { name: /^Clock/u })
      .click();
    const wish = studio.getByRole('switch', { name: 'Window of its own' });
    await wish.click();
    const clock = await eventually(() => app.windows().find((one) => one.url().includes('show=clock')));
    await clock
      .getByText(/\d{1,2}:\d{2}/u)
      .first()
      .waitFor();
    await expect.poll(() => cornerAlpha('show=clock')).toBe(0);
    await wish.click();
    await eventually(() => (app.windows().some((one) => one.url().includes('show=clock')) ? undefined : true));
  });

  it('keeps one instance: a second start ends at once and leaves the first as it was', async () => {
    const { spawn } = await import('node:child_process');
    const second = spawn(electronPath ?? '', ['--no-sandbox', ROOT, `--data-dir=${dataDir}`], { stdio: 'ignore' });
    const code = await new Promise((done) => second.once('exit', done));
    expect(code).toBe(0);
    expect(app.windows().length).toBeGreaterThan(0);
  });
});
