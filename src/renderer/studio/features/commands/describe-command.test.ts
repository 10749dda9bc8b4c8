import { expect, it } from 'vitest';
import { DEFAULT_COMMANDS } from '#shared/audience/default-commands.ts';
import { triggersFor } from './describe-command.ts';

it.each([
  ['en', /^[\x20-\x7e]+$/u],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['zh', /^[^\p{Script=Hiragana}\p{Script=Katakana}]*\p{Script=Han}/u],
] as const)('the first word of a command is one of the reader’s language: %s', (language, pattern) => {
  const points = DEFAULT_COMMANDS.find(({ triggers }) => triggers.some((one) => one.type === 'word' && one.word === '!points'));
  const sorted = triggersFor(language, points?.triggers ?? []);
  expect(sorted[0]).toMatchObject({ type: 'word', word: expect.stringMatching(pattern) });
  expect(sorted).toHaveLength(points?.triggers.length ?? -1);
});
