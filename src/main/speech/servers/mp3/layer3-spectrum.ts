import type { BitReader } from './bit-reader.ts';
import { LINBITS } from './huffman-tables.ts';
import type { FrameHeader, Granule } from './layer3-frame.ts';
import { LOW_SCALE_COUNTS, PRE_EMPHASIS, SCALE_LENGTHS } from './layer3-tables.ts';

export const LINES = 576;
/** Scale factors of a channel: of long bands in order, or of short ones window by window within each band. A mixed block has both. */
export interface ScaleFactors {
  readonly long: Uint8Array;
  /** Band × 3 + window. */
  readonly short: Uint8Array;
}

export const freshScaleFactors = (): ScaleFactors => ({ long: new Uint8Array(23), short: new Uint8Array(42) });

/** Groups of long bands whose factors a second granule may share. */
const GROUPS = [0, 6, 11, 16, 21];

/** Reads a granule's scale factors into `into`. `shared`: groups that keep what the first granule had; undefined for MPEG-2. */
export function readScaleFactors(
  bits: BitReader,
  header: FrameHeader,
  granule: Granule,
  shared: readonly boolean[] | undefined,
  into: ScaleFactors,
): void {
  if (header.isLow) readLow(bits, granule, into);
  else if (granule.blockType === 2) readFullShort(bits, granule, into);
  else readFullLong(bits, granule, shared ?? [], into);
}

function readFullLong(bits: BitReader, granule: Granule, shared: readonly boolean[], { long }: ScaleFactors): void {
  const [low, high] = SCALE_LENGTHS[granule.scaleCompress] ?? [0, 0];
  for (let group = 0; group < 4; group++) {
    if (shared[group]) continue;
    for (let band = GROUPS[group] ?? 0; band < (GROUPS[group + 1] ?? 0); band++) long[band] = bits.read(band < 11 ? low : high);
  }
  long.fill(0, 21);
}

function readFullShort(bits: BitReader, granule: Granule, { long, short }: ScaleFactors): void {
  const [low, high] = SCALE_LENGTHS[granule.scaleCompress] ?? [0, 0];
  if (granule.isMixed) for (let band = 0; band < 8; band++) long[band] = bits.read(low);
  for (let i = granule.isMixed ? 9 : 0; i < 36; i++) short[i] = bits.read(i < 18 ? low : high);
  short.fill(0, 36);
}

function readLow(bits: BitReader, granule: Granule, { long, short }: ScaleFactors): void {
  const { lengths, scheme } = lowLengths(granule.scaleCompress);
  const kind = granule.blockType !== 2 ? 'long' : granule.isMixed ? 'mixed' : 'short';
  const counts = LOW_SCALE_COUNTS[scheme]?.[kind] ?? [];
  const factors = counts.flatMap((count, group) => Array.from({ length: count }, () => bits.read(lengths[group] ?? 0)));
  const longBands = kind === 'long' ? 21 : kind === 'mixed' ? 6 : 0;
  long.fill(0);
  short.fill(0);
  long.set(factors.slice(0, longBands));
  if (kind !== 'long') short.set(factors.slice(longBands), kind === 'mixed' ? 9 : 0);
}

/** 13818-3, 2.4.3.2: lengths in four groups from one number; intensity stereo has other ones. */
function lowLengths(compress: number): { readonly lengths: readonly number[]; readonly scheme: number } {
  if (compress < 400) {
    const upper = compress >> 4;
    return { lengths: [Math.floor(upper / 5), upper % 5, (compress & 15) >> 2, compress & 3], scheme: 0 };
  }
  if (compress < 500) {
    const upper = (compress - 400) >> 2;
    return { lengths: [Math.floor(upper / 5), upper % 5, (compress - 400) & 3, 0], scheme: 1 };
  }
  return { lengths: [Math.floor((compress - 500) / 3), (compress - 500) % 3, 0, 0], scheme: 2 };
}

/** Reads the quantised lines up to bit `end`; returns how many are coded, those after are 0. */
export function readLines(bits: BitReader, granule: Granule, end: number, into: Int32Array): number {
  into.fill(0);
  const bigEnd = Math.min(LINES, granule.bigPairs * 2);
  let at = 0;
  while (at < bigEnd && bits.position < end) {
    const region = at < granule.regionEnds[0] ? 0 : at < granule.regionEnds[1] ? 1 : 2;
    const table = granule.tables[region] ?? 0;
    const pair = table === 0 ? 0 : bits.symbol(table < 16 ? table : table < 24 ? 16 : 24);
    const more = table < 16 ? 0 : (LINBITS[table - 16] ?? 0);
    into[at++] = signed(bits, pair >> 4, more);
    into[at++] = signed(bits, pair & 15, more);
  }
  at = bigEnd;
  while (at + 4 <= LINES && bits.position < end) {
    const quad = granule.quadTable === 1 ? 15 - bits.read(4) : bits.symbol('quads');
    for (let i = 0; i < 4; i++) into[at + i] = signed(bits, (quad >> (3 - i)) & 1, 0);
    at += 4;
  }
  // A last quad that ran beyond the end was padding.
  if (bits.position > end && at >= 4 && at > bigEnd) into.fill(0, at - 4);
  bits.position = end;
  return at;
}

function signed(bits: BitReader, value: number, more: number): number {
  const whole = value === 15 && more > 0 ? value + bits.read(more) : value;
  if (whole === 0) return 0;
  return bits.read(1) === 1 ? -whole : whole;
}

/** Lines as amplitudes, in the order of frequency (short blocks: the three windows take turns line by line). */
export function dequantise(
  lines: Int32Array,
  header: FrameHeader,
  granule: Granule,
  factors: ScaleFactors,
  into: Float32Array,
): void {
  into.fill(0);
  const isShort = granule.blockType === 2;
  const longEnd = !isShort ? LINES : granule.isMixed ? 36 : 0;
  const { long, short } = header.bands;
  for (let band = 0; (long[band] ?? LINES) < longEnd; band++) {
    const factor = (factors.long[band] ?? 0) + (granule.preFlag ? (PRE_EMPHASIS[band] ?? 0) : 0);
    const gain = 2 ** ((granule.globalGain - 210) / 4 - granule.scaleStep * factor);
    const end = Math.min(longEnd, long[band + 1] ?? LINES);
    for (let at = long[band] ?? 0; at < end; at++) into[at] = amplitude(lines[at] ?? 0) * gain;
  }
  if (!isShort) return;
  for (let band = granule.isMixed ? 3 : 0; band < 13; band++) {
    const from = short[band] ?? 0;
    const width = (short[band + 1] ?? 192) - from;
    for (let window = 0; window < 3; window++) {
      const exponent = (granule.globalGain - 210 - 8 * (granule.subblockGains[window] ?? 0)) / 4;
      const gain = 2 ** (exponent - granule.scaleStep * (factors.short[band * 3 + window] ?? 0));
      for (let i = 0; i < width; i++) {
        const line = lines[from * 3 + window * width + i] ?? 0;
        into[(from + i) * 3 + window] = amplitude(line) * gain;
      }
    }
  }
}

const amplitude = (value: number): number => (value < 0 ? -((-value) ** (4 / 3)) : value ** (4 / 3));
