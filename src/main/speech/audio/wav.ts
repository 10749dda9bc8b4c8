import { StudioError } from '#shared/errors.ts';

export interface WavSound {
  readonly sampleRateHz: number;
  /** Mono float32, −1…1; several channels are averaged. */
  readonly samples: Float32Array;
}

interface Format {
  readonly tag: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bits: number;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/**
 * Reads RIFF/WAVE with PCM of 8, 16, 24 or 32 bits or float of 32 or 64. Lenient where programs that write to a pipe are:
 * a data chunk whose length is 0, −1 or beyond the end runs to the end. Throws `invalid-input` for everything else that is no sound.
 */
export function soundFromWav(bytes: Uint8Array): WavSound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || tagAt(view, 0) !== 'RIFF' || tagAt(view, 8) !== 'WAVE')
    throw broken('it does not begin with RIFF…WAVE');
  let format: Format | undefined;
  let at = 12;
  while (at + 8 <= bytes.length) {
    const tag = tagAt(view, at);
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag === 'fmt ') format = formatAt(view, body, Math.min(size, bytes.length - body));
    if (tag === 'data') {
      if (!format) throw broken('its sound comes before its format');
      const known = size > 0 && body + size <= bytes.length;
      return { sampleRateHz: format.sampleRateHz, samples: samplesAt(view, body, known ? size : bytes.length - body, format) };
    }
    // Chunks are padded to an even length.
    at = body + size + (size % 2);
  }
  throw broken('it holds no sound');
}

function formatAt(view: DataView, at: number, size: number): Format {
  if (size < 16) throw broken(`its format chunk has ${size} bytes instead of 16`);
  const tag = view.getUint16(at, true);
  // WAVE_FORMAT_EXTENSIBLE: the real tag opens the sub-format's GUID.
  const real = tag === EXTENSIBLE && size >= 26 ? view.getUint16(at + 24, true) : tag;
  const format = {
    tag: real,
    channels: view.getUint16(at + 2, true),
    sampleRateHz: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
  const readable = (real === PCM && [8, 16, 24, 32].includes(format.bits)) || (real === FLOAT && [32, 64].includes(format.bits));
  if (!readable) throw broken(`format ${real} with ${format.bits} bits is not supported`);
  if (format.channels < 1 || format.channels > 32) throw broken(`it names ${format.channels} channels`);
  if (format.sampleRateHz < 1000 || format.sampleRateHz > 768_000)
    throw broken(`it names ${format.sampleRateHz} samples a second`);
  return format;
}

function samplesAt(view: DataView, at: number, size: number, { tag, channels, bits }: Format): Float32Array {
  const width = bits / 8;
  const frames = Math.floor(size / (width * channels));
  const samples = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum += valueAt(view, at + (frame * channels + channel) * width, tag, bits);
    const value = sum / channels;
    samples[frame] = Number.isFinite(value) ? Math.min(1, Math.max(-1, value)) : 0;
  }
  return samples;
}

function valueAt(view: DataView, at: number, tag: number, bits: number): number {
  if (tag === FLOAT) return bits === 64 ? view.getFloat64(at, true) : view.getFloat32(at, true);
  if (bits === 8) return (view.getUint8(at) - 128) / 128;
  if (bits === 16) return view.getInt16(at, true) / 32_768;
  if (bits === 24) return (view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getInt8(at + 2) << 16)) / 8_388_608;
  return view.getInt32(at, true) / 2_147_483_648;
}

function tagAt(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

function broken(why: string): StudioError {
  return new StudioError('invalid-input', `the WAV file cannot be read: ${why}`);
}
