import type { UploadIntake } from '#main/server/uploads.types.ts';
import type { LibraryView } from '#shared/avatar/model-import.ts';
import type { Cell } from '#shared/cell.ts';
import type { ModelLibrary } from './avatar.types.ts';

/** A file that a page is going to send. */
export interface AnnouncedFile {
  /** Relative to what was dropped, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
}

/** The models that the streamer has, shipped and imported, and bringing in more. */
export interface OpenModelLibrary extends ModelLibrary, UploadIntake {
  readonly view: Cell<LibraryView>;
  /** Resolves when what is on disk has been read. Shipped models are there before. */
  readonly ready: Promise<void>;
  /** Id of the model that came with this `.vtube.json`. */
  modelByVtubeFile(fileName: string): string | undefined;
  /** Each returns the import's id; how it goes is in `view`. */
  importPath(path: string, into: string | undefined): string;
  beginUpload(name: string, files: readonly AnnouncedFile[], into: string | undefined): Promise<string>;
  cancelImport(id: string): void;
  dismissImport(id: string): void;
  /** The following reject `not-found` for models that are not (or no longer) there, `forbidden` for shipped ones, `storage` when the disk refuses. */
  rename(id: string, name: string): Promise<void>;
  accept(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  erase(id: string): Promise<void>;
  setThumbnail(id: string, png: string): Promise<void>;
  /** Idempotent; imports under way are cancelled. */
  close(): Promise<void>;
}
