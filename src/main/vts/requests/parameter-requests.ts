import { z } from 'zod';
import type { CreationProblem, DeletionProblem, Injection, InjectionMode } from '#main/avatar/parameter-bus.types.ts';
import type { InputParameter } from '#shared/avatar/parameters.ts';
import { isObject } from '../protocol/envelope.ts';
import { VtsError, type VtsErrorName } from '../protocol/error-ids.ts';
import { anything, maybeFlag, text, within } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';
import type { World } from '../state/world.ts';
import { requirePlugin } from './access-requests.ts';
import { loadedWords } from './model-words.ts';

const VALUE_MOST = 1_000_000;
const PLUGIN_PRIORITY = 2;
const EXPLANATION_MOST = 255;

export const inputParameterList = defineRequest({
  type: 'InputParameterListRequest',
  schema: z.unknown(),
  answer(_data, { world }) {
    const { standard, custom } = world.bus.list();
    return {
      ...loadedWords(world),
      customParameters: custom.map((parameter) => parameterWords(parameter, world)),
      defaultParameters: standard.map((parameter) => parameterWords(parameter, world)),
    };
  },
});

export const parameterValue = defineRequest({
  type: 'ParameterValueRequest',
  schema: z.object({ name: text }),
  answer({ name }, { world }) {
    const parameter = world.bus.value(name);
    if (parameter === undefined)
      throw new VtsError('ParameterValueRequestParameterNotFound', `There is no parameter "${name.slice(0, 64)}".`);
    return parameterWords(parameter, world);
  },
});

/** Two plugins of one name are told apart inside; plugins see the plain name. */
const parameterWords = ({ name, addedBy, value, min, max, default: defaultValue }: InputParameter, world: World): object => ({
  name,
  addedBy: world.book.byOwner(addedBy)?.name ?? addedBy,
  value,
  min,
  max,
  defaultValue,
});

/** The model's own parameters as last drawn. */
export const live2dParameterList = defineRequest({
  type: 'Live2DParameterListRequest',
  schema: z.unknown(),
  answer(_data, { world }) {
    const { model } = world.avatar.view.get();
    const values = world.avatar.parameterValues();
    const parameters = model?.description.parameters ?? [];
    return {
      ...loadedWords(world),
      parameters: parameters.map(({ id, min, max, default: defaultValue }, index) => ({
        name: id,
        value: values[index] ?? defaultValue,
        min,
        max,
        defaultValue,
      })),
    };
  },
});

export const parameterCreation = defineRequest({
  type: 'ParameterCreationRequest',
  schema: z.object({ parameterName: text, explanation: text, min: anything, max: anything, defaultValue: anything }),
  answer({ parameterName: name, explanation, min, max, defaultValue }, context) {
    if (!isCustomName(name)) throw creationError('name');
    if (!isValue(min) || !isValue(max) || !isValue(defaultValue)) throw creationError('values');
    if (explanation.length > EXPLANATION_MOST)
      throw new VtsError('CustomParamExplanationTooLong', 'explanation must have fewer than 256 characters.');
    const { owner } = requirePlugin(context);
    const problem = context.world.bus.create(owner, { name, explanation, min, max, default: defaultValue });
    if (problem !== undefined) throw creationError(problem);
    return { parameterName: name };
  },
});

const CREATION_ERRORS: Readonly<Record<CreationProblem, readonly [VtsErrorName, string]>> = {
  name: ['CustomParamNameInvalid', 'parameterName must be 4 to 32 letters and digits, without spaces.'],
  values: ['CustomParamValuesInvalid', 'min, max and defaultValue must be numbers from -1000000 to 1000000.'],
  taken: ['CustomParamAlreadyCreatedByOtherPlugin', 'Another plugin created a parameter of this name.'],
  standard: ['CustomParamDefaultParamNameNotAllowed', 'This is the name of a default parameter; choose another.'],
  'owner-limit': ['CustomParamLimitPerPluginExceeded', 'A plugin may create 100 parameters.'],
  'total-limit': ['CustomParamLimitTotalExceeded', 'There may be 300 parameters of all plugins together.'],
};
const creationError = (problem: CreationProblem): VtsError => new VtsError(...CREATION_ERRORS[problem]);

export const parameterDeletion = defineRequest({
  type: 'ParameterDeletionRequest',
  schema: z.object({ parameterName: text }),
  answer({ parameterName: name }, context) {
    if (!isCustomName(name))
      throw new VtsError('CustomParamDeletionNameInvalid', 'parameterName must be 4 to 32 letters and digits.');
    const problem = context.world.bus.remove(requirePlugin(context).owner, name);
    if (problem !== undefined) throw new VtsError(...DELETION_ERRORS[problem]);
    return { parameterName: name };
  },
});

const DELETION_ERRORS: Readonly<Record<DeletionProblem, readonly [VtsErrorName, string]>> = {
  unknown: ['CustomParamDeletionNotFound', 'There is no custom parameter of this name.'],
  'other-owner': ['CustomParamDeletionCreatedByOtherPlugin', 'Another plugin created this parameter.'],
  standard: ['CustomParamDeletionCannotDeleteDefaultParam', 'Default parameters cannot be deleted.'],
};

export const injectParameterData = defineRequest({
  type: 'InjectParameterDataRequest',
  schema: z.object({ faceFound: maybeFlag, mode: text, parameterValues: anything }),
  answer({ faceFound, mode, parameterValues }, context) {
    const { world, session } = context;
    if (!Array.isArray(parameterValues) || parameterValues.length === 0)
      throw new VtsError('InjectDataNoDataProvided', 'parameterValues is missing or empty.');
    const injectionMode = readMode(mode);
    const values = parameterValues.map(readInjection);
    const { owner } = requirePlugin(context);
    const problem = world.bus.inject({ session: session.id, owner, priority: PLUGIN_PRIORITY }, injectionMode, values);
    if (problem?.problem === 'unknown-parameter')
      throw new VtsError('InjectDataParamNameNotFound', `There is no parameter "${problem.id.slice(0, 64)}".`);
    if (problem?.problem === 'taken')
      throw new VtsError('InjectDataParamControlledByOtherPlugin', `Another plugin sets "${problem.id}"; use the mode "add".`);
    if (faceFound !== undefined) world.bus.setFaceFound(session.id, faceFound);
    return {};
  },
});

function readMode(mode: string): InjectionMode {
  if (mode === '' || mode === 'set') return 'set';
  if (mode === 'add') return 'add';
  throw new VtsError('InjectDataModeUnknown', 'mode must be "set" or "add".');
}

function readInjection(entry: unknown): Injection {
  if (!isObject(entry) || typeof entry.id !== 'string')
    throw new VtsError('InjectDataParamNameNotFound', 'Every entry of parameterValues needs an id.');
  const { id, value, weight } = entry;
  if (!isValue(value))
    throw new VtsError('InjectDataValueInvalid', `The value of "${id.slice(0, 64)}" must be a number from -1000000 to 1000000.`);
  if (weight === undefined || weight === null) return { id, value, weight: 1 };
  if (typeof weight !== 'number' || !within(weight, 0, 1))
    throw new VtsError('InjectDataWeightInvalid', `The weight of "${id.slice(0, 64)}" must be from 0 to 1.`);
  return { id, value, weight };
}

const isCustomName = (name: string): boolean => /^[A-Za-z0-9]{4,32}$/.test(name);
const isValue = (value: unknown): value is number => typeof value === 'number' && within(value, -VALUE_MOST, VALUE_MOST);
