import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { modelIdSchema, modelMotionSchema } from '#shared/avatar/model.ts';
import { placementSchema } from '#shared/avatar/scene.ts';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';

const name = z.string().min(1).max(200);

/** What she does beyond speaking. */
export const avatarStateSchema = z.object({
  modelId: modelIdSchema.nullable(),
  name: z.string(),
  placement: placementSchema,
  expressions: z.array(z.object({ name: z.string(), active: z.boolean() })),
  motions: z.array(modelMotionSchema),
  /** The motion that plays over everything; null: none. */
  motion: z.string().nullable(),
  /** Motions that take turns while nothing else moves her. */
  idlePlaylist: z.array(z.string()),
  idleMotion: z.string().nullable(),
});
export type AvatarState = z.infer<typeof avatarStateSchema>;

/** What one asks of an avatar, the streamer's or the AI's own. */
export const avatarVerbInputs = {
  setExpression: z.object({
    name,
    active: z.union([z.boolean(), z.literal('toggle')]).default('toggle'),
    /** Switches itself off after so many seconds. */
    seconds: z.number().min(0).max(3600).optional(),
    fade: z.number().min(0).max(10).optional(),
  }),
  /** name null: ends the motion that plays. */
  playMotion: z.object({ name: name.nullable(), loop: z.boolean().default(false) }),
  setIdleMotions: z.object({ names: z.array(name).max(50) }),
  /** Fields that are absent stay. */
  move: placementSchema.partial().extend({ seconds: z.number().min(0).max(2).default(0) }),
};

export const avatarContract = {
  /** The avatar in use: its name, author and licence as its file states them. */
  current: studioProcedure
    .input(nothing)
    .output(z.object({ name: z.string(), author: z.string(), licence: z.string(), url: z.string(), bytes: z.number() })),
  watch: studioProcedure.input(nothing).output(eventIterator(avatarStateSchema)),
  setExpression: openProcedure
    .route({ method: 'POST', path: '/avatar/expression', summary: 'Switch an expression of the model on or off' })
    .input(avatarVerbInputs.setExpression)
    .output(done),
  clearExpressions: studioProcedure.input(nothing).output(done),
  playMotion: openProcedure
    .route({ method: 'POST', path: '/avatar/motion', summary: 'Play a motion of the model' })
    .input(avatarVerbInputs.playMotion)
    .output(done),
  setIdleMotions: studioProcedure.input(avatarVerbInputs.setIdleMotions).output(done),
  move: openProcedure
    .route({ method: 'POST', path: '/avatar/move', summary: 'Move, turn or scale the model' })
    .input(avatarVerbInputs.move)
    .output(done),
};
