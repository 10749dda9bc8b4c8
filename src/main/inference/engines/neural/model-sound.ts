import type { Tensor } from 'onnxruntime-common';
import { StudioError } from '#shared/errors.ts';
import type { SynthesisSound } from '#shared/inference/synthesis.ts';
import type { SymbolIds } from './symbol-ids.ts';

/** Quieter than this share of the loudest sample is the silence around a part. */
const SILENT_SHARE = 0.012;
/** A loudest sample below this means that nothing was said. */
const AUDIBLE = 0.002;
/** Kept of the silence before and after, ms. */
const LEAD_MS = 6;
const TAIL_MS = 25;
/** A cut must not click, ms. */
const FADE_MS = 3;
/**
 * Frames by which the sound of a symbol comes before its place in the durations. Measured on both families with real voices: vowels are loudest and
 * closed lips quietest when all times are 2 frames earlier (23 ms in Piper, 50 ms in Kokoro, whose makers also take off frames).
 */
const SOUND_LEADS_FRAMES = 2;
/** Longest sound of one part, s: a model that makes more has run away. */
const LONGEST_S = 120;

/** Checks what a model made and takes off the silence around it. Throws `voice` for what is no sound. */
export function soundFromModel(
  output: Tensor | undefined,
  durations: Tensor | undefined,
  symbols: SymbolIds,
  sampleRateHz: number,
): SynthesisSound {
  const data = output?.data;
  if (!(data instanceof Float32Array))
    throw new StudioError('voice', 'the model gave no float32 sound: it is not a voice of this family');
  const { samples, range } = speechIn(data, sampleRateHz);
  const startsMs = durations && symbolStarts(durations, symbols, data.length, range, sampleRateHz);
  return {
    type: 'sound',
    sampleRateHz,
    samples,
    ...(startsMs ? { symbolStartsMs: startsMs } : {}),
    unknown: [...symbols.unknown],
  };
}

/** The audible part of what a model made, within −1…1 and with soft ends. Throws `voice` for what is no sound. */
export function speechIn(
  data: Float32Array,
  sampleRateHz: number,
): { readonly samples: Float32Array; readonly range: AudibleRange } {
  if (data.length > LONGEST_S * sampleRateHz)
    throw new StudioError(
      'voice',
      `the model made ${Math.round(data.length / sampleRateHz)} s of sound for one clause: it is damaged, or its sample rate is wrong`,
    );
  const peak = peakOf(data);
  const range = audibleRange(data, peak * SILENT_SHARE, sampleRateHz);
  const samples = data.slice(range.from, range.to);
  polish(samples, peak, sampleRateHz);
  return { samples, range };
}

function peakOf(data: Float32Array): number {
  let peak = 0;
  for (const value of data) {
    const size = Math.abs(value);
    // Written so that NaN ends here too.
    if (!(size <= 1000))
      throw new StudioError(
        'voice',
        'the model gave numbers that are no sound (NaN or far too large): try the CPU provider, or install the model again',
      );
    if (size > peak) peak = size;
  }
  if (peak < AUDIBLE)
    throw new StudioError('voice', data.length === 0 ? 'the model made no sound' : 'the model made only silence');
  return peak;
}

interface AudibleRange {
  readonly from: number;
  readonly to: number;
}

function audibleRange(data: Float32Array, threshold: number, sampleRateHz: number): AudibleRange {
  const loud = (value: number): boolean => Math.abs(value) > threshold;
  const perMs = sampleRateHz / 1000;
  return {
    from: Math.max(0, data.findIndex(loud) - Math.round(LEAD_MS * perMs)),
    to: Math.min(data.length, data.findLastIndex(loud) + 1 + Math.round(TAIL_MS * perMs)),
  };
}

/** Within −1…1, with soft ends. */
function polish(samples: Float32Array, peak: number, sampleRateHz: number): void {
  const gain = peak > 1 ? 1 / peak : 1;
  const fade = Math.min(Math.floor(samples.length / 2), Math.round((FADE_MS * sampleRateHz) / 1000));
  if (gain !== 1) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) * gain;
  for (let i = 0; i < fade; i++) {
    const share = (i + 0.5) / fade;
    const last = samples.length - 1 - i;
    samples[i] = (samples[i] ?? 0) * share;
    samples[last] = (samples[last] ?? 0) * share;
  }
}

/**
 * Frames per id as times of symbols. The length of a frame is what makes all frames as long as the sound (256 samples in VITS, 600 in Kokoro),
 * so no constant of a model is needed. Undefined when the frames do not fit the ids.
 */
function symbolStarts(
  durations: Tensor,
  symbols: SymbolIds,
  totalSamples: number,
  range: AudibleRange,
  sampleRateHz: number,
): Float32Array | undefined {
  const frames = Array.from(durations.data as ArrayLike<number | bigint>, Number);
  const sum = frames.reduce((all, count) => all + count, 0);
  if (frames.length !== symbols.ids.length || !(sum > 0) || frames.some((count) => !(count >= 0))) return undefined;
  const ends: number[] = [0];
  for (const count of frames) ends.push((ends.at(-1) ?? 0) + count);
  const msPerFrame = (totalSamples / sum / sampleRateHz) * 1000;
  const leadMs = (range.from / sampleRateHz) * 1000 + SOUND_LEADS_FRAMES * msPerFrame;
  const totalMs = ((range.to - range.from) / sampleRateHz) * 1000;
  return Float32Array.from(symbols.firstIds, (id) => Math.min(totalMs, Math.max(0, (ends[id] ?? sum) * msPerFrame - leadMs)));
}
