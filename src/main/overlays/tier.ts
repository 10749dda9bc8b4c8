import type { Money } from '#shared/live/live-event.ts';
import { cnyMicrosFromMoney } from '#shared/live/money.ts';

/** Yuan from which a tier begins; below the first it is 0. */
const STEPS_YUAN = [1, 10, 50, 200] as const;
const MICROS = 1_000_000;

/** How much it is, from 0 (nothing, or hardly) to 4. */
export function tierOf(money: Money | null): number {
  return money === null ? 0 : STEPS_YUAN.filter((yuan) => yuanOf(money) >= yuan).length;
}

export function yuanOf(money: Money): number {
  return cnyMicrosFromMoney(money) / MICROS;
}
