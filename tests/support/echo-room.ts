import { createFft, type Fft } from '#main/hearing/echo/fft.ts';

/** A room with a loudspeaker and a microphone, as numbers. All sound is mono float32 at 16 kHz. */
const RATE_HZ = 16_000;

export interface EchoRoom {
  /** From the reference to the loudspeaker's first sound in the microphone, ms. */
  readonly delayMs: number;
  /** The microphone's clock runs this much faster than the loudspeaker's, parts in a million; the delay drifts by it. */
  readonly driftPpm: number;
  /** Of the echo in the microphone against what is played, dB. */
  readonly gainDb: number;
  /** Time in which the reverberation falls by 60 dB, ms; 0: none. */
  readonly reverberationMs: number;
  /** Steady noise in the microphone, dB against full scale. */
  readonly noiseDb: number;
  /** Loudspeakers press loud sounds flat; 0: not at all, 1: audibly. */
  readonly distortion: number;
  readonly seed: number;
}

/** Numbers 0 … 1 that are the same in each run (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What the microphone hears of `played`, without noise. */
export function echoOf(played: Float32Array, room: EchoRoom): Float32Array {
  const late = delayed(pressed(played, room.distortion), room);
  const response = impulseResponse(room);
  const gain = 10 ** (room.gainDb / 20);
  return convolved(late, response).map((sample) => sample * gain);
}

export function noiseOf(length: number, room: EchoRoom): Float32Array {
  const random = createRandom(room.seed + 77);
  const level = 10 ** (room.noiseDb / 20);
  let low = 0;
  // Half hiss, half hum of a fan: noise in rooms falls towards high tones.
  return Float32Array.from({ length }, () => {
    const white = (random() + random() + random() - 1.5) * 2;
    low += 0.06 * (white - low);
    return level * (0.4 * white + 2 * low);
  });
}

/** Root of the mean square over those samples that are speech rather than pause. */
export function speechLevel(samples: Float32Array): number {
  const block = 320;
  const powers: number[] = [];
  for (let at = 0; at + block <= samples.length; at += block) {
    let sum = 0;
    for (let i = at; i < at + block; i++) sum += (samples[i] ?? 0) ** 2;
    powers.push(sum / block);
  }
  const loudest = Math.max(1e-12, ...powers);
  const spoken = powers.filter((power) => power > loudest / 300);
  return Math.sqrt(spoken.reduce((sum, power) => sum + power, 0) / Math.max(1, spoken.length));
}

function pressed(samples: Float32Array, distortion: number): Float32Array {
  if (distortion === 0) return samples;
  const drive = 1 + 3 * distortion;
  return samples.map((sample) => Math.tanh(sample * drive) / drive);
}

function delayed(samples: Float32Array, { delayMs, driftPpm }: EchoRoom): Float32Array {
  const shift = (delayMs / 1000) * RATE_HZ;
  return Float32Array.from(samples, (_, i) => {
    const at = i * (1 + driftPpm / 1e6) - shift;
    const whole = Math.floor(at);
    const share = at - whole;
    return (samples[whole] ?? 0) * (1 - share) + (samples[whole + 1] ?? 0) * share;
  });
}

/** A direct sound, a few early reflections and a tail of noise, through a small loudspeaker that has no bass. */
function impulseResponse({ reverberationMs, seed }: EchoRoom): Float32Array {
  const random = createRandom(seed);
  const length = Math.max(64, Math.round((reverberationMs / 1000) * RATE_HZ * 0.7));
  const response = new Float32Array(length);
  response[0] = 1;
  if (reverberationMs > 0) {
    for (let i = 0; i < 8; i++) response[Math.floor(20 + random() * 600) % length] = (random() - 0.5) * 1.1;
    const decay = Math.log(1000) / ((reverberationMs / 1000) * RATE_HZ);
    for (let i = 32; i < length; i++) response[i] = (response[i] ?? 0) + (random() - 0.5) * 0.22 * Math.exp(-decay * i);
  }
  let before = 0;
  let out = 0;
  return response.map((value) => {
    out = 0.9 * (out + value - before);
    before = value;
    return out;
  });
}

function convolved(samples: Float32Array, response: Float32Array): Float32Array {
  const size = 2 ** Math.ceil(Math.log2(response.length * 4));
  const step = size - response.length + 1;
  const spectrum = transformOf(response, size);
  const out = new Float32Array(samples.length);
  for (let at = 0; at < samples.length; at += step) {
    const block = transformOf(samples.subarray(at, Math.min(samples.length, at + step)), size);
    for (let k = 0; k < size; k++) {
      const re = (block.re[k] ?? 0) * (spectrum.re[k] ?? 0) - (block.im[k] ?? 0) * (spectrum.im[k] ?? 0);
      block.im[k] = (block.re[k] ?? 0) * (spectrum.im[k] ?? 0) + (block.im[k] ?? 0) * (spectrum.re[k] ?? 0);
      block.re[k] = re;
    }
    fftOf(size).inverse(block.re, block.im);
    for (let i = 0; i < size && at + i < out.length; i++) out[at + i] = (out[at + i] ?? 0) + (block.re[i] ?? 0);
  }
  return out;
}

const ffts = new Map<number, Fft>();
function fftOf(size: number): Fft {
  const known = ffts.get(size) ?? createFft(size);
  ffts.set(size, known);
  return known;
}

function transformOf(samples: Float32Array, size: number): { re: Float64Array; im: Float64Array } {
  const re = new Float64Array(size);
  re.set(samples);
  const im = new Float64Array(size);
  fftOf(size).forward(re, im);
  return { re, im };
}
