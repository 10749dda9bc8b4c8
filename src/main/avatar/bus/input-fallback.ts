import { OWN_INPUTS } from '#shared/avatar/input-parameters.ts';
import type { InputSlot } from './input-slot.ts';

/** An input of ours and the standard one that stands in for it. */
export interface FallbackPair {
  readonly slot: InputSlot;
  readonly from: InputSlot;
  /** Value for a raw value of `from`, kept between 0 and the range's ends. */
  readonly scale: number;
  readonly start: number;
  readonly least: number;
  readonly most: number;
}

export function createFallbacks(find: (name: string) => InputSlot | undefined): readonly FallbackPair[] {
  return OWN_INPUTS.flatMap(({ name, fallback }) => {
    const slot = find(name);
    const from = fallback === undefined ? undefined : find(fallback.input);
    if (slot === undefined || from === undefined || fallback === undefined) return [];
    const scale = (fallback.to[1] - fallback.to[0]) / (fallback.from[1] - fallback.from[0]);
    return [
      {
        ...{ slot, from, scale },
        start: fallback.to[0] - fallback.from[0] * scale,
        least: Math.min(...fallback.to),
        most: Math.max(...fallback.to),
      },
    ];
  });
}

/**
 * After mixing: what nobody (or nobody wholly) tells of an input of ours is taken from its stand-in, as far as that is told. Who tells both, tells neither
 * twice. Allocates nothing.
 */
export function coverFallback(pair: FallbackPair | undefined): void {
  if (pair === undefined) return;
  const { slot, from } = pair;
  const own = slot.holds.length === 0 ? 0 : slot.presence;
  // A slot without holds keeps what the last tick wrote; its own word is nothing.
  const rest = Math.max(0, (from.holds.length === 0 ? 0 : from.presence) - own);
  const total = own + rest;
  if (total === 0) {
    slot.presence = 0;
    slot.raw = slot.default;
    return;
  }
  if (rest === 0) return;
  const borrowed = Math.min(Math.max(from.raw * pair.scale + pair.start, pair.least), pair.most);
  slot.raw = (own === 0 ? borrowed * rest : slot.raw * own + borrowed * rest) / total;
  slot.presence = total;
}
