import { z } from 'zod';
import { VtsError } from '../protocol/error-ids.ts';
import { clamp, flag, listOf, number, text } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';
import type { PhysicsOverride } from '../state/physics-hold.ts';
import { requirePlugin } from './access-requests.ts';
import { requireModel } from './model-requests.ts';
import { loadedWords } from './model-words.ts';

const SECONDS_LEAST = 0.5;
const SECONDS_MOST = 5;

export const getCurrentModelPhysics = defineRequest({
  type: 'GetCurrentModelPhysicsRequest',
  schema: z.unknown(),
  answer(_data, { world }) {
    const { model } = world.avatar.view.get();
    const groups = model?.description.physicsGroups ?? [];
    const { strength, wind, groups: own } = world.physics.base();
    const holder = world.physics.holder();
    return {
      ...loadedWords(world),
      modelHasPhysics: groups.length > 0,
      physicsSwitchedOn: groups.length > 0,
      usingLegacyPhysics: false,
      physicsFPSSetting: -1,
      baseStrength: Math.round(strength),
      baseWind: Math.round(wind),
      apiPhysicsOverrideActive: holder !== undefined,
      apiPhysicsOverridePluginName: holder?.pluginName ?? '',
      physicsGroups: groups.map(({ id, name }) => {
        const multipliers = own.find((group) => group.id === id);
        return {
          groupID: id,
          groupName: name,
          strengthMultiplier: multipliers?.strength ?? 1,
          windMultiplier: multipliers?.wind ?? 1,
        };
      }),
    };
  },
});

const overrideSchema = z.object({ id: text, value: number, setBaseValue: flag, overrideSeconds: number });
type RawOverride = z.output<typeof overrideSchema>;

export const setCurrentModelPhysics = defineRequest({
  type: 'SetCurrentModelPhysicsRequest',
  schema: z.object({ strengthOverrides: listOf(overrideSchema), windOverrides: listOf(overrideSchema) }),
  answer({ strengthOverrides, windOverrides }, context) {
    const { world, session } = context;
    const model = requireModel(world, new VtsError('SetCurrentModelPhysicsRequestNoModelLoaded', 'No model is loaded.'));
    const groups = new Set(model.description.physicsGroups.map(({ id }) => id));
    if (groups.size === 0)
      throw new VtsError('SetCurrentModelPhysicsRequestModelHasNoPhysics', 'The current model has no physics.');
    if (strengthOverrides.length + windOverrides.length === 0)
      throw new VtsError('SetCurrentModelPhysicsRequestNoOverridesProvided', 'strengthOverrides and windOverrides are empty.');
    const overrides = [...readOverrides('strength', strengthOverrides, groups), ...readOverrides('wind', windOverrides, groups)];
    const { name } = requirePlugin(context);
    if (!world.physics.override(session.id, name, overrides))
      throw new VtsError('SetCurrentModelPhysicsRequestPhysicsControlledByOtherPlugin', 'Another plugin holds the physics now.');
    return {};
  },
});

function readOverrides(
  what: PhysicsOverride['what'],
  raw: readonly RawOverride[],
  groups: ReadonlySet<string>,
): readonly PhysicsOverride[] {
  const seen = new Set<string>();
  return raw.map(({ id, value, setBaseValue, overrideSeconds }) => {
    const group = setBaseValue ? undefined : id;
    if (group !== undefined && !groups.has(group))
      throw new VtsError(
        'SetCurrentModelPhysicsRequestPhysicsGroupIDNotFound',
        `There is no physics group "${id.slice(0, 64)}".`,
      );
    if (value === undefined)
      throw new VtsError('SetCurrentModelPhysicsRequestNoOverrideValueProvided', 'Every override needs a value.');
    const key = group ?? '';
    if (seen.has(key))
      throw new VtsError('SetCurrentModelPhysicsRequestDuplicatePhysicsGroupID', 'A physics group is named twice.');
    seen.add(key);
    return {
      what,
      group,
      value: group === undefined ? Math.round(clamp(value, 0, 100)) : clamp(value, 0, 2),
      seconds: clamp(overrideSeconds ?? SECONDS_LEAST, SECONDS_LEAST, SECONDS_MOST),
    };
  });
}
