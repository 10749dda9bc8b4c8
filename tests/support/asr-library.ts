import type { LoadedModelSource } from '#main/inference/inference.types.ts';
import type { LocalModelLibrary } from '#main/inference/library.types.ts';
import { createCell } from '#shared/cell.ts';
import type { ModelManifest } from '#shared/inference/model-manifest.ts';

/** A library in which exactly these models are installed. */
export function libraryOf(
  models: readonly { readonly manifest: ModelManifest; readonly source: LoadedModelSource }[],
): LocalModelLibrary {
  return {
    view: createCell([]),
    installed: (task) => models.map(({ manifest }) => manifest).filter((manifest) => manifest.task === task),
    source: (id) => models.find(({ manifest }) => manifest.id === id)?.source,
  };
}
