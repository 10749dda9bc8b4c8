/** Sound and files as voice servers make them. */

/** `seconds` of something like speech: a tone that swells and fades, never quite silent, −1…1. */
export function speechLike(seconds: number, rateHz: number, amplitude = 0.5): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * rateHz) }, (_, i) => {
    const t = i / rateHz;
    return amplitude * (0.3 + 0.7 * Math.abs(Math.sin(2 * Math.PI * 3 * t))) * Math.sin(2 * Math.PI * 220 * t + 0.7);
  });
}

export function int16From(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  for (const [i, value] of samples.entries()) bytes.writeInt16LE(Math.round(value * 32_767), i * 2);
  return bytes;
}

export interface WavShape {
  readonly rateHz: number;
  readonly bits?: 8 | 16 | 24 | 32 | 64;
  readonly channels?: number;
  readonly float?: boolean;
  readonly extensible?: boolean;
  /** What the header says of the sound's length in place of the truth. */
  readonly dataLength?: number;
  /** A LIST chunk of odd length before the sound. */
  readonly withTags?: boolean;
}

/** A WAV file; every channel carries the same samples. */
export function wavOf(samples: Float32Array, shape: WavShape): Buffer {
  const data = encoded(samples, shape);
  const { rateHz, bits = 16, channels = 1 } = shape;
  const tag = shape.float ? 3 : 1;
  const format = Buffer.alloc(shape.extensible ? 40 : 16);
  format.writeUInt16LE(shape.extensible ? 0xfffe : tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rateHz, 4);
  format.writeUInt32LE((rateHz * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  if (shape.extensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(tag, 24);
  }
  const tags = shape.withTags ? [chunk('LIST', Buffer.from('INFOx'), 5), Buffer.from([0])] : [];
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    chunk('fmt ', format),
    ...tags,
    chunk('data', data, shape.dataLength ?? data.length),
  ]);
  return Buffer.concat([chunk('RIFF', body, shape.dataLength === undefined ? body.length : shape.dataLength)]);
}

function chunk(tag: string, body: Buffer, length = body.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(tag, 'latin1');
  head.writeUInt32LE(length >>> 0, 4);
  return Buffer.concat([head, body]);
}

function encoded(samples: Float32Array, { bits = 16, channels = 1, float }: WavShape): Buffer {
  const width = bits / 8;
  const bytes = Buffer.alloc(samples.length * channels * width);
  for (const [i, value] of samples.entries()) {
    for (let channel = 0; channel < channels; channel++) {
      const at = (i * channels + channel) * width;
      if (float && bits === 64) bytes.writeDoubleLE(value, at);
      else if (float) bytes.writeFloatLE(value, at);
      else if (bits === 8) bytes.writeUInt8(Math.round(value * 127) + 128, at);
      else bytes.writeIntLE(Math.round(value * (2 ** (bits - 1) - 1)), at, width);
    }
  }
  return bytes;
}
