import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings, type ObsSettings } from '#shared/settings/settings.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { createOldObs } from '../../../../tests/fakes/old-obs-server.ts';
import type { ObsFailure } from '../link/obs-failures.ts';
import { createObsFinder } from './obs-finder.ts';
import { obsFolders } from './obs-folders.ts';
import type { ObsRunning } from './obs-process.ts';
import { readServerFile } from './obs-server-settings.ts';

const signal = new AbortController().signal;
const NOTHING: ObsFailure = { state: 'waiting', reason: 'nothing-there', message: 'Nothing answers.' };
const INI = 'global.ini';
const JSON_FILE = join('plugin_config', 'obs-websocket', 'config.json');
let home = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'yingxi-obs-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Writes a file of OBS's settings; returns its path. */
function write(name: string, content: string, { folder = '.config/obs-studio', changedMs = 1_000_000 } = {}): string {
  const file = join(home, folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  utimesSync(file, changedMs / 1000, changedMs / 1000);
  return file;
}

function finderOf(settings: Partial<ObsSettings>, { password = '', running = 'no' as ObsRunning } = {}) {
  let listed = 0;
  const finder = createObsFinder({
    settings: () => ({ ...defaultSettings().obs, ...settings }),
    password: () => (password === '' ? undefined : password),
    computer: { platform: 'linux', home, environment: {} },
    clock: createFakeClock(),
    running: async () => {
      listed += 1;
      return running;
    },
  });
  return { ...finder, listed: () => listed };
}

const ini = (lines: string): string =>
  `\uFEFF[General]\r\nServerPort=1\r\n\r\n[OBSWebSocket]\r\n${lines}\r\n\r\n[Basic]\r\nServerPassword=no\r\n`;

describe('what OBS keeps', () => {
  it('is read from the older kind of file, as OBS writes it', async () => {
    const file = write(INI, ini('ServerEnabled=true\r\nServerPort=4460\r\nAuthRequired=true\r\nServerPassword=a\\\\b=ß密码'));
    expect(await readServerFile(file)).toEqual({ file, enabled: true, port: 4460, password: 'a\\b=ß密码', changedMs: 1_000_000 });
  });

  it('is read from the newer kind of file', async () => {
    const file = write(JSON_FILE, '{"server_enabled":false,"server_port":4461,"auth_required":true,"server_password":"p"}');
    expect(await readServerFile(file)).toEqual({ file, enabled: false, port: 4461, password: 'p', changedMs: 1_000_000 });
  });

  it.each([
    [INI, ini('AuthRequired=false\r\nServerPassword=unused'), { enabled: undefined, port: 4455, password: undefined }],
    [INI, ini('ServerEnabled=false\r\nAuthRequired=0'), { enabled: false, port: 4455, password: undefined }],
    [INI, ini('ServerPort=99999\r\nServerPassword=p'), { enabled: undefined, port: 4455, password: 'p' }],
    [JSON_FILE, '{"auth_required":false,"server_password":"unused"}', { enabled: undefined, port: 4455, password: undefined }],
    [JSON_FILE, '{"server_port":"4455","server_enabled":1}', { enabled: undefined, port: 4455, password: '' }],
  ])('is read with what is missing or odd in %s', async (name, content, expected) => {
    expect(await readServerFile(write(name, content))).toMatchObject(expected);
  });

  it('is not there where OBS moved it to the newer file, or was never installed', async () => {
    expect(await readServerFile(write(INI, '[General]\nA=1\n'))).toBeUndefined();
    expect(await readServerFile(join(home, 'nowhere', INI))).toBeUndefined();
  });

  it('says what is wrong with a file that cannot be understood', async () => {
    expect(await readServerFile(write(JSON_FILE, '{"server_enabled":'))).toMatchObject({
      problem: expect.stringContaining('config.json'),
    });
    expect(await readServerFile(write(INI, 'x'.repeat(1024 * 1024 + 1)))).toMatchObject({
      problem: expect.stringContaining('too large'),
    });
  });

  it('lies where each system has it', () => {
    const linux = obsFolders({ platform: 'linux', home: '/h', environment: {} });
    expect(linux).toContain('/h/.config/obs-studio');
    expect(linux).toContain('/h/.var/app/com.obsproject.Studio/config/obs-studio');
    expect(obsFolders({ platform: 'linux', home: '/h', environment: { XDG_CONFIG_HOME: '/x' } })[0]).toBe('/x/obs-studio');
    expect(obsFolders({ platform: 'darwin', home: '/h', environment: {} })).toEqual([
      '/h/Library/Application Support/obs-studio',
    ]);
    expect(obsFolders({ platform: 'win32', home: 'C:\\Users\\影', environment: {} })[0]).toBe(
      'C:\\Users\\影\\AppData\\Roaming\\obs-studio',
    );
  });
});

describe('where OBS may be', () => {
  it('is not read from OBS without leave', async () => {
    write(JSON_FILE, '{"server_port":4461,"server_password":"p"}');
    const finder = finderOf({}, { password: 'typed' });
    expect(await finder.places(signal)).toEqual([{ url: 'ws://127.0.0.1:4455', password: 'typed', from: 'default' }]);
    expect(await finder.look()).toMatchObject({ mayRead: false, file: null, port: null });
  });

  it('is where the streamer says, and nowhere else', async () => {
    write(JSON_FILE, '{"server_port":4461,"server_password":"p"}');
    const finder = finderOf({ url: ' wss://obs.example/ws ', mayReadSettings: true }, { password: 'typed' });
    expect(await finder.places(signal)).toEqual([{ url: 'wss://obs.example/ws', password: 'typed', from: 'streamer' }]);
  });

  it('is understood without ws://, as people write addresses', async () => {
    expect((await finderOf({ url: '192.168.1.20:4455' }).places(signal))[0]?.url).toBe('ws://192.168.1.20:4455');
  });

  it('may be named by the streamer while the password is still read from OBS, on this computer only', async () => {
    write(JSON_FILE, '{"server_port":4461,"server_password":"p"}');
    const passwordAt = async (url: string, password = '') =>
      (await finderOf({ url, mayReadSettings: true }, { password }).places(signal))[0]?.password;
    expect(await passwordAt('ws://localhost:4461')).toBe('p');
    expect(await passwordAt('ws://localhost:4461', 'typed')).toBe('typed');
    expect(await passwordAt('ws://127.0.0.1:4462')).toBeUndefined();
    expect(await passwordAt('ws://192.168.1.20:4461')).toBeUndefined();
    expect(await passwordAt('ws://localhost.example.org:4461')).toBeUndefined();
  });

  it('is tried first where OBS was used last, with the newer kind of file before the older', async () => {
    write(INI, ini('ServerPort=4460\r\nServerPassword=old'), { changedMs: 9_000_000 });
    write(JSON_FILE, '{"server_port":4461,"server_password":"new"}', { changedMs: 1_000_000 });
    const flatpak = '.var/app/com.obsproject.Studio/config/obs-studio';
    write(JSON_FILE, '{"server_port":4462,"auth_required":false}', { folder: flatpak, changedMs: 5_000_000 });
    const places = await finderOf({ mayReadSettings: true }).places(signal);
    expect(places).toEqual([
      { url: 'ws://127.0.0.1:4462', password: undefined, from: 'obs-file' },
      { url: 'ws://127.0.0.1:4461', password: 'new', from: 'obs-file' },
      { url: 'ws://127.0.0.1:4455', password: undefined, from: 'default' },
    ]);
  });

  it('never changes a file of OBS', async () => {
    const file = write(JSON_FILE, '{"server_port":4461}');
    const finder = finderOf({ mayReadSettings: true }, { running: 'yes' });
    await finder.places(signal);
    await finder.look();
    await finder.explain(NOTHING, { url: 'ws://127.0.0.1:4461', password: '', from: 'obs-file' }, signal);
    expect(readFileSync(file, 'utf8')).toBe('{"server_port":4461}');
    expect(statSync(file).mtimeMs).toBe(1_000_000);
  });
});

describe('why nothing answers', () => {
  const here = { url: 'ws://127.0.0.1:4461', password: undefined, from: 'default' } as const;

  it.each([
    ['no', 'not-running', 'Start OBS'],
    ['yes', 'server-off', 'Enable WebSocket server'],
    ['unknown', 'nothing-there', 'Nothing answers'],
  ] as const)('is told from whether OBS runs: %s', async (running, reason, words) => {
    const failure = await finderOf({}, { running }).explain(NOTHING, here, signal);
    expect(failure.reason).toBe(reason);
    expect(failure.message).toContain(words);
  });

  it('is told from the settings file: the server is on, yet silent', async () => {
    write(JSON_FILE, '{"server_port":4461,"server_enabled":true}');
    const failure = await finderOf({ mayReadSettings: true }, { running: 'yes' }).explain(NOTHING, here, signal);
    expect(failure).toMatchObject({ reason: 'server-silent', message: expect.stringContaining('Restart OBS') });
  });

  it('is not sought on this computer for an OBS on another', async () => {
    const finder = finderOf({}, { running: 'no' });
    expect(await finder.explain(NOTHING, { ...here, url: 'ws://192.168.1.20:4455' }, signal)).toBe(NOTHING);
    expect(finder.listed()).toBe(0);
  });

  it('lists processes once for many attempts', async () => {
    const finder = finderOf({}, { running: 'no' });
    for (let attempt = 0; attempt < 10; attempt += 1) await finder.explain(NOTHING, here, signal);
    expect(finder.listed()).toBe(1);
  });

  it('recognises the plugin of OBS 27', async () => {
    const old = await createOldObs();
    const failure: ObsFailure = { state: 'waiting', reason: 'not-obs', message: 'What answers is not OBS.' };
    try {
      expect(await finderOf({}).explain(failure, { ...here, url: old.url }, signal)).toMatchObject({
        reason: 'too-old',
        message: expect.stringMatching(/4\.9\.1.*Update OBS to version 28/),
      });
    } finally {
      await old.close();
    }
    expect(await finderOf({}).explain(failure, { ...here, url: old.url }, signal)).toBe(failure);
  });
});
