import { z } from 'zod';

/** The moods that she can voice and show; `[happy]` in the model's text names one. */
export const EMOTIONS = [
  'neutral',
  'happy',
  'excited',
  'playful',
  'loving',
  'proud',
  'relaxed',
  'shy',
  'surprised',
  'confused',
  'worried',
  'sad',
  'tired',
  'scared',
  'angry',
  'disgusted',
  'serious',
] as const;
export const emotionSchema = z.enum(EMOTIONS);
export type Emotion = z.infer<typeof emotionSchema>;

/** Spoken languages which the text front end knows. */
export const LANGUAGES = ['zh', 'en', 'ja'] as const;
export const languageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof languageSchema>;
