import { z } from 'zod';
import { parseCubismJson } from './cubism-json.ts';

/**
 * `*.model.json` of Cubism 2. It is read so that the library can say what such a model is; it is not drawn: Live2D ended the distribution of its
 * runtime in 2019, and nothing else may draw it.
 */
const reference = z.string().min(1).max(1000);
const model2Schema = z.object({
  name: z.string().max(200).optional(),
  model: reference,
  textures: z.array(reference).min(1).max(128),
  physics: z.string().optional(),
  pose: z.string().optional(),
  expressions: z
    .array(z.object({ name: z.string().max(200), file: reference }))
    .max(1000)
    .nullish(),
  motions: z.record(z.string().max(200), z.array(z.object({ file: reference })).max(1000)).nullish(),
});
export type Model2 = z.infer<typeof model2Schema>;

export function readModel2(text: string, file: string): Model2 {
  return parseCubismJson(model2Schema, text, file);
}

/** What to tell about every Cubism 2 model. */
export const CUBISM_2_ADVICE =
  'models of Cubism 2 cannot be shown: Live2D ended their runtime in 2019. Open the model’s .cmox in Cubism Editor 4 or 5 and export it as .moc3, or ask its maker for that';
