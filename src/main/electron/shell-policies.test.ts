import { describe, expect, it } from 'vitest';
import { closingAnswer } from './closing-answer.ts';
import { launchOptionsFromArgv } from './launch-options.ts';
import { createReloadPolicy, RELOAD_WAITS_MS } from './reload-policy.ts';
import { handleStylesheet } from './stage-handle.ts';
import { createStartMarks } from './start-marks.ts';
import { shellLanguage, shellTexts } from './texts.ts';

const read = (argv: readonly string[], environment: Record<string, string> = {}) =>
  launchOptionsFromArgv(argv, environment, '/home/her');

describe('launch options', () => {
  it('uses the usual folder and port when nothing is asked', () => {
    expect(read(['electron', '.'])).toEqual({
      dataDir: undefined,
      hidden: false,
      port: undefined,
      practice: false,
      development: false,
      pageServer: undefined,
    });
  });

  it('reads the command line, also with the value as a word of its own', () => {
    expect(read(['electron', '.', '--data-dir=show', '--hidden', '--port=0', '--practice'])).toMatchObject({
      dataDir: '/home/her/show',
      hidden: true,
      port: 0,
      practice: true,
    });
    expect(read(['electron', '.', '--data-dir', '/data', '--port', '8080'])).toMatchObject({ dataDir: '/data', port: 8080 });
  });

  it('prefers the command line to the environment', () => {
    expect(read(['--data-dir=/a'], { YINGXI_DATA_DIR: '/b', YINGXI_PORT: '9' })).toMatchObject({ dataDir: '/a', port: 9 });
    expect(read([], { YINGXI_DATA_DIR: '/b' }).dataDir).toBe('/b');
  });

  it.each(['nonsense', '-1', '65536', '80.5'])('refuses %s as a port and says what a port is', (text) => {
    expect(() => read([`--port=${text}`])).toThrow(/0 .* to 65535/);
  });
});

describe('what closing the studio window means', () => {
  const base = { platform: 'linux' as const, quitting: false, stageOpen: false };
  it.each([
    ['ends the program', base, 'quit'],
    ['asks while the stage window is open', { ...base, stageOpen: true }, 'ask'],
    ['asks on Windows too', { ...base, platform: 'win32' as const, stageOpen: true }, 'ask'],
    ['hides the window on macOS', { ...base, platform: 'darwin' as const, stageOpen: true }, 'hide'],
    ['closes it while the program ends', { ...base, platform: 'darwin' as const, quitting: true }, 'close'],
  ])('%s', (_what, now, answer) => {
    expect(closingAnswer(now)).toBe(answer);
  });
});

describe('reloading a page that crashes', () => {
  it('waits longer each time and then gives up', () => {
    const policy = createReloadPolicy();
    const waits = Array.from({ length: 6 }, (_, index) => policy.crashed(index * 1000));
    expect(waits).toEqual([...RELOAD_WAITS_MS, undefined]);
  });

  it('forgets crashes of a page that ran well since', () => {
    const policy = createReloadPolicy();
    for (let crash = 0; crash < 4; crash += 1) policy.crashed(crash * 1000);
    expect(policy.crashed(100_000)).toBe(0);
  });

  it('starts over when the user asks for another try', () => {
    const policy = createReloadPolicy();
    for (let crash = 0; crash < 6; crash += 1) policy.crashed(crash);
    policy.reset();
    expect(policy.crashed(7)).toBe(0);
  });
});

describe('texts', () => {
  it.each([
    ['auto', 'zh-TW', 'zh-CN'],
    ['auto', 'ja-JP', 'ja'],
    ['auto', 'de-DE', 'en'],
    ['auto', '', 'en'],
    ['ja', 'zh-CN', 'ja'],
  ] as const)('reads setting %s on a system in %s as %s', (setting, locale, language) => {
    expect(shellLanguage(setting, locale)).toBe(language);
  });

  it('leaves nothing untranslated', () => {
    const english = Object.entries(shellTexts('en'));
    for (const language of ['zh-CN', 'ja'] as const) {
      const texts = new Map(Object.entries(shellTexts(language)));
      for (const [key, text] of english) expect(texts.get(key), `${language} ${key}`).not.toBe(text);
    }
  });
});

describe('the handle of the stage window', () => {
  it('writes its label so that no character can end the string', () => {
    const css = handleStylesheet('a"b\\c\nd');
    expect(css).toContain('"\\283f  a\\22 b\\5c c\\a d"');
  });
});

describe('start marks', () => {
  it('counts each moment once, from the creation of the process', () => {
    let now = 1000;
    const marks = createStartMarks(900, () => now);
    marks.mark('ready');
    now = 2000;
    marks.mark('ready');
    expect(marks.all()).toEqual({ ready: 100 });
  });
});
