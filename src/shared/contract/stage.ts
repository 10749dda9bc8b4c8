import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';
import { emotionSchema } from '#shared/speech/emotion.ts';
import { stageAvatarSchema, stageKindSchema, stageRoleSchema } from '#shared/stage/stage-protocol.ts';

export const stageViewSchema = z.object({
  stageId: z.string(),
  kind: stageKindSchema,
  avatar: stageAvatarSchema,
  role: stageRoleSchema,
  canSound: z.boolean(),
  connectedAt: z.number(),
  framesPerSecond: z.number(),
  frameAgeMs: z.number(),
  underruns: z.number(),
  lateFrames: z.number(),
  avatarStatus: z.string(),
  /** CSS pixels. */
  width: z.number(),
  height: z.number(),
  /** 99th percentile of the last second's parameter frames, from their source to the picture, ms; −1: none came. */
  parameterAgeMs: z.number(),
  /** Pictures a second that it means to draw, where the processor draws them; 0: a graphics card does, or nothing is known yet. */
  paceHz: z.number(),
});
export type StageView = z.infer<typeof stageViewSchema>;
export const stagesSchema = z.object({
  stages: z.array(stageViewSchema),
  soundingStageId: z.string().nullable(),
  /** The streamer's own choice of the sounding stage, if it is connected. */
  pinnedStageId: z.string().nullable(),
  playing: z.object({ turnId: z.number().int(), index: z.number().int(), positionMs: z.number() }).nullable(),
});
export type Stages = z.infer<typeof stagesSchema>;

export const stageContract = {
  get: openProcedure
    .route({ method: 'GET', path: '/stage', summary: 'Connected stages and what plays' })
    .input(nothing)
    .output(stagesSchema),
  watch: studioProcedure.input(nothing).output(eventIterator(stagesSchema)),
  /** Chooses which stage sounds; null: automatic (OBS before window before browser before preview). */
  pin: studioProcedure.input(z.object({ stageId: z.string().nullable() })).output(done),
  /** Shows an expression for `holdMs` (0: until the next). */
  express: openProcedure
    .route({ method: 'POST', path: '/stage/expression', summary: 'Show an expression' })
    .input(
      z.object({
        emotion: emotionSchema,
        intensity: z.number().min(0).max(1).default(1),
        holdMs: z.number().min(0).max(3_600_000).default(4000),
      }),
    )
    .output(done),
};
