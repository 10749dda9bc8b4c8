import type { Emotion } from '#shared/speech/emotion.ts';

/** How a mood changes delivery: factor of speed, semitones, and liveliness of the melody (1 = as usual). */
export interface Delivery {
  readonly rate: number;
  readonly pitch: number;
  readonly range: number;
}

/** Small steps: a formant voice turns into a cartoon of the mood beyond about two semitones. */
export const DELIVERIES: Readonly<Record<Emotion, Delivery>> = {
  neutral: { rate: 1, pitch: 0, range: 1 },
  happy: { rate: 1.04, pitch: 0.8, range: 1.25 },
  excited: { rate: 1.1, pitch: 1.5, range: 1.5 },
  playful: { rate: 1.04, pitch: 1, range: 1.4 },
  loving: { rate: 0.96, pitch: 0.4, range: 1.1 },
  proud: { rate: 0.98, pitch: 0.3, range: 1.2 },
  relaxed: { rate: 0.94, pitch: -0.3, range: 0.9 },
  shy: { rate: 0.94, pitch: 0.5, range: 0.8 },
  surprised: { rate: 1.06, pitch: 1.6, range: 1.6 },
  confused: { rate: 0.97, pitch: 0.3, range: 1.2 },
  worried: { rate: 0.98, pitch: 0.2, range: 0.9 },
  sad: { rate: 0.88, pitch: -1, range: 0.6 },
  tired: { rate: 0.86, pitch: -1, range: 0.6 },
  scared: { rate: 1.08, pitch: 1.4, range: 1.2 },
  angry: { rate: 1.05, pitch: -0.5, range: 1.4 },
  disgusted: { rate: 0.95, pitch: -0.8, range: 1 },
  serious: { rate: 0.96, pitch: -0.5, range: 0.85 },
};
