import { z } from 'zod';
import { EMOTIONS, LANGUAGES, SPEAKERS } from '#shared/speech/lists.ts';

export { EMOTIONS, LANGUAGES };
export const emotionSchema = z.enum(EMOTIONS);
export type Emotion = z.infer<typeof emotionSchema>;

export const languageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof languageSchema>;

export const speakerSchema = z.enum(SPEAKERS);
export type Speaker = z.infer<typeof speakerSchema>;
