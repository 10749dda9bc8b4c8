import { z } from 'zod';
import { MODEL_LIMITS, type ModelExpression } from '#shared/avatar/model.ts';
import { parseCubismJson } from './cubism-json.ts';

/** `*.exp3.json`: values that an expression adds to parameters, multiplies them with, or sets. */
const expression3Schema = z.object({
  Type: z.string().optional(),
  FadeInTime: z.number().optional(),
  FadeOutTime: z.number().optional(),
  Parameters: z
    .array(z.object({ Id: z.string().max(200), Value: z.number(), Blend: z.string().optional() }))
    .max(MODEL_LIMITS.parameters)
    .nullish(),
});

const BLENDS = { add: 'add', multiply: 'multiply', overwrite: 'overwrite' } as const;
/** Seconds, where the file says nothing (Cubism's own default). */
const FADE_SECONDS = 1;

/** Fades in seconds, limited to 10. What is not said blends by `add`, as Cubism does. */
export function readExpression3(text: string, file: string, name: string): ModelExpression {
  const json = parseCubismJson(expression3Schema, text, file);
  return {
    name,
    file,
    fadeIn: fade(json.FadeInTime),
    fadeOut: fade(json.FadeOutTime),
    parameters: (json.Parameters ?? []).map(({ Id, Value, Blend }) => ({ id: Id, value: Value, blend: blendOf(Blend) })),
  };
}

function blendOf(text: string | undefined): ModelExpression['parameters'][number]['blend'] {
  const key = (text ?? 'add').toLowerCase();
  return key === 'multiply' ? BLENDS.multiply : key === 'overwrite' ? BLENDS.overwrite : BLENDS.add;
}

function fade(seconds: number | undefined): number {
  return seconds === undefined || Number.isNaN(seconds) || seconds < 0 ? FADE_SECONDS : Math.min(10, seconds);
}
