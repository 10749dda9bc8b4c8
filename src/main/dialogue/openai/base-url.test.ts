import { describe, expect, it } from 'vitest';
import { StudioError } from '#shared/errors.ts';
import { addressOf, apiRootsFromBaseUrl } from './base-url.ts';

describe('apiRootsFromBaseUrl', () => {
  it.each([
    ['http://127.0.0.1:11434', 'http://127.0.0.1:11434/v1'],
    ['http://127.0.0.1:11434/', 'http://127.0.0.1:11434/v1'],
    ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
    ['http://127.0.0.1:11434/v1/', 'http://127.0.0.1:11434/v1'],
    ['  https://api.openai.com/v1/chat/completions  ', 'https://api.openai.com/v1'],
    ['https://api.openai.com/v1/models', 'https://api.openai.com/v1'],
    ['http://localhost:11434/api/chat', 'http://localhost:11434/v1'],
    ['api.deepseek.com', 'https://api.deepseek.com/v1'],
    ['localhost:1234', 'http://localhost:1234/v1'],
    ['192.168.1.20:8080/v1', 'http://192.168.1.20:8080/v1'],
    ['http://0.0.0.0:8000', 'http://127.0.0.1:8000/v1'],
    ['https://open.bigmodel.cn/api/paas/v4', 'https://open.bigmodel.cn/api/paas/v4'],
    ['https://generativelanguage.googleapis.com/v1beta/openai/', 'https://generativelanguage.googleapis.com/v1beta/openai'],
    ['https://api.example.com//v1//chat/completions/', 'https://api.example.com/v1'],
  ])('reads %s as %s', (typed, first) => {
    expect(apiRootsFromBaseUrl(typed).roots[0]).toBe(first);
  });

  it('tries a path without a version as it stands, then with /v1', () => {
    expect(apiRootsFromBaseUrl('https://openrouter.ai/api').roots).toEqual([
      'https://openrouter.ai/api',
      'https://openrouter.ai/api/v1',
    ]);
  });

  it('keeps a query for the request and leaves it out of addresses for people', () => {
    expect(apiRootsFromBaseUrl('https://x.azure.com/openai/v1?api-version=2').query).toBe('?api-version=2');
    expect(addressOf('https://x.azure.com/openai/v1?api-key=secret')).toBe('x.azure.com/openai/v1');
  });

  it.each(['ftp://example.com', 'https://user:pass@example.com', 'http://', 'not a url at all'])(
    'refuses %s with a next step',
    (typed) => {
      expect(() => apiRootsFromBaseUrl(typed)).toThrow(StudioError);
    },
  );
});
