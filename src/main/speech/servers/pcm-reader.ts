/** How samples lie in bytes: little-endian, interleaved. */
export interface PcmFormat {
  readonly encoding: 'int' | 'float';
  /** int: 8 (unsigned), 16, 24, 32; float: 32, 64. */
  readonly bits: number;
  readonly channels: number;
}

/** Bytes in pieces of any length → mono float32, −1…1 (channels are averaged). A sample that is cut in two waits for its other half. */
export interface PcmReader {
  read(bytes: Uint8Array): Float32Array;
}

export function createPcmReader(format: PcmFormat): PcmReader {
  const width = format.bits / 8;
  const frame = width * format.channels;
  const value = valueReader(format);
  let rest: Uint8Array = new Uint8Array(0);
  return {
    read(bytes) {
      const joined = rest.length === 0 ? bytes : joinBytes(rest, bytes);
      const frames = Math.floor(joined.length / frame);
      const view = new DataView(joined.buffer, joined.byteOffset, joined.byteLength);
      const samples = new Float32Array(frames);
      for (let at = 0; at < frames; at++) {
        let sum = 0;
        for (let channel = 0; channel < format.channels; channel++) sum += value(view, at * frame + channel * width);
        const mean = sum / format.channels;
        samples[at] = Number.isFinite(mean) ? Math.min(1, Math.max(-1, mean)) : 0;
      }
      rest = joined.slice(frames * frame);
      return samples;
    },
  };
}

function valueReader({ encoding, bits }: PcmFormat): (view: DataView, at: number) => number {
  if (encoding === 'float')
    return bits === 64 ? (view, at) => view.getFloat64(at, true) : (view, at) => view.getFloat32(at, true);
  if (bits === 8) return (view, at) => (view.getUint8(at) - 128) / 128;
  if (bits === 16) return (view, at) => view.getInt16(at, true) / 32_768;
  if (bits === 24) return (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65_536) / 8_388_608;
  return (view, at) => view.getInt32(at, true) / 2_147_483_648;
}

export function joinBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
