import type { VisemeCue } from '#shared/speech/cues.ts';

/** Length of a step, ms. */
const STEP_MS = 20;
/** Quieter than this share of the loudest step is silence. */
const SILENT_SHARE = 0.06;
/** Crossings of zero in a ms above which a step is a hiss (s, f). */
const HISS_PER_MS = 5;

/**
 * Mouth shapes for a sound whose phonemes are unknown: openness follows loudness, hisses show teeth, and loud steps alternate between
 * a few vowel shapes as their brightness changes. `samples`: mono, −1…1.
 */
export function envelopeCues(samples: Float32Array, sampleRateHz: number): readonly VisemeCue[] {
  const length = Math.max(1, Math.round((sampleRateHz * STEP_MS) / 1000));
  const steps: { rms: number; crossings: number }[] = [];
  for (let from = 0; from < samples.length; from += length)
    steps.push(measure(samples, from, Math.min(samples.length, from + length)));
  const loudest = steps.reduce((most, step) => Math.max(most, step.rms), 0);
  const cues: VisemeCue[] = [];
  for (const [i, step] of steps.entries()) {
    const shape = shapeOf(step, loudest);
    const startMs = i * STEP_MS;
    const endMs = Math.min((i + 1) * STEP_MS, (samples.length / sampleRateHz) * 1000);
    const last = cues.at(-1);
    // Steps of one shape make one cue, so that the mouth does not flutter.
    if (last && last.viseme === shape.viseme && Math.abs(last.open - shape.open) < 0.12)
      cues[cues.length - 1] = { ...last, endMs };
    else cues.push({ startMs, endMs, ...shape });
  }
  return cues;
}

function measure(samples: Float32Array, from: number, to: number): { rms: number; crossings: number } {
  let sum = 0;
  let crossings = 0;
  for (let i = from; i < to; i++) {
    const value = samples[i] ?? 0;
    sum += value * value;
    if (i > from && value < 0 !== (samples[i - 1] ?? 0) < 0) crossings++;
  }
  return { rms: Math.sqrt(sum / Math.max(1, to - from)), crossings: crossings / STEP_MS };
}

function shapeOf(step: { rms: number; crossings: number }, loudest: number): Pick<VisemeCue, 'viseme' | 'open'> {
  const share = loudest > 0 ? step.rms / loudest : 0;
  if (share < SILENT_SHARE) return { viseme: 'sil', open: 0 };
  if (step.crossings > HISS_PER_MS) return { viseme: 'SS', open: 0.15 };
  const open = Math.min(1, Math.max(0.1, share ** 0.6));
  // Dark sounds are rounded, bright ones spread.
  if (step.crossings < 0.7) return { viseme: 'U', open: Math.min(0.35, open) };
  if (step.crossings > 2.4) return { viseme: 'E', open: Math.min(0.6, open) };
  return { viseme: 'aa', open };
}
