import type { SynthesisEvent } from '#main/speech/speech.types.ts';
import { createPcmReader, joinBytes, type PcmFormat, type PcmReader } from './pcm-reader.ts';
import { voiceProblem } from './voice-problem.ts';

/**
 * Reads RIFF/WAVE as it comes. States: seeking chunk headers until `data`, then sound until the chunk's length (or, when that is unknown,
 * until the end), then seeking again: some servers send each part of a sentence as a file of its own, one behind the other.
 * Unknown lengths: 0 (Python's wave module before it knows), and everything from 2 GiB up (ffmpeg and others write −1).
 */
export interface WavStream {
  /** Throws `not-sound` for what is no WAV or one that cannot be read. */
  push(bytes: Uint8Array): readonly SynthesisEvent[];
  /** Throws `cut-off` when sound that the header promised is missing. */
  end(): readonly SynthesisEvent[];
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** Chunks before the sound (lists of tags, cue points) may take this much. */
const MOST_HEADER_BYTES = 256 * 1024;
const UNKNOWN_FROM = 0x7fff_0000;

export function createWavStream(): WavStream {
  let waiting: Uint8Array = new Uint8Array(0);
  let atFileStart = true;
  let reader: PcmReader | undefined;
  let rateHz = 0;
  /** Bytes of the data chunk still to come; undefined: not inside one. */
  let left: number | undefined;
  let promised = 0;
  /** Bytes of an uninteresting chunk still to be passed over. */
  let toSkip = 0;
  let headerBytes = 0;

  /** One step; false when more bytes are needed. */
  function step(events: SynthesisEvent[]): boolean {
    if (toSkip > 0) return skip();
    if (left !== undefined) return sound(events);
    if (atFileStart) return fileStart();
    return chunkHead(events);
  }

  function skip(): boolean {
    const count = Math.min(toSkip, waiting.length);
    waiting = waiting.subarray(count);
    toSkip -= count;
    return count > 0;
  }

  function sound(events: SynthesisEvent[]): boolean {
    const count = Math.min(left ?? 0, waiting.length);
    if (count > 0 && reader) {
      const samples = reader.read(waiting.subarray(0, count));
      if (samples.length > 0) events.push({ type: 'pcm', samples });
      waiting = waiting.subarray(count);
      left = (left ?? 0) - count;
    }
    if (left !== 0) return false;
    left = undefined;
    atFileStart = true;
    return true;
  }

  function fileStart(): boolean {
    // After a first file's sound: padding, tags or the next file.
    if (reader && waiting.length >= 4 && tagAt(waiting, 0) !== 'RIFF') {
      waiting = waiting.subarray(1);
      return true;
    }
    if (waiting.length < 12) return false;
    if (tagAt(waiting, 0) !== 'RIFF' || tagAt(waiting, 8) !== 'WAVE') throw unreadable('it does not begin with RIFF…WAVE');
    waiting = waiting.subarray(12);
    atFileStart = false;
    headerBytes = 0;
    return true;
  }

  function chunkHead(events: SynthesisEvent[]): boolean {
    if (waiting.length < 8) return false;
    const size = viewOf(waiting).getUint32(4, true);
    const tag = tagAt(waiting, 0);
    if (tag === 'data') {
      if (!reader) throw unreadable('its sound comes before its format');
      promised = size;
      left = size === 0 || size >= UNKNOWN_FROM ? Number.POSITIVE_INFINITY : size;
      waiting = waiting.subarray(8);
      return true;
    }
    headerBytes += 8 + size;
    if (headerBytes > MOST_HEADER_BYTES) throw unreadable('its header does not end');
    if (tag !== 'fmt ') {
      waiting = waiting.subarray(8);
      toSkip = size + (size % 2);
      return true;
    }
    if (waiting.length < 8 + size) return false;
    takeFormat(formatFrom(waiting.subarray(8, 8 + size)), events);
    waiting = waiting.subarray(8);
    toSkip = size + (size % 2);
    return true;
  }

  function takeFormat(format: WavFormat, events: SynthesisEvent[]): void {
    if (reader && format.sampleRateHz !== rateHz)
      throw unreadable(`it changes from ${rateHz} to ${format.sampleRateHz} samples a second`);
    if (!reader) events.push({ type: 'format', sampleRateHz: format.sampleRateHz });
    rateHz = format.sampleRateHz;
    reader = createPcmReader(format);
  }

  return {
    push(bytes) {
      waiting = waiting.length === 0 ? bytes : joinBytes(waiting, bytes);
      const events: SynthesisEvent[] = [];
      while (step(events));
      return events;
    },
    end() {
      if (!reader) throw unreadable('it ends before its sound');
      if (left === undefined || left === Number.POSITIVE_INFINITY) return [];
      throw voiceProblem(
        'cut-off',
        `the server sent half a WAV file: ${promised - left} of ${promised} bytes of sound`,
        `${promised - left} / ${promised}`,
      );
    },
  };
}

interface WavFormat extends PcmFormat {
  readonly sampleRateHz: number;
}

/** The body of a `fmt ` chunk. */
function formatFrom(bytes: Uint8Array): WavFormat {
  if (bytes.length < 16) throw unreadable(`its format chunk has ${bytes.length} bytes instead of 16`);
  const view = viewOf(bytes);
  const named = view.getUint16(0, true);
  // WAVE_FORMAT_EXTENSIBLE: the real tag opens the sub-format's GUID.
  const tag = named === EXTENSIBLE && bytes.length >= 26 ? view.getUint16(24, true) : named;
  const channels = view.getUint16(2, true);
  const sampleRateHz = view.getUint32(4, true);
  const bits = view.getUint16(14, true);
  const encoding =
    tag === PCM && [8, 16, 24, 32].includes(bits) ? 'int' : tag === FLOAT && [32, 64].includes(bits) ? 'float' : undefined;
  if (!encoding) throw unreadable(`its format ${tag} with ${bits} bits is not supported`);
  if (channels < 1 || channels > 32) throw unreadable(`it names ${channels} channels`);
  assertRate(sampleRateHz);
  return { encoding, bits, channels, sampleRateHz };
}

/** Throws `not-sound` for a rate that no voice has. */
export function assertRate(sampleRateHz: number): void {
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < 4000 || sampleRateHz > 192_000)
    throw unreadable(`it names ${sampleRateHz} samples a second`);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function tagAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function unreadable(why: string) {
  return voiceProblem('not-sound', `the server's WAV file cannot be read: ${why}`, why);
}
