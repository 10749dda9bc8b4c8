const HEADER_BYTES = 44;

/** A WAV file: mono, 16-bit PCM. Samples −1…1, what is beyond is clipped. */
export function wavFile(samples: Float32Array, rateHz: number): Uint8Array<ArrayBuffer> {
  const pcm = int16FromFloat(samples);
  const file = new Uint8Array(HEADER_BYTES + pcm.byteLength);
  const view = new DataView(file.buffer);
  const tag = (at: number, text: string): void => file.set(Buffer.from(text, 'latin1'), at);
  tag(0, 'RIFF');
  view.setUint32(4, file.length - 8, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  tag(36, 'data');
  view.setUint32(40, pcm.byteLength, true);
  file.set(pcm, HEADER_BYTES);
  return file;
}

/** Little-endian int16 from −1…1. */
export function int16FromFloat(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < samples.length; i++) {
    const value = Math.round((samples[i] ?? 0) * 32_767);
    view.setInt16(i * 2, Number.isFinite(value) ? Math.max(-32_768, Math.min(32_767, value)) : 0, true);
  }
  return bytes;
}
