import { z } from 'zod';
import { languageSchema } from '#shared/speech/emotion.ts';

/**
 * Character cards as they are found in the wild: V1 (flat), V2 (https://github.com/malfoyslastname/character-card-spec-v2),
 * V3 (https://github.com/kwaroran/character-card-spec-v3). Missing and null fields count as empty.
 */
const text = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((value) => value ?? '');
const flat = { name: text, description: text, personality: text, scenario: text, first_mes: text, mes_example: text };

/** What only this program writes: the parts of a persona for which cards have no field. */
export const yingxiExtensionSchema = z.object({
  language: languageSchema.or(z.literal('auto')).optional().catch(undefined),
  forbiddenTopics: z.array(z.string()).optional().catch(undefined),
  faq: z.string().optional().catch(undefined),
});

export const cardDataSchema = z.object({
  ...flat,
  nickname: text,
  system_prompt: text,
  post_history_instructions: text,
  creator_notes: text,
  tags: z.array(z.string()).nullish().catch(undefined),
  alternate_greetings: z.array(z.unknown()).nullish().catch(undefined),
  group_only_greetings: z.array(z.unknown()).nullish().catch(undefined),
  assets: z.array(z.unknown()).nullish().catch(undefined),
  character_book: z.unknown().optional(),
  extensions: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});
export type CardData = z.infer<typeof cardDataSchema>;

/** V2 and V3 wrap the data; V1 is the data. */
export const cardSchema = z.union([
  z.object({ spec: z.string(), data: cardDataSchema }),
  cardDataSchema.transform((data) => ({ spec: 'chara_card_v1', data })),
]);
