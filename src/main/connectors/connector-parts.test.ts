import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecentIds } from '#shared/live/recent-ids.ts';
import { createBackOff } from './back-off.ts';
import { cleanText } from './clean-text.ts';
import { createErrorCounters } from './error-counters.ts';
import { segmentsFromText } from './twitch/emote-segments.ts';
import { tagsFromLine } from './twitch/irc-message.wire.ts';
import { channelFrom } from './twitch/twitch-settings.ts';

describe('back-off', () => {
  it('stays within 20 % of 1, 2, 4, 8, 16, 30, 30 s whatever the dice say', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999999, noNaN: true }), (dice) => {
        const backOff = createBackOff(() => dice);
        for (const seconds of [1, 2, 4, 8, 16, 30, 30, 30]) {
          const delay = backOff.next() / 1000;
          expect(delay).toBeGreaterThanOrEqual(seconds * 0.8 - 1e-9);
          expect(delay).toBeLessThanOrEqual(seconds * 1.2);
        }
        backOff.reset();
        expect(backOff.next()).toBeLessThanOrEqual(1200);
      }),
    );
  });
});

describe('clean text', () => {
  it('never exceeds its limit, never ends in half a character and keeps no control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const cleaned = cleanText(text, limit);
        expect(cleaned.length).toBeLessThanOrEqual(limit);
        expect(/[\ud800-\udbff]$/.test(cleaned)).toBe(false);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
        expect(/[\u0000-\u001f\u202a-\u202e]/.test(cleaned)).toBe(false);
      }),
    );
  });

  it('keeps families of emoji together', () => {
    expect(cleanText('👩‍👩‍👧 ok', 100)).toBe('👩‍👩‍👧 ok');
  });
});

describe('emote ranges', () => {
  it('join back to the text, whatever the tag says', () => {
    const range = fc.tuple(fc.nat(30), fc.nat(30)).map(([from, to]) => `${from}-${to}`);
    const tag = fc.array(
      fc.tuple(
        fc.constantFrom('25', '1902', 'emotesv2_ab', ''),
        fc.array(fc.oneof(range, fc.constantFrom('', '3', 'a-b', '-1-2')), { maxLength: 4 }),
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', ' ', '🎉', '好', 'Kappa', '👍🏽'), { maxLength: 12 }), tag, (pieces, parts) => {
        const text = pieces.join('');
        const segments = segmentsFromText(text, parts.map(([id, ranges]) => `${id}:${ranges.join(',')}`).join('/'));
        expect(segments.map((segment) => (segment.type === 'emote' ? segment.name : segment.text)).join('')).toBe(text);
      }),
    );
  });
});

describe('small parts', () => {
  it('unescapes IRC tags by the rules, also the odd ones', () => {
    expect([...tagsFromLine('@a=x\\:y\\sz\\\\;b=\\r\\n;c=\\q\\;d;__proto__=p PING')]).toEqual([
      ['a', 'x;y z\\'],
      ['b', '\r\n'],
      ['c', 'q'],
      ['d', ''],
      ['__proto__', 'p'],
    ]);
  });

  it.each([
    ['name', 'name'],
    ['#Name', 'name'],
    ['@name', 'name'],
    [' https://www.twitch.tv/Name?x=1 ', 'name'],
    ['twitch.tv/name/videos', 'name'],
    ['a name', undefined],
    ['', undefined],
    ['x'.repeat(26), undefined],
  ])('reads the channel "%s" as %s', (text, expected) => {
    expect(channelFrom(text)).toBe(expected);
  });

  it('remembers at least as many ids as asked for and at most twice as many', () => {
    const ids = createRecentIds(100);
    for (let n = 0; n < 1000; n += 1) expect(ids.add(`id-${n}`)).toBe(true);
    for (let n = 900; n < 1000; n += 1) expect(ids.has(`id-${n}`)).toBe(true);
    expect(ids.size).toBeLessThanOrEqual(200);
    expect(ids.has('id-700')).toBe(false);
  });

  it('counts errors by code and takes no more than 100 codes', () => {
    const errors = createErrorCounters();
    for (let n = 0; n < 500; n += 1) errors.add(`code-${n}`);
    errors.add('code-0');
    errors.add('__proto__');
    expect(errors.counts['code-0']).toBe(2);
    expect(Object.keys(errors.counts)).toHaveLength(100);
  });
});
