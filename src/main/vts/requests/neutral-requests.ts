import { z } from 'zod';
import { VtsError } from '../protocol/error-ids.ts';
import { clamp, flag, number, text, texts } from '../protocol/fields.ts';
import { defineRequest } from '../protocol/request-kind.ts';
import { findItem } from './item-words.ts';
import { requireModel } from './model-requests.ts';
import { loadedWords } from './model-words.ts';

/*
 * Requests about things that this program does not have (scene lighting, NDI) or does in its own way (order within a model). Plugins get a valid
 * answer that says "off": many treat an unknown request as fatal.
 */

const WHITE_PART = { active: false, colorR: 255, colorG: 255, colorB: 255 };

export const sceneColorOverlayInfo = defineRequest({
  type: 'SceneColorOverlayInfoRequest',
  neutral: true,
  schema: z.unknown(),
  answer: () => ({
    active: false,
    itemsIncluded: false,
    isWindowCapture: false,
    baseBrightness: 0,
    colorBoost: 50,
    smoothing: 0,
    colorOverlayR: 255,
    colorOverlayG: 255,
    colorOverlayB: 255,
    colorAvgR: 255,
    colorAvgG: 255,
    colorAvgB: 255,
    leftCapturePart: WHITE_PART,
    middleCapturePart: WHITE_PART,
    rightCapturePart: WHITE_PART,
  }),
});

const NDI_COOLDOWN_MS = 3_000;
const isNdiSide = (side: number, step: number): boolean => side >= 256 && side <= 8192 && side % step === 0;

export const ndiConfig = defineRequest({
  type: 'NDIConfigRequest',
  neutral: true,
  schema: z.object({ setNewConfig: flag, customWidthNDI: number, customHeightNDI: number }),
  answer({ setNewConfig, customWidthNDI: width = -1, customHeightNDI: height = -1 }, { world }) {
    const { clock, cooldowns } = world;
    if (setNewConfig) {
      if (clock.now() - cooldowns.ndi < NDI_COOLDOWN_MS)
        throw new VtsError('NDIConfigCooldownNotOver', 'The NDI settings were changed less than three seconds ago.');
      if (!(width === -1 && height === -1) && !(isNdiSide(width, 16) && isNdiSide(height, 8)))
        throw new VtsError('NDIConfigResolutionInvalid', 'Width and height must be 256 to 8192, multiples of 16 and 8.');
      cooldowns.ndi = clock.now();
    }
    const window = world.stage.window();
    return {
      setNewConfig,
      ndiActive: false,
      useNDI5: false,
      useCustomResolution: false,
      customWidthNDI: Math.round(window?.width ?? 1280),
      customHeightNDI: Math.round(window?.height ?? 720),
    };
  },
});

export const itemSort = defineRequest({
  type: 'ItemSortRequest',
  neutral: true,
  schema: z.object({
    itemInstanceID: text,
    setSplitPoint: text,
    setFrontOrder: text,
    setBackOrder: text,
    splitAt: text,
    withinModelOrderFront: text,
    withinModelOrderBack: text,
  }),
  answer(data, { world }) {
    if (findItem(world, data.itemInstanceID) === undefined)
      throw new VtsError('ItemSortRequestInstanceIDNotFound', 'No item with this instance ID is loaded.');
    refuseBadSort(data);
    const meshes = new Set(world.avatar.view.get().model?.description.meshes.map(({ id }) => id));
    const had = (kind: string, id: string): boolean => kind !== 'UseArtMeshID' || meshes.has(id);
    const { modelLoaded, modelID, modelName } = loadedWords(world);
    return {
      itemInstanceID: data.itemInstanceID,
      modelLoaded,
      modelID,
      modelName,
      loadedModelHadRequestedFrontLayer: modelLoaded && had(data.setFrontOrder, data.withinModelOrderFront),
      loadedModelHadRequestedBackLayer: modelLoaded && had(data.setBackOrder, data.withinModelOrderBack),
    };
  },
});

interface SortWords {
  readonly setSplitPoint: string;
  readonly setFrontOrder: string;
  readonly setBackOrder: string;
  readonly splitAt: string;
  readonly withinModelOrderFront: string;
  readonly withinModelOrderBack: string;
}

function refuseBadSort(data: SortWords): void {
  const kinds = ['', 'Unchanged', 'UseArtMeshID', 'UseSpecialID'];
  const { setSplitPoint: split, setFrontOrder: front, setBackOrder: back } = data;
  if (!kinds.includes(front) || !kinds.includes(back) || !kinds.slice(0, 3).includes(split))
    throw new VtsError('ItemSortRequestInvalidValueSetType', 'Allowed are Unchanged, UseArtMeshID and UseSpecialID.');
  const named = (kind: string, value: string, special: readonly string[]): boolean =>
    kind === 'UseArtMeshID' ? value !== '' : kind === 'UseSpecialID' ? special.includes(value) : true;
  if (!named(front, data.withinModelOrderFront, ['FullyInFront', 'FullyInBack']))
    throw new VtsError(
      'ItemSortRequestInvalidFrontOrder',
      'withinModelOrderFront must be an ArtMesh, FullyInFront or FullyInBack.',
    );
  if (!named(back, data.withinModelOrderBack, ['FullyInBack']))
    throw new VtsError('ItemSortRequestInvalidBackOrder', 'withinModelOrderBack must be an ArtMesh or FullyInBack.');
  if (!named(split, data.splitAt, [])) throw new VtsError('ItemSortRequestInvalidSplitPoint', 'splitAt must be an ArtMesh.');
}

const MESHES_LISTED_MOST = 4_000;

/** As if the streamer had cancelled at once: nothing is chosen. */
export const artMeshSelection = defineRequest({
  type: 'ArtMeshSelectionRequest',
  neutral: true,
  schema: z.object({ activeArtMeshes: texts }),
  answer({ activeArtMeshes }, { world }) {
    const model = requireModel(world, new VtsError('ArtMeshSelectionRequestNoModelLoaded', 'No model is loaded.'));
    if (activeArtMeshes.length > MESHES_LISTED_MOST)
      throw new VtsError('ArtMeshSelectionRequestArtMeshIDListError', 'activeArtMeshes is too long.');
    const active = new Set(activeArtMeshes);
    const all = model.description.meshes.map(({ id }) => id);
    const known = new Set(all);
    if (activeArtMeshes.some((id) => !known.has(id)))
      throw new VtsError('ArtMeshSelectionRequestModelDoesNotHaveArtMesh', 'The current model has no such ArtMesh.');
    return {
      success: false,
      activeArtMeshes: all.filter((id) => active.has(id)),
      inactiveArtMeshes: all.filter((id) => !active.has(id)),
    };
  },
});

export const artMeshAtPosition = defineRequest({
  type: 'ArtMeshAtPositionRequest',
  neutral: true,
  schema: z.object({ x: number, y: number }),
  answer({ x = 0, y = 0 }, { world }) {
    const { modelLoaded, modelID, modelName } = loadedWords(world);
    const window = world.stage.window();
    return {
      modelLoaded,
      loadedModelID: modelID,
      loadedModelName: modelName,
      modelWasHit: false,
      checkedPosition: { x: clamp(x, -1000, 1000), y: clamp(y, -1000, 1000) },
      windowSize: { x: Math.round(window?.width ?? 1280), y: Math.round(window?.height ?? 720) },
      artMeshHitCount: 0,
      artMeshHits: [],
    };
  },
});
