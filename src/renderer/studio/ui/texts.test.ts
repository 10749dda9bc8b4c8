import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { STRING_TABLES } from '../i18n/strings.ts';
import { previewAddress } from '../shell/preview.ts';
import { bytesText, clockText } from './amounts.ts';
import { healthText } from './health-text.ts';
import { moneyText } from './money.ts';
import { problemText } from './problem.ts';
import { withoutToken } from './without-token.ts';

describe('withoutToken', () => {
  it('hides every token and nothing else', () => {
    expect(withoutToken('http://h/stage/?kind=obs&token=SECRET&x=1#token=OTHER')).toBe(
      'http://h/stage/?kind=obs&token=••••••••&x=1#token=••••••••',
    );
    expect(withoutToken('http://h/api/v1')).toBe('http://h/api/v1');
  });
});

describe('previewAddress', () => {
  it('is the stage of the same server under the same token, marked as a preview', () => {
    expect(previewAddress('http://localhost:9/studio/?token=T#live')).toBe('http://localhost:9/stage/?kind=preview&token=T');
  });
});

describe('amounts', () => {
  it('writes money in the reader’s notation, and marks estimates', () => {
    expect(moneyText({ currency: 'USD', micros: 4_990_000, estimated: true }, 'en')).toBe('≈ $4.99');
    expect(moneyText({ currency: 'JPY', micros: 500_000_000, estimated: false }, 'ja')).toMatch(/[¥￥]500/);
  });

  it('does not fail on a currency that is none', () => {
    expect(moneyText({ currency: '***', micros: 1_500_000, estimated: false }, 'en')).toBe('1.5 ***');
  });

  it('writes sizes and lengths for people', () => {
    expect([bytesText(900), bytesText(1_830_000), bytesText(20 * 1024)]).toEqual(['900 B', '1.7 MB', '20 KB']);
    expect([clockText(247_000), clockText(5_423_000), clockText(-5)]).toEqual(['4:07', '1:30:23', '0:00']);
  });
});

describe('healthText', () => {
  const report = { reason: 'no-stage', message: 'No stage is open. Open one.' };
  it('translates by reason, and in English uses the studio’s own words, which name what is meant', () => {
    expect(healthText('en', report)).toBe(report.message);
    expect(healthText('zh-CN', report)).toContain('没有舞台');
  });

  it('falls back to the message for a reason that it does not know', () => {
    expect(healthText('ja', { reason: 'brand-new', message: 'Do this.' })).toBe('Do this.');
    expect(healthText('ja', {})).toBeUndefined();
  });
});

describe('problemText', () => {
  const refused = new ORPCError('NOT_FOUND', { message: 'There is no recording named x. Choose one from the list.' });

  it('gives the studio’s own sentence in English, and says what kind of failure it is before it in other languages', () => {
    expect(problemText(STRING_TABLES.en, refused)).toBe('There is no recording named x. Choose one from the list.');
    expect(problemText(STRING_TABLES['zh-CN'], refused)).toBe(
      '没有找到（There is no recording named x. Choose one from the list.）',
    );
    expect(problemText(STRING_TABLES.ja, refused)).toMatch(/^見つかりませんでした（There is/u);
  });

  it('has words for a failure that brings none', () => {
    expect(problemText(STRING_TABLES.en, new ORPCError('TEAPOT', { message: '' }))).toContain('TEAPOT');
    expect(problemText(STRING_TABLES.en, new Error('socket closed'))).toBe(STRING_TABLES.en.errors.unreachable);
  });
});
