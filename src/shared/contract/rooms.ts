import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, studioProcedure } from '#shared/contract/procedure.ts';

/** The streamer's sign-in at Twitch. */
export const twitchSignInViewSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('signed-out'),
    /** What became of the last attempt. */
    problem: z.enum(['none', 'denied', 'expired', 'refused']),
    /** Of 'refused': what Twitch said. */
    message: z.string(),
  }),
  z.object({
    state: z.literal('waiting'),
    /** To be typed in at `address`, which often has it in it already. */
    userCode: z.string(),
    address: z.string(),
    /** ms since the epoch. */
    expiresAt: z.number(),
  }),
  z.object({
    state: z.literal('signed-in'),
    login: z.string(),
    scopes: z.array(z.string()),
    /** Permissions that the settings need by now and the sign-in lacks: sign in again. */
    missing: z.array(z.string()),
  }),
]);
export type TwitchSignInView = z.infer<typeof twitchSignInViewSchema>;

/** Sign-ins of rooms that need one. */
export const roomsContract = {
  twitch: {
    watch: studioProcedure.input(nothing).output(eventIterator(twitchSignInViewSchema)),
    /** Shows a code in the watch; resolves when it is there. */
    signIn: studioProcedure.input(nothing).output(done),
    cancel: studioProcedure.input(nothing).output(done),
    signOut: studioProcedure.input(nothing).output(done),
  },
};
