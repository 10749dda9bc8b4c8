import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, studioProcedure } from '#shared/contract/procedure.ts';
import { obsStatusSchema } from '#shared/obs/obs-status.ts';

/** What this computer knows of OBS, as far as the streamer allowed looking. */
export const obsLookSchema = z.object({
  running: z.enum(['yes', 'no', 'unknown']),
  /** OBS's own settings file may be read; everything below is null otherwise. */
  mayRead: z.boolean(),
  /** The file that was read; null: none was found. */
  file: z.string().nullable(),
  /** Null: never set, which means off. */
  serverOn: z.boolean().nullable(),
  port: z.number().int().nullable(),
  needsPassword: z.boolean().nullable(),
  /** Why a file that is there could not be read. */
  problem: z.string().nullable(),
});
export type ObsLook = z.infer<typeof obsLookSchema>;

export const obsContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(obsStatusSchema)),
  /** Tries to connect at once. */
  retry: studioProcedure.input(nothing).output(done),
  look: studioProcedure.input(nothing).output(obsLookSchema),
};
