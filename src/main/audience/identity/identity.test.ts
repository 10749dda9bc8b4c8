import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { chatOf, userOf } from '../../../../tests/fakes/live-events.ts';
import { accountOf } from './account.ts';
import { createIdentity, type Identity } from './identity.ts';
import { createLinkCodes } from './link-codes.ts';

test('gives nobody a key whom the platform hides, and never takes a masked name for one', () => {
  const said = chatOf('hi', { name: 'mia' });
  expect(accountOf(said)).toBe('custom:id-mia');
  const hidden = [{ id: null }, { id: '' }, { masked: true }, { anonymous: true }];
  for (const more of hidden) expect(accountOf({ ...said, user: { ...userOf('mia'), ...more } })).toBeUndefined();
  expect(accountOf({ ...said, source: 'microphone' })).toBeUndefined();
  expect(accountOf({ ...said, mirrored: true })).toBeUndefined();
});

const ACCOUNTS = ['a:1', 'a:2', 'b:1', 'b:2', 'c:1'];
function persons(identity: Identity): string[] {
  return ACCOUNTS.map((account) => identity.personOf(account));
}

test('takes every merge and split back exactly, and links nobody to a linked account', () => {
  const account = fc.constantFrom(...ACCOUNTS);
  const step = fc.record({ merge: fc.boolean(), one: account, other: account });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const identity = createIdentity();
      for (const { merge, one, other } of steps) {
        const before = persons(identity);
        const { links, undo } = merge ? identity.merge(one, other) : identity.split(one);
        identity.relink(links);
        if (merge) expect(identity.personOf(one)).toBe(identity.personOf(other));
        else expect(identity.accountsOf(one)).toEqual([one]);
        for (const person of persons(identity)) expect(identity.personOf(person)).toBe(person);
        for (const each of ACCOUNTS) expect(identity.accountsOf(identity.personOf(each))).toContain(each);
        const after = persons(identity);
        identity.relink(undo);
        expect(persons(identity)).toEqual(before);
        identity.relink(links);
        expect(persons(identity)).toEqual(after);
      }
    }),
  );
});

const mia = { account: 'twitch:1', name: 'Mia' };
const miaToo = { account: 'bilibili:2', name: '小米' };
const thief = { account: 'bilibili:3', name: 'thief' };
function codes() {
  let count = 0;
  const clock = createFakeClock();
  // 0, 1/31, 2/31 …: a code of its own each time.
  return { clock, codes: createLinkCodes(clock, () => ((count++ * 7) % 31) / 31) };
}
function codeOf(outcome: { kind: string; code?: string }): string {
  expect(outcome).toMatchObject({ kind: 'code', code: expect.stringMatching(/^[2-9A-HJKMNP-Z]{6}$/) });
  return outcome.code ?? '';
}

test('links two accounts once both have said the code, and only once', () => {
  const { codes: desk } = codes();
  const code = codeOf(desk.ask(mia));
  expect(desk.give(mia, code)).toEqual({ kind: 'same-account' });
  expect(desk.give(miaToo, ` ${code.toLowerCase()} `)).toEqual({ kind: 'confirm', code, asker: 'Mia', claimant: '小米' });
  expect(desk.give(mia, code)).toEqual({ kind: 'agreed', asker: mia, claimant: miaToo });
  expect(desk.give(mia, code)).toEqual({ kind: 'wrong-code' });
});

test('gives nobody else a code that was claimed, and links nobody before the one who asked agrees', () => {
  const { codes: desk } = codes();
  const code = codeOf(desk.ask(mia));
  desk.give(thief, code);
  expect(desk.give(miaToo, code)).toEqual({ kind: 'wrong-code' });
  // She sees the thief's name, asks anew, and the old code is worth nothing.
  const fresh = codeOf(desk.ask(mia));
  expect(desk.give(mia, code)).toEqual({ kind: 'wrong-code' });
  desk.give(miaToo, fresh);
  expect(desk.give(mia, fresh)).toMatchObject({ kind: 'agreed', claimant: miaToo });
});

test('ends a code after ten minutes', () => {
  const { codes: desk, clock } = codes();
  const code = codeOf(desk.ask(mia));
  clock.advance(10 * 60_000);
  expect(desk.give(miaToo, code)).toEqual({ kind: 'wrong-code' });
});

test('lets nobody guess more than five times in ten minutes', () => {
  const { codes: desk, clock } = codes();
  const code = codeOf(desk.ask(mia));
  for (let guess = 0; guess < 5; guess += 1) expect(desk.give(thief, `AAAAA${guess}`)).toEqual({ kind: 'wrong-code' });
  expect(desk.give(thief, code)).toMatchObject({ kind: 'too-many-tries' });
  expect(desk.give(miaToo, code)).toMatchObject({ kind: 'confirm' });
  clock.advance(10 * 60_000);
  expect(desk.give(thief, 'AAAAAA')).toEqual({ kind: 'wrong-code' });
});
