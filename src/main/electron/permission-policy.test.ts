import { describe, expect, it } from 'vitest';
import { isPermissionGranted, isStudioPage, type PermissionAsk } from './permission-policy.ts';

const ORIGIN = 'http://127.0.0.1:4123';
const microphone: PermissionAsk = {
  permission: 'media',
  fromStudioWindow: true,
  fromTopFrame: true,
  requestingUrl: `${ORIGIN}/studio/`,
  pageUrl: `${ORIGIN}/studio/?token=x`,
};

describe('permissions', () => {
  it('gives the studio page the microphone and the camera', () => {
    expect(isPermissionGranted(microphone, [ORIGIN])).toBe(true);
  });

  it('lets the studio page hear MIDI devices', () => {
    expect(isPermissionGranted({ ...microphone, permission: 'midi' }, [ORIGIN])).toBe(true);
  });

  it('lets the studio page copy text', () => {
    expect(isPermissionGranted({ ...microphone, permission: 'clipboard-sanitized-write' }, [ORIGIN])).toBe(true);
  });

  it.each<[string, Partial<PermissionAsk>]>([
    ['the studio page in another window', { fromStudioWindow: false }],
    ['the stage window', { fromStudioWindow: false, pageUrl: `${ORIGIN}/stage/` }],
    ['a frame inside the studio page', { fromTopFrame: false }],
    ['a foreign origin', { requestingUrl: 'https://example.com/' }],
    ['another page of ours in the studio window', { pageUrl: `${ORIGIN}/stage/` }],
    ['a foreign page in the studio window', { pageUrl: 'https://example.com/studio/' }],
    ['a page of which nothing is known', { requestingUrl: '', pageUrl: '' }],
  ])('denies the microphone to %s', (_who, change) => {
    expect(isPermissionGranted({ ...microphone, ...change }, [ORIGIN])).toBe(false);
  });

  it.each([
    'geolocation',
    'notifications',
    'midiSysex',
    'hid',
    'serial',
    'usb',
    'display-capture',
    'clipboard-read',
    'openExternal',
    'fileSystem',
    'pointerLock',
    'unknown',
  ])('denies %s to everybody', (permission) => {
    expect(isPermissionGranted({ ...microphone, permission }, [ORIGIN])).toBe(false);
  });

  it('takes a longer name for another page', () => {
    expect(isStudioPage(`${ORIGIN}/studio-evil/`, [ORIGIN])).toBe(false);
    expect(isStudioPage(`${ORIGIN}/studio`, [ORIGIN])).toBe(true);
  });
});
