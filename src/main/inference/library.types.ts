import type { Cell } from '#shared/cell.ts';
import type { InferenceTask, ModelManifest } from '#shared/inference/model-manifest.ts';
import type { LoadedModelSource } from './inference.types.ts';

/** A manifest with what is here of it. */
export interface LocalModel {
  readonly manifest: ModelManifest;
  readonly state:
    | { readonly name: 'available' }
    | {
        readonly name: 'downloading' | 'paused';
        readonly receivedBytes: number;
        readonly totalBytes: number;
        readonly bytesPerSecond: number;
      }
    | { readonly name: 'verifying' }
    | { readonly name: 'installed'; readonly origin: 'shipped' | 'downloaded' | 'imported' }
    | { readonly name: 'failed'; readonly message: string };
}

/** Local models: shipped, downloaded, imported. Works without any network. */
export interface LocalModelLibrary {
  readonly view: Cell<readonly LocalModel[]>;
  /** Installed models of a task, in the order in which the streamer would want them tried. */
  installed(task: InferenceTask): readonly ModelManifest[];
  /** What the worker loads; undefined when it is not installed. */
  source(id: string): LoadedModelSource | undefined;
}
