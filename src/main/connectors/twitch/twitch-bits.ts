import type { GiftEvent } from '#shared/live/live-event.ts';

/** One bit brings the streamer about a US cent. */
const MICROS_PER_BIT = 10_000;

export function giftOfBits(bits: number): Pick<GiftEvent, 'kind' | 'paid' | 'value' | 'gift' | 'final'> {
  return {
    kind: 'gift',
    paid: true,
    value: { currency: 'USD', micros: bits * MICROS_PER_BIT, estimated: true },
    gift: { id: 'bits', name: 'Bits', count: bits, unitCoins: 1, totalCoins: bits, coinName: 'bits', comboId: null },
    final: true,
  };
}
