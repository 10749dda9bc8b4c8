import type { UploadIntake } from '#main/server/uploads.types.ts';
import type { Cell } from '#shared/cell.ts';
import type { Advice, LocalModel, LocalModelsView } from '#shared/inference/local-models.ts';
import type { InferenceTask, ModelManifest } from '#shared/inference/model-manifest.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { LoadedModelSource } from './inference.types.ts';

export type { LocalModel } from '#shared/inference/local-models.ts';

/** Local models: shipped, downloaded, imported. Works without any network. */
export interface LocalModelLibrary {
  readonly view: Cell<readonly LocalModel[]>;
  /** Installed models of a task, in the order in which the streamer would want them tried. */
  installed(task: InferenceTask): readonly ModelManifest[];
  /** What the worker loads; undefined when it is not installed. Every file's absolute path is under its role. */
  source(id: string): LoadedModelSource | undefined;
}

/** A file that a page is going to send. */
export interface AnnouncedModelFile {
  /** Relative to what was dropped, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * The library with what the streamer can do in it. Nothing is ever asked of a network but by `download`, `resume` and `refreshCatalogue`.
 * Commands throw `StudioError`: `not-found` for ids that are not there, `conflict` when it cannot be done now, `storage` when the disk refuses.
 * What becomes of downloads and imports is told in `state`.
 */
export interface OpenLocalModelLibrary extends LocalModelLibrary, UploadIntake {
  readonly state: Cell<LocalModelsView>;
  /** Resolves when the disk has been read. Shipped models are there then, too. */
  readonly ready: Promise<void>;
  /** Fetches a model, or the rest of it, or anew when its files are damaged. */
  download(id: string): void;
  /** What came is kept, over restarts of the program too. */
  pause(id: string): void;
  /** Gives up a download with what came. */
  cancel(id: string): Promise<void>;
  /** Into the trash until the program ends. `conflict` when it is in memory and `evenInUse` is false. */
  remove(id: string, evenInUse: boolean): Promise<void>;
  restore(id: string): Promise<void>;
  /** Reads every file of an installed model again and compares the checksums. */
  check(id: string): Promise<void>;
  /** Returns the import's id. `path`: a file, folder or zip of this computer. */
  importPath(path: string): string;
  beginUpload(name: string, files: readonly AnnouncedModelFile[]): Promise<string>;
  cancelImport(id: string): void;
  dismissImport(id: string): void;
  /** Fetches the list at `settings.inference.catalogueUrl`. */
  refreshCatalogue(): Promise<void>;
  advise(language: Language): Promise<Advice>;
  /** Idempotent. Downloads under way are paused, imports given up. */
  close(): Promise<void>;
}
