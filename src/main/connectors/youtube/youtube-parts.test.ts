import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings, mergeSettings, type SettingsPatch, settingsSchema } from '#shared/settings/settings.ts';
import { createConnectorProbe } from '../../../../tests/fakes/connector-probe.ts';
import type { SourcePlan } from '../connector.ts';
import { amountFromText } from './amount.ts';
import { targetFrom } from './video-target.ts';
import { youtubeSource } from './youtube-source.ts';

describe('prices as YouTube writes them', () => {
  it.each([
    ['¥1,000', 'CN', 'CNY', false, 1_000_000_000],
    ['$7.99', 'CA', 'CAD', false, 7_990_000],
    ['$7.99', 'FR', 'USD', true, 7_990_000],
    ['US$5', '', 'USD', false, 5_000_000],
    ['5,00\u00a0$', 'CA', 'CAD', false, 5_000_000],
    ['SEK\u00a050.00', '', 'SEK', false, 50_000_000],
    ['50,00 kr', 'NO', 'NOK', false, 50_000_000],
    ["CHF 1'234.50", '', 'CHF', false, 1_234_500_000],
    ['PLN 1 234,56', '', 'PLN', false, 1_234_560_000],
    ['￥500', 'JP', 'JPY', false, 500_000_000],
    ['₹1,00,000.00', '', 'INR', false, 100_000_000_000],
    ['5.00 zł', '', 'PLN', false, 5_000_000],
  ])('%s in region "%s" is %s', (text, region, currency, ambiguous, micros) => {
    expect(amountFromText(text, region)).toEqual({ currency, ambiguous, micros });
  });

  it.each(['', 'free', '$', '5', '$-5', '$5 $6', '$99999999999999', '1.2.3,4,5 €x'])('%j is no price', (text) => {
    expect(amountFromText(text, '')).toBeUndefined();
  });

  it('reads any amount back that is written with grouping and two decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.constantFrom('en', 'de', 'fr', 'ja', 'pt-BR'), (cents, locale) => {
        const text = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(cents / 100);
        expect(amountFromText(text, '')).toEqual({ currency: 'EUR', ambiguous: false, micros: cents * 10_000 });
      }),
    );
  });

  it('gives whole micros or nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const amount = amountFromText(text, 'US');
        if (amount !== undefined) expect(Number.isSafeInteger(amount.micros) && amount.micros >= 0).toBe(true);
      }),
    );
  });
});

describe('what the streamer may name', () => {
  it.each([
    ['abcdefghijk', { kind: 'video', id: 'abcdefghijk' }],
    ['https://www.youtube.com/watch?v=abcdefghijk&t=5', { kind: 'video', id: 'abcdefghijk' }],
    ['youtu.be/abcdefghijk?si=x', { kind: 'video', id: 'abcdefghijk' }],
    ['https://youtube.com/live/abcdefghijk?feature=share', { kind: 'video', id: 'abcdefghijk' }],
    ['https://studio.youtube.com/video/abcdefghijk/livestreaming', { kind: 'video', id: 'abcdefghijk' }],
    ['UCsaltsaltsaltsaltsalt01', { kind: 'channel', id: 'UCsaltsaltsaltsaltsalt01' }],
    ['https://m.youtube.com/channel/UCsaltsaltsaltsaltsalt01/live', { kind: 'channel', id: 'UCsaltsaltsaltsaltsalt01' }],
    [' @salt ', { kind: 'handle', handle: '@salt' }],
    ['https://www.youtube.com/@%E5%A1%A9', { kind: 'handle', handle: '@塩' }],
    ['www.youtube.com/@salt/streams', { kind: 'handle', handle: '@salt' }],
  ])('%s is a broadcast or a channel', (text, target) => {
    expect(targetFrom(text)).toEqual(target);
  });

  it.each([
    '',
    'salt',
    'https://example.org/watch?v=abcdefghijk',
    'https://youtube.com.evil.test/@salt',
    'javascript:alert(1)',
    'https://www.youtube.com/',
    'https://www.youtube.com/watch?v=%00',
    '@a b',
  ])('%j is none', (text) => {
    expect(targetFrom(text)).toBeUndefined();
  });
});

describe('the YouTube source', () => {
  const plans = (patch: SettingsPatch['youtube'], apiKey?: string): readonly SourcePlan[] =>
    youtubeSource({
      settings: settingsSchema.parse(mergeSettings(defaultSettings(), { youtube: patch })),
      secret: (name) => (name === 'youtube.apiKey' ? apiKey : undefined),
      keepSecret() {},
      dataDir: '/',
    });

  it('is planned when it is switched on and filled in', () => {
    expect(plans({ enabled: true })).toEqual([]);
    expect(plans({ video: '@salt' })).toEqual([]);
    expect(plans({ enabled: true, video: '@salt' })).toMatchObject([{ id: 'youtube', target: '@salt' }]);
  });

  it('starts anew when the key changes on the way that needs one, and only there', () => {
    const keyOf = (route: 'innertube' | 'data-api', apiKey: string): string | undefined =>
      plans({ enabled: true, video: '@salt', route }, apiKey)[0]?.key;
    expect(keyOf('data-api', 'a')).not.toBe(keyOf('data-api', 'b'));
    expect(keyOf('innertube', 'a')).toBe(keyOf('innertube', 'b'));
  });

  it.each([
    [{ enabled: true, video: 'nonsense' }, 'youtube-bad-target'],
    [{ enabled: true, video: '@salt', route: 'data-api' }, 'youtube-no-key'],
  ] as const)('says what is missing: %j', async (patch, reason) => {
    const probe = createConnectorProbe();
    const connector = await plans(patch)[0]?.create(probe.context);
    connector?.start();
    expect(probe.lastHealth).toMatchObject({ status: 'failed', reason });
    await connector?.close();
  });
});
