import { z } from 'zod';
import type { ExpressionState } from '#main/avatar/avatar.types.ts';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { VtsError } from '../protocol/error-ids.ts';
import { clamp, flag, number, text } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';
import type { World } from '../state/world.ts';
import { loadedWords } from './model-words.ts';

const EXTENSION = '.exp3.json';
const FADE_SECONDS = 0.25;
const FADE_SECONDS_MOST = 2;

export const expressionState = defineRequest({
  type: 'ExpressionStateRequest',
  schema: z.object({ details: flag, expressionFile: text }),
  answer({ details, expressionFile }, { world }) {
    const { model, expressions } = world.avatar.view.get();
    if (expressionFile !== '' && !expressionFile.endsWith(EXTENSION))
      throw new VtsError('ExpressionStateRequestInvalidFilename', `expressionFile must end in ${EXTENSION}.`);
    const wanted = expressionFile === '' ? expressions : expressions.filter(({ file }) => file === expressionFile);
    if (model !== undefined && expressionFile !== '' && wanted.length === 0)
      throw new VtsError('ExpressionStateRequestFileNotFound', 'The current model has no such expression.');
    return {
      ...loadedWords(world),
      expressions: model === undefined ? [] : wanted.map((state) => stateWords(state, details, model, world)),
    };
  },
});

function stateWords(state: ExpressionState, details: boolean, model: AvatarModel, world: World): object {
  const { name, file, active, held, secondsLeft } = state;
  return {
    name: file.endsWith(EXTENSION) ? file.slice(0, -EXTENSION.length) : name,
    file,
    active,
    deactivateWhenKeyIsLetGo: held,
    autoDeactivateAfterSeconds: secondsLeft !== undefined,
    secondsRemaining: secondsLeft ?? 0,
    usedInHotkeys: details ? hotkeysWith(name, world) : [],
    parameters: details ? parametersOf(name, model) : [],
  };
}

const hotkeysWith = (name: string, world: World): object[] =>
  world.bindings
    .current()
    .filter(({ actions }) => actions.some(({ action }) => action.type === 'expression' && action.name === name))
    .map((binding) => ({ name: binding.name, id: binding.id }));

const parametersOf = (name: string, model: AvatarModel): object[] =>
  (model.description.expressions.find((one) => one.name === name)?.parameters ?? []).map(({ id, value }) => ({
    name: id,
    value,
  }));

export const expressionActivation = defineRequest({
  type: 'ExpressionActivationRequest',
  schema: z.object({ expressionFile: text, active: flag, fadeTime: number }),
  answer({ expressionFile, active, fadeTime }, { world }) {
    const { model, expressions } = world.avatar.view.get();
    if (!expressionFile.endsWith(EXTENSION))
      throw new VtsError('ExpressionActivationRequestInvalidFilename', `expressionFile must end in ${EXTENSION}.`);
    if (model === undefined) throw new VtsError('ExpressionActivationRequestNoModelLoaded', 'No model is loaded.');
    const state = expressions.find(({ file }) => file === expressionFile);
    const answer =
      state &&
      world.avatar.setExpression(state.name, {
        active,
        fade: clamp(fadeTime ?? FADE_SECONDS, 0, FADE_SECONDS_MOST),
        seconds: undefined,
        held: false,
        group: '',
      });
    if (answer !== 'done')
      throw new VtsError('ExpressionActivationRequestFileNotFound', 'The current model has no such expression.');
    return {};
  },
});
