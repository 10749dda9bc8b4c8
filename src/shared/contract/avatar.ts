import { z } from 'zod';
import { nothing, studioProcedure } from '#shared/contract/procedure.ts';

export const avatarContract = {
  /** The avatar in use: its name, author and licence as its file states them. */
  current: studioProcedure
    .input(nothing)
    .output(z.object({ name: z.string(), author: z.string(), licence: z.string(), url: z.string(), bytes: z.number() })),
};
