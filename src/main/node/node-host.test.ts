import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultDataFolder } from './data-folder.ts';
import { createNodeHost } from './node-host.ts';

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'yingxi-host-'));

test('knows its folders, its clock, and why it has no windows', async () => {
  const dataDir = join(await newFolder(), 'new', 'data');
  const host = createNodeHost({ dataDir, console: false, environment: {}, rootDir: '/app' });
  expect(host.paths).toEqual({
    data: dataDir,
    resources: '/app/resources',
    models: '/app/models',
    pages: '/app/out/renderer',
    workers: '/app/out/main',
  });
  expect(Math.abs(host.clock.now() - Date.now())).toBeLessThan(5000);
  expect(host.stageWindow).toBeUndefined();
  expect(host.absent.stageWindow).toMatch(/npm start/);
  await host.close();
});

test('lays the environment’s key over its secrets', async () => {
  const host = createNodeHost({
    dataDir: await newFolder(),
    console: false,
    environment: { YINGXI_LLM_API_KEY: 'k' },
    rootDir: '/app',
  });
  expect(host.secrets.get('llm.apiKey')).toBe('k');
  await host.close();
});

test('refuses a data folder that cannot be made, and says how to choose another', async () => {
  const file = join(await newFolder(), 'file');
  writeFileSync(file, '');
  expect(() => createNodeHost({ dataDir: join(file, 'data'), console: false, environment: {}, rootDir: '/app' })).toThrow(
    /--data-dir/,
  );
});

test.each([
  ['linux', {}, '/home/me/.local/share/yingxi'],
  ['linux', { XDG_DATA_HOME: '/xdg' }, '/xdg/yingxi'],
  ['darwin', {}, '/home/me/Library/Application Support/Yingxi'],
  ['win32', { APPDATA: '/appdata' }, '/appdata/Yingxi'],
  ['linux', { YINGXI_DATA_DIR: '/mine' }, '/mine'],
] as const)('puts the data on %s with %o into %s', (platform, environment, folder) => {
  expect(defaultDataFolder(environment, platform, '/home/me')).toBe(folder);
});
