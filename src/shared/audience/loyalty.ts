/** What loyalty is made of. */
export interface LoyaltyFacts {
  /** Calendar days on which they were here. */
  readonly days: number;
  readonly messages: number;
  /** All that they gave, in micros of CNY. */
  readonly cnyMicros: number;
}

const HALF_WAY = { days: 8, messages: 200, yuan: 200 } as const;

/**
 * 0 for a stranger to 1 for who is always there: half from days, a quarter each from messages and money. Each part rises fast at first and never quite
 * reaches its share (x ÷ (x + half-way)): eight days, 200 messages and 200 yuan make 0.5. The first day and the first line count for nothing.
 */
export function loyaltyFrom(facts: LoyaltyFacts): number {
  const part = (amount: number, halfWay: number): number => amount / (amount + halfWay);
  const loyalty =
    0.5 * part(Math.max(0, facts.days - 1), HALF_WAY.days) +
    0.25 * part(Math.max(0, facts.messages - 1), HALF_WAY.messages) +
    0.25 * part(Math.max(0, facts.cnyMicros) / 1_000_000, HALF_WAY.yuan);
  return Math.round(loyalty * 1000) / 1000;
}
