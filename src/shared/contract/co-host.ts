import { eventIterator } from '@orpc/contract';
import { avatarStateSchema, avatarVerbInputs } from '#shared/contract/avatar.ts';
import { done, nothing, openProcedure, studioProcedure } from '#shared/contract/procedure.ts';

/** The AI's own avatar beside the streamer's: the same verbs. UNAVAILABLE while she has none. */
export const coHostContract = {
  watch: studioProcedure.input(nothing).output(eventIterator(avatarStateSchema)),
  setExpression: openProcedure
    .route({ method: 'POST', path: '/co-host/expression', summary: "Switch an expression of the AI's own avatar on or off" })
    .input(avatarVerbInputs.setExpression)
    .output(done),
  clearExpressions: studioProcedure.input(nothing).output(done),
  playMotion: openProcedure
    .route({ method: 'POST', path: '/co-host/motion', summary: "Play a motion of the AI's own avatar" })
    .input(avatarVerbInputs.playMotion)
    .output(done),
  setIdleMotions: studioProcedure.input(avatarVerbInputs.setIdleMotions).output(done),
  move: openProcedure
    .route({ method: 'POST', path: '/co-host/move', summary: "Move, turn or scale the AI's own avatar" })
    .input(avatarVerbInputs.move)
    .output(done),
};
