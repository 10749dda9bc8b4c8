import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { commandSchema, WISHES } from '#shared/audience/command.ts';
import { nothing, studioProcedure } from '#shared/contract/procedure.ts';
import { roleSchema } from '#shared/live/live-event.ts';

export const commandRunSchema = z.object({
  /** ms since the epoch. */
  at: z.number(),
  commandId: z.string(),
  userName: z.string(),
  argument: z.string(),
  outcome: z.enum(['done', 'cooling', 'too-poor', 'no-identity', 'refused', 'failed', 'busy']),
  problem: z.string(),
});
export type CommandRunView = z.infer<typeof commandRunSchema>;

export const commandsViewSchema = z.object({
  /** As they hold now: shipped ones with the streamer's changes, then their own. Changes are made in the settings (`audience.commands.changed`). */
  commands: z.array(commandSchema),
  shipped: z.array(commandSchema),
  /** Wishes that a part of the studio can fulfil; she answers the others in words. */
  fulfilled: z.array(z.enum(WISHES)),
  /** Newest first. */
  runs: z.array(commandRunSchema),
});
export type CommandsView = z.infer<typeof commandsViewSchema>;

export const commandsContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(commandsViewSchema)),
  /** What a line would fire, said by a viewer of this role; null: it is ordinary talk. Nothing happens. */
  test: studioProcedure
    .input(z.object({ text: z.string().max(500), role: roleSchema.nullable() }))
    .output(z.object({ commandId: z.string(), argument: z.string() }).nullable()),
};
