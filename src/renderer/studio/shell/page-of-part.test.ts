import { expect, it } from 'vitest';
import { STRING_TABLES } from '../i18n/strings.ts';
import { pageOfPart } from './page-of-part.ts';

it('leads from every part that has a name to a page', () => {
  const { health } = STRING_TABLES.en;
  const states = ['off', 'connecting', 'ready', 'degraded', 'failed'];
  // A bridge is named by its own id; `live` is no part that can fail.
  const parts = Object.keys(health).filter((id) => ![...states, 'bridge', 'live'].includes(id));
  expect(parts.filter((id) => pageOfPart(id) === undefined)).toEqual([]);
});

it.each([
  ['voice-espeak', 'voice'],
  ['inference-words-sherpa', 'local-models'],
  ['bridge-7f', 'connections'],
  ['obs-setup', 'obs'],
  ['bindings', 'hotkeys'],
  ['hotkeys', 'settings'],
] as const)('leads from %s to %s', (part, page) => {
  expect(pageOfPart(part)).toBe(page);
});

it('knows no page of a part that it was never told of', () => {
  expect(pageOfPart('brand-new')).toBeUndefined();
});
