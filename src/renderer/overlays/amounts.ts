import type { OverlayShow } from '#shared/overlays/overlay-states.ts';

const MICROS = 1_000_000;
const LOCALES = { zh: 'zh-CN', en: 'en', ja: 'ja-JP' } as const;

export function numberText(value: number, language: OverlayShow['language']): string {
  return value.toLocaleString(LOCALES[language]);
}

/** "¥30", "US$4.99": without cents where there are none, and never one sign for two currencies. */
export function moneyText(
  { currency, micros }: { readonly currency: string; readonly micros: number },
  language: OverlayShow['language'],
): string {
  const amount = micros / MICROS;
  try {
    return amount.toLocaleString(LOCALES[language], {
      style: 'currency',
      currency,
      currencyDisplay: 'symbol',
      minimumFractionDigits: 0,
      maximumFractionDigits: Number.isInteger(amount) ? 0 : 2,
    });
  } catch {
    // Bridges hand on whatever three letters they are given.
    return `${numberText(amount, language)} ${currency}`;
  }
}

/** "1:02:03" or "02:03". */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
