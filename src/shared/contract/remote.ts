import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { bindingSchema } from '#shared/avatar/bindings.ts';
import { fireAnswerSchema } from '#shared/contract/bindings.ts';
import { done, nothing, remoteProcedure } from '#shared/contract/procedure.ts';
import { controlRowSchema } from '#shared/tracking/controls/control-row.ts';
import { CONTROL_ROW_LIMIT } from '#shared/tracking/controls/control-settings.ts';
import { drivingModeSchema } from '#shared/tracking/driving.ts';

/**
 * All that the page for phones may ask. It travels over the local network, so it shows and does no more than an on-screen button does: nothing of the
 * room, the settings or the files.
 */
const id = bindingSchema.shape.id;

export const remoteButtonSchema = z.object({
  id,
  name: z.string(),
  emoji: z.string(),
  /** On-screen slot, 1 at the top; null: below those that have one. */
  slot: z.number().int().nullable(),
  /** It lasts as long as the finger stays. */
  holds: z.boolean(),
  on: z.boolean(),
  /** Seconds for which it rests; 0: ready. */
  coolingFor: z.number(),
});
export type RemoteButton = z.infer<typeof remoteButtonSchema>;
/** off: there is no push-to-talk to hold; no-microphone: there would be, but nothing listens at the computer. */
export const PHONE_TALK_STATES = ['off', 'no-microphone', 'ready', 'held'] as const;
export type PhoneTalkState = (typeof PHONE_TALK_STATES)[number];

export const remoteViewSchema = z.object({
  modelName: z.string(),
  buttons: z.array(remoteButtonSchema).max(200),
  speaking: z.boolean(),
  /** The key of push-to-talk, for a thumb. The microphone is the computer's. */
  talk: z.enum(PHONE_TALK_STATES),
  /** Who drives the avatar. */
  driving: drivingModeSchema,
  /** The phone as a source of motion: its rows of the map; off: the streamer does not want that. */
  puppet: z.object({
    enabled: z.boolean(),
    restSeconds: z.number(),
    rows: z.array(controlRowSchema).max(CONTROL_ROW_LIMIT),
  }),
});
export type RemoteView = z.infer<typeof remoteViewSchema>;

/** Served on the local network's listener only; the studio's own contract does not have it. */
export const remoteContract = {
  watch: remoteProcedure.input(nothing).output(eventIterator(remoteViewSchema)),
  press: remoteProcedure.input(z.object({ id, holds: z.boolean() })).output(z.object({ answer: fireAnswerSchema })),
  release: remoteProcedure.input(z.object({ id })).output(done),
  holding: remoteProcedure.input(z.object({ ids: z.array(id).max(10) })).output(done),
  /** Again every few seconds while it is held: a phone that vanishes lets go. */
  talk: remoteProcedure.input(z.object({ held: z.boolean() })).output(done),
  /** Hands the avatar over. */
  drive: remoteProcedure.input(z.object({ mode: drivingModeSchema })).output(done),
  /** Silence, now. */
  stop: remoteProcedure.input(nothing).output(done),
};
export const phoneContract = { remote: remoteContract };
export type PhoneContract = typeof phoneContract;
