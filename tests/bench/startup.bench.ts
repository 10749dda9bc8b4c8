import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile, rounded, summary } from '../support/numbers.ts';
import { ROOT, startStudio } from '../support/studio-process.ts';
import { hardware } from './support.ts';

export const name = 'startup';
export const description =
  'headless ready after start, and first avatar frame in Electron against the first paint of an empty Electron window in the same run';

const RUNS = 5;

/** The smallest Electron program: one empty window; prints when it has painted. */
const EMPTY_APP = `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false, width: 480, height: 270 });
  window.once('ready-to-show', () => { window.show(); console.log('PAINTED'); });
  window.loadURL('data:text/html,<p>empty');
});`;

/** ms from the start of the process until its output holds `line`. */
async function timeUntil(
  executable: string,
  args: readonly string[],
  line: string,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(executable, [...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  try {
    return await new Promise<number>((done, fail) => {
      const onData = (chunk: Buffer): void => {
        output = (output + chunk.toString()).slice(-20_000);
        if (output.includes(line)) done(performance.now() - startedAt);
      };
      child.stdout.on('data', onData);
      child.stderr.on('data', onData);
      child.once('exit', (code) => fail(new Error(`ended with ${code} before "${line}": ${output.slice(-2000)}`)));
      setTimeout(() => fail(new Error(`no "${line}" within 60 s: ${output.slice(-2000)}`)), 60_000).unref();
    });
  } finally {
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await Promise.race([gone, new Promise((done) => setTimeout(done, 5000))]);
    child.kill('SIGKILL');
  }
}

async function measureElectron(executable: string): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'yingxi-startup-'));
  await writeFile(join(folder, 'package.json'), '{"name":"empty","main":"main.js"}');
  await writeFile(join(folder, 'main.js'), EMPTY_APP);
  const flags = ['--no-sandbox'];
  const dataDir = await mkdtemp(join(tmpdir(), 'yingxi-startup-data-'));
  const empty: number[] = [];
  const avatar: number[] = [];
  try {
    for (let i = 0; i < RUNS; i++) {
      empty.push(await timeUntil(executable, [...flags, folder], 'PAINTED', {}));
      avatar.push(
        await timeUntil(executable, [...flags, ROOT, `--data-dir=${dataDir}`], 'first avatar frame', { YINGXI_LOG_CONSOLE: '1' }),
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  }
  const differences = avatar.map((ms, i) => ms - (empty[i] ?? Number.NaN));
  return {
    emptyWindowPaintMs: summary(empty),
    firstAvatarFrameMs: summary(avatar),
    differenceMs: summary(differences),
    medianDifferenceMs: rounded(percentile(differences, 0.5)),
  };
}

export async function run(): Promise<object> {
  const headless: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const studio = await startStudio();
    headless.push(studio.readyMs);
    await studio.stop();
  }
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const executable = dist === undefined ? undefined : join(dist, 'electron');
  const electron =
    executable !== undefined && existsSync(executable) && process.env.DISPLAY
      ? await measureElectron(executable)
      : { skipped: 'needs ELECTRON_OVERRIDE_DIST_PATH and a display (run under xvfb-run)' };
  return {
    hardware: hardware(),
    target: { headlessReadyMs: 1500, avatarAfterEmptyWindowMs: 1500 },
    headlessReadyMs: summary(headless),
    electron,
  };
}
