import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import { joinBytes } from '../pcm-reader.ts';
import { voiceProblem } from '../voice-problem.ts';
import { type BitReader, createBitReader } from './bit-reader.ts';
import { createHybridFilter, type HybridFilter, reduceAliases } from './hybrid-filter.ts';
import { type FrameHeader, frameHeaderAt, readSideInfo, type SideInfo } from './layer3-frame.ts';
import { dequantise, freshScaleFactors, LINES, readLines, readScaleFactors, type ScaleFactors } from './layer3-spectrum.ts';

/** MP3 (MPEG-1, 2 and 2.5, layer III) as it comes → mono samples. Tags are passed over; broken stretches are searched for the next frame. */
export interface Mp3Stream {
  /** Throws `not-sound` for what is no MP3. */
  push(bytes: Uint8Array): readonly SynthesisEvent[];
  end(): readonly SynthesisEvent[];
}

/** Main data that a later frame may still use, bytes. */
const MOST_BACK = 511;
/** Without a frame in this much it is no MP3. */
const MOST_SEARCH = 64 * 1024;

interface Channel {
  readonly filter: HybridFilter;
  readonly factors: ScaleFactors;
  readonly lines: Float32Array;
}

export function createMp3Stream(): Mp3Stream {
  let waiting: Uint8Array = new Uint8Array(0);
  let reservoir: Uint8Array = new Uint8Array(0);
  let rateHz = 0;
  let searched = 0;
  let toSkip = 0;
  const channels: Channel[] = [0, 1].map(() => ({
    filter: createHybridFilter(),
    factors: freshScaleFactors(),
    lines: new Float32Array(LINES),
  }));
  const quantised = new Int32Array(LINES);

  /** One step; false when more bytes are needed. */
  function step(events: SynthesisEvent[], isLast: boolean): boolean {
    if (toSkip > 0) {
      const count = Math.min(toSkip, waiting.length);
      toSkip -= count;
      waiting = waiting.subarray(count);
      return count > 0;
    }
    if (waiting.length < 10) return false;
    const tag = tagLength(waiting);
    if (tag > 0) {
      toSkip = tag;
      return true;
    }
    const header = frameHeaderAt(waiting, 0);
    if (!header || (rateHz !== 0 && header.sampleRateHz !== rateHz)) return search();
    if (waiting.length < header.bytes) return false;
    // A frame is believed when another follows; the last one has none.
    if (!isLast && waiting.length < header.bytes + 4) return false;
    if (waiting.length >= header.bytes + 4 && !frameHeaderAt(waiting, header.bytes) && !isTag(waiting, header.bytes))
      return search();
    searched = 0;
    frame(waiting.subarray(0, header.bytes), header, events);
    waiting = waiting.subarray(header.bytes);
    return true;
  }

  function search(): boolean {
    searched++;
    if (searched > MOST_SEARCH) throw voiceProblem('not-sound', 'the server named its reply MP3, but it is none', 'MP3');
    waiting = waiting.subarray(1);
    return true;
  }

  function frame(bytes: Uint8Array, header: FrameHeader, events: SynthesisEvent[]): void {
    if (header.isIntensity)
      throw voiceProblem('not-sound', 'the server sends MP3 with intensity stereo: choose WAV', 'intensity stereo');
    const sideFrom = 4 + (header.hasChecksum ? 2 : 0);
    const mainFrom = sideFrom + header.sideInfoBytes;
    if (isInfoFrame(bytes, mainFrom)) return;
    const side = readSideInfo(createBitReader(bytes, sideFrom * 8), header);
    const main = bytes.subarray(mainFrom);
    const missing = side.back > reservoir.length;
    const data = joinBytes(missing ? reservoir : reservoir.subarray(reservoir.length - side.back), main);
    const samples = missing ? new Float32Array(LINES * side.granules.length) : granules(createBitReader(data), header, side);
    reservoir = data.slice(Math.max(0, data.length - MOST_BACK));
    if (rateHz === 0) {
      rateHz = header.sampleRateHz;
      events.push({ type: 'format', sampleRateHz: rateHz });
    }
    events.push({ type: 'pcm', samples });
  }

  function granules(bits: BitReader, header: FrameHeader, side: SideInfo): Float32Array {
    const samples = new Float32Array(LINES * side.granules.length);
    for (const [index, granule] of side.granules.entries()) {
      for (const [at, coded] of granule.entries()) {
        const channel = channels[at];
        if (!channel) continue;
        const end = bits.position + coded.bits;
        readScaleFactors(bits, header, coded, index === 0 ? undefined : side.shared[at], channel.factors);
        readLines(bits, coded, end, quantised);
        dequantise(quantised, header, coded, channel.factors, channel.lines);
      }
      if (header.isMidSide) midSide(channels);
      for (const [at, coded] of granule.entries()) {
        const channel = channels[at];
        if (!channel) continue;
        reduceAliases(channel.lines, coded);
        mix(channel.filter.process(channel.lines, coded), samples, index * LINES, 1 / header.channels);
      }
    }
    return samples;
  }

  function drain(isLast: boolean): SynthesisEvent[] {
    const events: SynthesisEvent[] = [];
    while (step(events, isLast));
    return events;
  }

  return {
    push(bytes) {
      waiting = waiting.length === 0 ? bytes : joinBytes(waiting, bytes);
      return drain(false);
    },
    end() {
      const events = drain(true);
      if (rateHz === 0) throw voiceProblem('not-sound', 'the server named its reply MP3, but it holds no sound', 'MP3');
      return events;
    },
  };
}

function midSide([left, right]: readonly Channel[]): void {
  if (!left || !right) return;
  for (let i = 0; i < LINES; i++) {
    const mid = left.lines[i] ?? 0;
    const side = right.lines[i] ?? 0;
    left.lines[i] = (mid + side) * Math.SQRT1_2;
    right.lines[i] = (mid - side) * Math.SQRT1_2;
  }
}

function mix(from: Float32Array, into: Float32Array, at: number, share: number): void {
  for (let i = 0; i < from.length; i++) into[at + i] = Math.min(1, Math.max(-1, (into[at + i] ?? 0) + (from[i] ?? 0) * share));
}

/** ID3v2 (with its header) or ID3v1; 0: no tag. */
function tagLength(bytes: Uint8Array): number {
  if (startsWith(bytes, 0, 'TAG')) return 128;
  if (!startsWith(bytes, 0, 'ID3')) return 0;
  return 10 + bytes.subarray(6, 10).reduce((size, byte) => size * 128 + (byte & 127), 0);
}

const isTag = (bytes: Uint8Array, at: number): boolean => startsWith(bytes, at, 'TAG') || startsWith(bytes, at, 'ID3');

/** A first frame without sound that tells the length of the file. */
const isInfoFrame = (bytes: Uint8Array, at: number): boolean => startsWith(bytes, at, 'Xing') || startsWith(bytes, at, 'Info');

function startsWith(bytes: Uint8Array, at: number, tag: string): boolean {
  return Buffer.from(bytes.subarray(at, at + tag.length)).toString('latin1') === tag;
}
