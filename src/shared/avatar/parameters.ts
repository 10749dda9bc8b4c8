import { z } from 'zod';

/**
 * Input parameters: what trackers, plugins and controllers say of a face, a hand or a voice, under the names and ranges of VTube Studio
 * (`FaceAngleX`, degrees, −30…30). A mapping turns them into a model's own parameters.
 */
export const inputParameterSchema = z.object({
  name: z.string().min(1).max(64),
  /** 'VTube Studio' for the standard ones (the name plugins look for), else the plugin that made it. */
  addedBy: z.string().max(64),
  min: z.number(),
  max: z.number(),
  default: z.number(),
  value: z.number(),
});
export type InputParameter = z.infer<typeof inputParameterSchema>;

/** One row of a model's mapping: input range → output range, then limits and smoothing. Ranges may run backwards. */
export const mappingRowSchema = z.object({
  /** Unique within the mapping. */
  id: z.string().min(1).max(64),
  name: z.string().max(200),
  /** Input parameter; '' for a row that only breathes or blinks. */
  input: z.string().max(64),
  /** Parameter of the model; at most one row writes each. */
  output: z.string().max(200),
  inputMin: z.number(),
  inputMax: z.number(),
  outputMin: z.number(),
  outputMax: z.number(),
  clampInput: z.boolean(),
  clampOutput: z.boolean(),
  /** Exponent of the way between the ends: 1 straight, above 1 slow at the start, below 1 fast. 0.1…10. */
  curve: z.number().min(0.1).max(10),
  /** 0 none … 100 slowest: time constant of a one-pole filter, 0 … 1 s. */
  smoothing: z.number().min(0).max(100),
  /** Goes to the low end at random moments, as eyes do. */
  blinking: z.boolean(),
  /** Ignores the input and swings between the ends. */
  breathing: z.boolean(),
  /** Mouth parameters: who wins while she speaks. voice: her sound (the default); source: this row; louder: whichever is larger. */
  whileSpeaking: z.enum(['voice', 'source', 'louder']),
  enabled: z.boolean(),
});
export type MappingRow = z.infer<typeof mappingRowSchema>;
export const mappingSchema = z.object({ rows: z.array(mappingRowSchema).max(2000) });
export type Mapping = z.infer<typeof mappingSchema>;
