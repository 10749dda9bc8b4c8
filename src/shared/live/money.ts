import type { Money } from '#shared/live/live-event.ts';

/** US dollars for one unit. Rough: for order, thanks and points, never for accounts. Unknown currencies count as a tenth of a dollar. */
const USD_PER_UNIT: Readonly<Record<string, number>> = {
  USD: 1,
  EUR: 1.1,
  GBP: 1.27,
  CNY: 0.14,
  TWD: 0.031,
  HKD: 0.128,
  JPY: 0.0067,
  KRW: 0.00073,
  CAD: 0.73,
  AUD: 0.65,
  SGD: 0.75,
  MYR: 0.22,
  THB: 0.028,
  BRL: 0.18,
  MXN: 0.055,
  INR: 0.012,
  IDR: 0.00006,
  VND: 0.00004,
  PHP: 0.017,
  RUB: 0.011,
  CHF: 1.13,
};

/** ISO 4217's code for no currency: a price that could not be read. It was paid, nobody knows how much. */
export const UNKNOWN_CURRENCY = 'XXX';

export function isUnknownAmount({ currency, micros }: { readonly currency: string; readonly micros: number }): boolean {
  return currency === UNKNOWN_CURRENCY || (micros === 0 && currency === '');
}

function usdPerUnit(currency: string): number {
  return Object.hasOwn(USD_PER_UNIT, currency) ? (USD_PER_UNIT[currency] ?? 0.1) : 0.1;
}

export function usdFromMoney(money: Money): number {
  return (money.micros / 1_000_000) * usdPerUnit(money.currency);
}

/** Whole micros of CNY; exact for CNY. */
export function cnyMicrosFromMoney(money: { readonly currency: string; readonly micros: number }): number {
  if (money.currency === 'CNY') return money.micros;
  return Math.round((money.micros * usdPerUnit(money.currency)) / usdPerUnit('CNY'));
}
