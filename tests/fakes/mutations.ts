import { glbFrom } from '#main/avatar/import/vrm/glb.ts';

/** Ways to break a file, chosen by a generator that repeats itself. */
export interface Dice {
  /** A whole number, 0 … below − 1. */
  roll(below: number): number;
  pick<T>(from: readonly T[]): T;
}

/** mulberry32. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const roll = (below: number): number => Math.floor(next() * below);
  return {
    roll,
    pick(from) {
      const one = from[roll(from.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
  };
}

const NUMBERS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0x8000_0000, 0xffff_fff0];

const ODD_VALUES: readonly unknown[] = [
  null,
  -1,
  0,
  0.5,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 53,
  '',
  '../../../../etc/passwd',
  '/etc/passwd',
  'C:\\x',
  'https://example.org/x.png',
  'data:,x',
  '\u0000',
  'x'.repeat(5000),
  [],
  {},
  [[[[[[[[]]]]]]]],
  true,
  { __proto__: { index: 1 } },
];

/** Any bytes at all. */
export function mutateBytes(bytes: Uint8Array, dice: Dice): Uint8Array {
  const out = Buffer.from(bytes);
  if (out.length < 16) return out;
  switch (dice.roll(6)) {
    case 0:
      for (let count = 1 + dice.roll(16); count > 0; count -= 1) {
        const at = dice.roll(out.length);
        out[at] = (out[at] ?? 0) ^ (1 << dice.roll(8));
      }
      return out;
    case 1:
      return out.subarray(0, dice.roll(out.length));
    case 2:
      // Lengths and offsets stand near the beginning and near the end.
      out.writeUInt32LE(
        dice.pick(NUMBERS),
        dice.pick([dice.roll(Math.min(96, out.length - 4)), out.length - 4 - dice.roll(Math.min(96, out.length - 4))]),
      );
      return out;
    case 3:
      out.writeUInt32BE(dice.pick(NUMBERS), dice.roll(out.length - 4));
      return out;
    case 4: {
      const from = dice.roll(out.length);
      const to = Math.min(out.length, from + dice.roll(2000));
      return Buffer.concat([out.subarray(0, from), out.subarray(to)]);
    }
    default: {
      const from = dice.roll(out.length);
      const piece = out.subarray(from, Math.min(out.length, from + dice.roll(500)));
      const at = dice.roll(out.length);
      return Buffer.concat([out.subarray(0, at), piece, out.subarray(at)]);
    }
  }
}

/** Replaces, removes or repeats one value somewhere in a JSON document. */
export function mutateJson(json: unknown, dice: Dice): unknown {
  const copy: unknown = structuredClone(json);
  let at: unknown = copy;
  for (let depth = dice.roll(7); ; depth -= 1) {
    if (typeof at !== 'object' || at === null) return copy;
    const keys = Object.keys(at);
    if (keys.length === 0) return copy;
    const key = dice.pick(keys);
    const inner: unknown = Reflect.get(at, key);
    if (depth > 0 && typeof inner === 'object' && inner !== null) {
      at = inner;
      continue;
    }
    const way = dice.roll(4);
    if (way === 0) Reflect.deleteProperty(at, key);
    else if (way === 1 && Array.isArray(at)) at.push(...Array.from({ length: 1 + dice.roll(50) }, () => structuredClone(inner)));
    else
      Reflect.set(
        at,
        key,
        typeof inner === 'number' && dice.roll(2) === 0 ? inner + dice.pick([1, -1, 1000, 0.5]) : dice.pick(ODD_VALUES),
      );
    return copy;
  }
}

/** A GLB with its description changed, and its numbers sometimes. */
export function mutateGlb(file: Uint8Array, dice: Dice): Uint8Array {
  const data = Buffer.from(file);
  const jsonEnd = 20 + data.readUInt32LE(12);
  const bin = Buffer.from(data.subarray(jsonEnd + 8));
  let json: unknown = JSON.parse(data.toString('utf8', 20, jsonEnd));
  for (let count = 1 + dice.roll(3); count > 0; count -= 1) json = mutateJson(json, dice);
  if (dice.roll(3) === 0 && bin.length > 8)
    bin.writeUInt32LE(dice.pick([0x7fc0_0000, 0x7f80_0000, 0xffff_ffff, 0]), 4 * dice.roll((bin.length >> 2) - 1));
  return glbFrom(json, bin);
}
