import { z } from 'zod';
import { COMMAND_AUDIENCES } from '#shared/audience/command.ts';
import { livePlatformSchema } from '#shared/live/live-event.ts';
import { OBS_OUTPUTS, timeWindowSchema } from './trigger.ts';

/** What must hold besides. `is` false turns a condition round. */
const is = z.boolean();
export const conditionSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('scene'), scenes: z.array(z.string().max(200)).max(20), is }),
  timeWindowSchema.extend({ type: z.literal('between'), is }),
  /** Where what fired it came from; holds for what came from no viewer. */
  z.object({ type: z.literal('platform'), platforms: z.array(livePlatformSchema).max(9), is }),
  z.object({ type: z.literal('role'), who: z.enum(COMMAND_AUDIENCES) }),
  z.object({ type: z.literal('output'), output: z.enum(OBS_OUTPUTS), is }),
  z.object({ type: z.literal('hourly'), times: z.number().int().min(1).max(100) }),
  z.object({ type: z.literal('chance'), percent: z.number().min(0).max(100) }),
  /** Viewers now, of all rooms together; `atMost` null = no bound. */
  z.object({ type: z.literal('audience'), atLeast: z.number().int().min(0), atMost: z.number().int().min(0).nullable() }),
  z.object({ type: z.literal('music'), is }),
  z.object({ type: z.literal('speech'), is }),
  z.object({ type: z.literal('fired'), ruleId: z.string().max(40), seconds: z.number().min(1).max(86_400), is }),
]);
export type AutomationCondition = z.infer<typeof conditionSchema>;
export const CONDITION_TYPES = conditionSchema.options.map((option) => option.shape.type.value);
