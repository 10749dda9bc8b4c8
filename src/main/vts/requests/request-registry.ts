import type { RequestKind } from '../protocol/request-kind.ts';
import { apiState, authentication, authenticationToken, permission } from './access-requests.ts';
import { expressionActivation, expressionState } from './expression-requests.ts';
import { hotkeysInCurrentModel, hotkeyTrigger } from './hotkey-requests.ts';
import { faceFound, folderInfo, statistics } from './info-requests.ts';
import { itemAnimationControl } from './item-control.ts';
import { itemList } from './item-list.ts';
import { itemLoad } from './item-load.ts';
import { itemMove } from './item-move.ts';
import { itemPin } from './item-pin.ts';
import { itemUnload } from './item-unload.ts';
import { availableModels, currentModel, modelLoad, moveModel } from './model-requests.ts';
import { artMeshAtPosition, artMeshSelection, itemSort, ndiConfig, sceneColorOverlayInfo } from './neutral-requests.ts';
import {
  injectParameterData,
  inputParameterList,
  live2dParameterList,
  parameterCreation,
  parameterDeletion,
  parameterValue,
} from './parameter-requests.ts';
import { getCurrentModelPhysics, setCurrentModelPhysics } from './physics-requests.ts';
import { postProcessingList, postProcessingUpdate } from './post-processing-requests.ts';
import { eventSubscription } from './subscription-request.ts';
import { artMeshList, colorTint } from './tint-requests.ts';

/** Every request that is understood. docs/vtube-studio-api.md holds the same list for people; a test compares them. */
export const REQUESTS: readonly RequestKind[] = [
  apiState,
  authenticationToken,
  authentication,
  permission,
  eventSubscription,
  statistics,
  folderInfo,
  faceFound,
  currentModel,
  availableModels,
  modelLoad,
  moveModel,
  hotkeysInCurrentModel,
  hotkeyTrigger,
  expressionState,
  expressionActivation,
  artMeshList,
  colorTint,
  inputParameterList,
  parameterValue,
  live2dParameterList,
  parameterCreation,
  parameterDeletion,
  injectParameterData,
  getCurrentModelPhysics,
  setCurrentModelPhysics,
  itemList,
  itemLoad,
  itemUnload,
  itemAnimationControl,
  itemMove,
  itemPin,
  itemSort,
  artMeshSelection,
  artMeshAtPosition,
  sceneColorOverlayInfo,
  ndiConfig,
  postProcessingList,
  postProcessingUpdate,
];

const BY_TYPE: ReadonlyMap<string, RequestKind> = new Map(REQUESTS.map((kind) => [kind.type, kind]));
export const findRequest = (type: string): RequestKind | undefined => BY_TYPE.get(type);
