import { z } from 'zod';
import { VtsError } from '../protocol/error-ids.ts';
import { anything, flag, listOf, number, text, within } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';

const FILTER_MOST = 512;
const FADE_MOST = 2;

/** There are no visual effects here: the list is valid, and empty. */
export const postProcessingList = defineRequest({
  type: 'PostProcessingListRequest',
  neutral: true,
  misfit: 'PostProcessingListReqestInvalidFilter',
  schema: z.object({ effectIDFilter: listOf(z.string()) }),
  answer({ effectIDFilter }) {
    if (effectIDFilter.length > FILTER_MOST)
      throw new VtsError('PostProcessingListReqestInvalidFilter', `effectIDFilter may hold ${FILTER_MOST} effects.`);
    return {
      postProcessingSupported: false,
      postProcessingActive: false,
      canSendPostProcessingUpdateRequestRightNow: true,
      restrictedEffectsAllowed: false,
      presetIsActive: false,
      activePreset: '',
      presetCount: 0,
      activeEffectCount: 0,
      effectCountBeforeFilter: 0,
      configCountBeforeFilter: 0,
      effectCountAfterFilter: 0,
      configCountAfterFilter: 0,
      postProcessingEffects: [],
      postProcessingPresets: [],
    };
  },
});

const valueSchema = z.object({ configID: text, configValue: anything });
const schema = z.object({
  setPostProcessingPreset: flag,
  setPostProcessingValues: flag,
  presetToSet: text,
  postProcessingFadeTime: number,
  postProcessingValues: listOf(valueSchema),
});

/** Takes what a plugin wishes, as far as it is well-formed, and answers that everything is off. */
export const postProcessingUpdate = defineRequest({
  type: 'PostProcessingUpdateRequest',
  neutral: true,
  misfit: 'PostProcessingUpdateRequestValueListInvalid',
  schema,
  answer(data) {
    if (!within(data.postProcessingFadeTime ?? 0, 0, FADE_MOST))
      throw new VtsError('PostProcessingUpdateRequestFadeTimeInvalid', 'postProcessingFadeTime must be from 0 to 2 seconds.');
    if (data.setPostProcessingPreset && data.setPostProcessingValues)
      throw new VtsError('PostProcessingUpdateRequestLoadingPresetAndValues', 'Set a preset or values, not both.');
    if (data.setPostProcessingPreset)
      throw new VtsError('PostProcessingUpdateRequestPresetFileLoadFailed', 'There is no preset of this name.');
    if (data.setPostProcessingValues) refuseBadValues(data.postProcessingValues);
    return { postProcessingActive: false, presetIsActive: false, activePreset: '', activeEffectCount: 0 };
  },
});

/** Ids are compared as upstream does: without regard to case, `_` and `-`. */
const plain = (id: string): string => id.toLowerCase().replaceAll(/[_-]/g, '');

function refuseBadValues(values: readonly z.output<typeof valueSchema>[]): void {
  const seen = new Set<string>();
  for (const { configID, configValue } of values) {
    const id = plain(configID);
    if (id === '' || typeof configValue !== 'string')
      throw new VtsError(
        'PostProcessingUpdateRequestValueListInvalid',
        'Every value needs a configID and a configValue as text.',
      );
    if (seen.has(id))
      throw new VtsError('PostProcessingUpdateRequestValueListContainsDuplicates', `${configID.slice(0, 64)} is named twice.`);
    if (id.startsWith('modelglitch'))
      throw new VtsError('PostProcessingUpdateRequestTriedToLoadRestrictedEffect', 'Restricted effects are not allowed here.');
    seen.add(id);
  }
}
