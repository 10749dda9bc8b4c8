import type { AvatarModel } from '#shared/avatar/model.ts';
import type { Placement } from '#shared/avatar/scene.ts';
import { turnOf } from '../protocol/fields.ts';
import type { World } from '../state/world.ts';

/** Which model is loaded, as nearly every answer begins. */
export function loadedWords(world: World): { modelLoaded: boolean; modelName: string; modelID: string } {
  const { model } = world.avatar.view.get();
  return { modelLoaded: model !== undefined, modelName: model?.name ?? '', modelID: model?.id ?? '' };
}

const fileNameOf = (path: string): string => path.split('/').at(-1) ?? '';
/** VTube Studio keeps its settings of a model in such a file; ours has no file, but plugins show the name. */
export const vtsModelNameOf = (model: AvatarModel): string => `${model.name}.vtube.json`;
export const live2dModelNameOf = (model: AvatarModel): string => fileNameOf(model.entry);
export const iconNameOf = (model: AvatarModel): string =>
  model.thumbnailUrl === null ? '' : fileNameOf(model.thumbnailUrl.split(/[?#]/)[0] ?? '');

export const positionWords = ({ x, y, rotation, size }: Placement) => ({
  positionX: x,
  positionY: y,
  rotation: turnOf(rotation),
  size,
});
