import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, studioProcedure } from '#shared/contract/procedure.ts';

/** A sign-in at a platform, by a code that is typed in on any device. */
export const signInViewSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('signed-out'),
    /** What became of the last attempt. */
    problem: z.enum(['none', 'denied', 'expired', 'refused']),
    /** Of 'refused': what the platform said. */
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
export type SignInView = z.infer<typeof signInViewSchema>;

const signInProcedures = {
  watch: studioProcedure.input(nothing).output(eventIterator(signInViewSchema)),
  /** Shows a code in the watch; resolves when it is there. */
  signIn: studioProcedure.input(nothing).output(done),
  cancel: studioProcedure.input(nothing).output(done),
  signOut: studioProcedure.input(nothing).output(done),
};

/** Sign-ins of rooms that need one. */
export const roomsContract = {
  twitch: signInProcedures,
  /** An account of her own, which writes instead of the streamer's. */
  twitchBot: signInProcedures,
  youtube: signInProcedures,
};
