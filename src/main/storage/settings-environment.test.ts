import { expect, test } from 'vitest';
import { secretsWithEnvironment } from '#main/platform/environment-secrets.ts';
import { overridesFromEnvironment } from './settings-environment.ts';

test('reads settings of every depth and type from YINGXI_ variables', () => {
  const { patch, fixed, problems } = overridesFromEnvironment({
    YINGXI_LANGUAGE: 'ja',
    YINGXI_TWITCH_CHANNEL: 'shadow',
    YINGXI_TWITCH_ENABLED: 'yes',
    YINGXI_SERVER_PORT: ' 8123 ',
    YINGXI_STAGE_CAPTIONS_ENABLED: 'off',
    YINGXI_STAGE_WINDOW_ALWAYS_ON_TOP: '1',
    YINGXI_DIRECTOR_QUIET_AFTER_STOP_SECONDS: '1.5',
    YINGXI_VOICE_VOICES_ZH: 'cmn',
    PATH: '/bin',
  });
  expect(patch).toEqual({
    language: 'ja',
    twitch: { channel: 'shadow', enabled: true },
    server: { port: 8123 },
    stage: { captions: { enabled: false }, window: { alwaysOnTop: true } },
    director: { quietAfterStopSeconds: 1.5 },
    voice: { voices: { zh: 'cmn' } },
  });
  expect(fixed).toHaveLength(8);
  expect(fixed).toContain('stage.window.alwaysOnTop');
  expect(problems).toEqual([]);
});

test('takes LLM_ for another name of BRAIN_, and LLM_ wins', () => {
  const { patch, fixed } = overridesFromEnvironment({
    YINGXI_LLM_BASE_URL: 'http://a/v1',
    YINGXI_BRAIN_BASE_URL: 'http://b/v1',
    YINGXI_BRAIN_MODEL: 'm',
    YINGXI_LLM_API_KEY: 'k',
  });
  expect(patch).toEqual({ brain: { baseUrl: 'http://a/v1', model: 'm' } });
  expect(fixed).toEqual(['brain.baseUrl', 'brain.model', 'llm.apiKey']);
});

test('names a variable that cannot be used, ignores it and takes the others', () => {
  const { patch, problems, fixed } = overridesFromEnvironment({
    YINGXI_SERVER_PORT: '99999',
    YINGXI_VOICE_RATE: 'fast',
    YINGXI_TWITCH_ENABLED: 'maybe',
    YINGXI_VOICE_VOLUME: '0.5',
  });
  expect(patch).toEqual({ voice: { volume: 0.5 } });
  expect(fixed).toEqual(['voice.volume']);
  expect(problems).toHaveLength(3);
  for (const name of ['YINGXI_SERVER_PORT', 'YINGXI_VOICE_RATE', 'YINGXI_TWITCH_ENABLED'])
    expect(problems.some((problem) => problem.includes(name))).toBe(true);
});

test('counts an empty variable as unset', () => {
  expect(overridesFromEnvironment({ YINGXI_TWITCH_CHANNEL: '', YINGXI_LLM_API_KEY: '' })).toEqual({
    patch: {},
    fixed: [],
    problems: [],
  });
});

test('lays the environment’s key over the stored one without storing it, and says so to who wants to change it', () => {
  const stored = new Map([['llm.apiKey', 'stored']]);
  const inner = {
    protection: 'key-file' as const,
    get: (name: string) => stored.get(name),
    set: (name: string, value: string) => void stored.set(name, value),
  };
  expect(secretsWithEnvironment(inner, {}).get('llm.apiKey')).toBe('stored');
  const secrets = secretsWithEnvironment(inner, { YINGXI_BRAIN_API_KEY: 'from-env' });
  expect(secrets.get('llm.apiKey')).toBe('from-env');
  expect(() => secrets.set('llm.apiKey', 'new')).toThrow(/YINGXI_BRAIN_API_KEY/);
  expect(stored.get('llm.apiKey')).toBe('stored');
});
