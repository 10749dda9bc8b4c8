import { expect, it } from 'vitest';
import { isThisComputer } from './obs-address.ts';

it.each([
  ['', true],
  ['ws://127.0.0.1:4455', true],
  ['localhost:4455', true],
  ['wss://[::1]:4455/obs', true],
  ['WS://LocalHost', true],
  ['ws://127.0.0.1.example.org', false],
  ['ws://192.168.1.20:4455', false],
  ['ws://studio-pc', false],
])('knows whether %s is this computer: %s', (url, is) => {
  expect(isThisComputer(url)).toBe(is);
});
