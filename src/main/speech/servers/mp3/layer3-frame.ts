import type { BitReader } from './bit-reader.ts';
import { BANDS, type Bands, BIT_RATES } from './layer3-tables.ts';

/** The four bytes that open a frame. */
export interface FrameHeader {
  /** MPEG-2 and 2.5: one granule instead of two. */
  readonly isLow: boolean;
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  readonly isMidSide: boolean;
  readonly isIntensity: boolean;
  readonly hasChecksum: boolean;
  /** Of the whole frame with its header. */
  readonly bytes: number;
  readonly sideInfoBytes: number;
  readonly bands: Bands;
}

const RATES = [44_100, 48_000, 32_000];

/** undefined: no frame of layer III begins here (or one of free format, which no voice server sends). */
export function frameHeaderAt(bytes: Uint8Array, at: number): FrameHeader | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  const version = (b >> 3) & 3;
  const isLayer3 = ((b >> 1) & 3) === 1;
  const rateIndex = (c >> 2) & 3;
  const bitRateIndex = c >> 4;
  if (a !== 0xff || (b & 0xe0) !== 0xe0 || version === 1 || !isLayer3 || rateIndex === 3) return undefined;
  if (bitRateIndex === 0 || bitRateIndex === 15) return undefined;
  const isLow = version !== 3;
  const sampleRateHz = (RATES[rateIndex] ?? 0) / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const bands = BANDS[sampleRateHz];
  const kilobits = BIT_RATES[isLow ? 'low' : 'full'][bitRateIndex - 1];
  if (!bands || kilobits === undefined) return undefined;
  const mode = d >> 6;
  const channels = mode === 3 ? 1 : 2;
  return {
    isLow,
    sampleRateHz,
    channels,
    isMidSide: mode === 1 && (d & 0x20) !== 0,
    isIntensity: mode === 1 && (d & 0x10) !== 0,
    hasChecksum: (b & 1) === 0,
    bytes: Math.floor(((isLow ? 72_000 : 144_000) * kilobits) / sampleRateHz) + ((c >> 1) & 1),
    sideInfoBytes: isLow ? (channels === 1 ? 9 : 17) : channels === 1 ? 17 : 32,
    bands,
  };
}

/** How one channel of one granule (576 lines) is coded. */
export interface Granule {
  /** Bits of scale factors and lines. */
  readonly bits: number;
  /** Pairs of lines that are coded as such. */
  readonly bigPairs: number;
  readonly globalGain: number;
  readonly scaleCompress: number;
  /** 0: long; 1: start; 2: three short ones; 3: stop. */
  readonly blockType: number;
  /** The two lowest subbands are long all the same. */
  readonly isMixed: boolean;
  /** Huffman tables of three regions, and the lines at which the first two end. */
  readonly tables: readonly number[];
  readonly regionEnds: readonly [number, number];
  readonly subblockGains: readonly number[];
  readonly preFlag: boolean;
  /** Scale factors count in steps of 2^−½, or of 2⁻¹. */
  readonly scaleStep: number;
  /** 1: quads are four plain bits, inverted. */
  readonly quadTable: number;
}

export interface SideInfo {
  /** Where the main data begins: so many bytes before this frame's own. */
  readonly back: number;
  /** Of MPEG-1's second granule, by channel: groups of bands whose scale factors are those of the first. */
  readonly shared: readonly (readonly boolean[])[];
  /** By granule, then by channel. */
  readonly granules: readonly (readonly Granule[])[];
}

export function readSideInfo(bits: BitReader, header: FrameHeader): SideInfo {
  const { isLow, channels } = header;
  const back = bits.read(isLow ? 8 : 9);
  bits.read(isLow ? channels : channels === 1 ? 5 : 3);
  const perChannel = <T>(make: () => T): T[] => Array.from({ length: channels }, make);
  const shared = perChannel(() => (isLow ? [] : [0, 1, 2, 3].map(() => bits.read(1) === 1)));
  const granules = Array.from({ length: isLow ? 1 : 2 }, () => perChannel(() => readGranule(bits, header)));
  return { back, shared, granules };
}

function readGranule(bits: BitReader, { isLow, bands }: FrameHeader): Granule {
  const length = bits.read(12);
  const bigPairs = bits.read(9);
  const globalGain = bits.read(8);
  const scaleCompress = bits.read(isLow ? 9 : 4);
  const block = bits.read(1) === 1 ? readWindowed(bits, bands) : readPlain(bits, bands);
  const preFlag = isLow ? scaleCompress >= 500 : bits.read(1) === 1;
  const scaleStep = bits.read(1) === 1 ? 1 : 0.5;
  return { bits: length, bigPairs, globalGain, scaleCompress, ...block, preFlag, scaleStep, quadTable: bits.read(1) };
}

type Block = Pick<Granule, 'blockType' | 'isMixed' | 'tables' | 'regionEnds' | 'subblockGains'>;

function readPlain(bits: BitReader, { long }: Bands): Block {
  const tables = [bits.read(5), bits.read(5), bits.read(5)];
  const first = bits.read(4) + 1;
  const second = first + bits.read(3) + 1;
  return {
    blockType: 0,
    isMixed: false,
    tables,
    regionEnds: [long[Math.min(22, first)] ?? 576, long[Math.min(22, second)] ?? 576],
    subblockGains: [0, 0, 0],
  };
}

/** Two regions with fixed borders. */
function readWindowed(bits: BitReader, { long, short }: Bands): Block {
  const blockType = bits.read(2);
  const isMixed = bits.read(1) === 1;
  const tables = [bits.read(5), bits.read(5), 0];
  const subblockGains = [bits.read(3), bits.read(3), bits.read(3)];
  const firstEnd = blockType === 2 && !isMixed ? 3 * (short[3] ?? 12) : (long[8] ?? 36);
  return { blockType, isMixed: blockType === 2 && isMixed, tables, regionEnds: [firstEnd, 576], subblockGains };
}
