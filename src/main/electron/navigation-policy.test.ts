import { describe, expect, it } from 'vitest';
import { isOwnPage, isOwnRequest, linkTarget } from './navigation-policy.ts';

const OWN = ['http://127.0.0.1:4123'];

describe('where a window may go', () => {
  it.each(['http://127.0.0.1:4123/studio/?token=x', 'http://127.0.0.1:4123/stage/', 'about:blank'])('allows %s', (url) => {
    expect(isOwnPage(url, OWN)).toBe(true);
  });

  it.each([
    'https://example.com/',
    'http://127.0.0.1:4124/studio/',
    'https://127.0.0.1:4123/studio/',
    'http://localhost:4123/studio/',
    'http://127.0.0.1:4123@evil.example/',
    'http://127.0.0.1:4123.evil.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,hi',
    'blob:null/1',
    'not a url',
    '',
  ])('refuses %s', (url) => {
    expect(isOwnPage(url, OWN)).toBe(false);
  });

  it('allows nothing before the server is up', () => {
    expect(isOwnPage('http://127.0.0.1:4123/studio/', [])).toBe(false);
  });
});

describe('what a page may fetch', () => {
  it.each([
    'http://127.0.0.1:4123/avatars/default.vrm',
    'ws://127.0.0.1:4123/ws/stage',
    'blob:http://127.0.0.1:4123/1',
    'data:image/png;base64,AA',
  ])('allows %s', (url) => {
    expect(isOwnRequest(url, OWN, false)).toBe(true);
  });

  it.each([
    'https://fonts.googleapis.com/css',
    'ws://127.0.0.1:9/',
    'wss://127.0.0.1:4123/',
    'file:///etc/passwd',
    'devtools://devtools/x.html',
    'ftp://127.0.0.1:4123/',
  ])('refuses %s', (url) => {
    expect(isOwnRequest(url, OWN, false)).toBe(false);
  });

  it('lets developer tools load their own files in development', () => {
    expect(isOwnRequest('devtools://devtools/bundled/x.html', OWN, true)).toBe(true);
    expect(isOwnRequest('https://example.com/', OWN, true)).toBe(false);
  });
});

describe('what becomes of a link', () => {
  it.each(['https://github.com/', 'http://127.0.0.1:4123/stage/?token=x'])('opens %s in the browser', (url) => {
    expect(linkTarget(url, OWN)).toBe('browser');
  });

  it.each([
    'http://example.com/',
    'file:///C:/Windows/System32/calc.exe',
    'javascript:alert(1)',
    'smb://host/share',
    'ms-msdt:/id PCWDiagnostic',
    'vscode://x',
    'https://user:secret@example.com/',
    'https://user@example.com/',
    'mailto:a@b.c',
    '',
  ])('refuses %s', (url) => {
    expect(linkTarget(url, OWN)).toBe('refuse');
  });
});
