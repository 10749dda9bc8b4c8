import { z } from 'zod';
import { importProblemSchema, importStateSchema } from '#shared/avatar/model-import.ts';
import { stagedModelSchema } from './staged-model.ts';

/** Main → import process: one job, once. A cancel is the end of the process. */
export const importOrderSchema = z.object({
  type: z.literal('import'),
  source: z.string(),
  owned: z.boolean(),
  name: z.string(),
  staging: z.string(),
  textureLimit: z.number().int().min(16),
});
export type ImportOrder = z.infer<typeof importOrderSchema>;

/** Import process → main. `ready` comes first; `progress` also says that it is alive; `done` or `failed` come last. */
export const importReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('progress'), state: importStateSchema, share: z.number().min(0).max(1) }),
  z.object({ type: z.literal('done'), models: z.array(stagedModelSchema).min(1) }),
  z.object({ type: z.literal('failed'), problem: importProblemSchema }),
]);
export type ImportReply = z.infer<typeof importReplySchema>;
