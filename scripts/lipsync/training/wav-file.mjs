/** Mono 16-bit PCM of a synthesiser's own WAV file. */
export function readPcm16(bytes) {
  let at = 12;
  let rate = 0;
  while (at + 8 <= bytes.length) {
    const tag = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (tag === 'fmt ') rate = bytes.readUInt32LE(at + 12);
    if (tag === 'data') {
      const count = Math.floor(Math.min(size, bytes.length - at - 8) / 2);
      return { rate, samples: Int16Array.from({ length: count }, (_, i) => bytes.readInt16LE(at + 8 + i * 2)) };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error('no sound in the WAV file');
}
