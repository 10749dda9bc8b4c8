import type { Money } from '#shared/live/live-event.ts';
import { isUnknownAmount } from '#shared/live/money.ts';

const MICROS = 1_000_000;

/** An amount in the reader's notation; ≈ when it was derived from a platform's coins. */
export function moneyText({ currency, micros, estimated }: Money, language: string): string {
  if (isUnknownAmount({ currency, micros })) return '?';
  const amount = micros / MICROS;
  const mark = estimated ? '≈ ' : '';
  // Three characters that are no letters are not a currency code, and Intl would throw.
  if (!/^[A-Za-z]{3}$/.test(currency)) return `${mark}${amount} ${currency}`;
  return (
    mark +
    new Intl.NumberFormat(language, {
      style: 'currency',
      currency,
      maximumFractionDigits: 2,
      minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
    }).format(amount)
  );
}
