import type { ModelParameter } from '#shared/avatar/model.ts';
import type { VtubeKind, VtubeReason, VtubeTaken } from './vtube-report.ts';

/** What an import must know of its surroundings. */
export interface VtubeContext {
  /** The model of the library that gets it all. */
  readonly modelId: string;
  /** 32 hexadecimal digits that nobody has. */
  readonly newId: () => string;
  /** The model's own parameters; undefined while nobody knows them. */
  readonly parameters: readonly ModelParameter[] | undefined;
  readonly isInput: (name: string) => boolean;
  /** The library's model that came with this .vtube.json, for hotkeys that change the model. */
  readonly modelByFile: (fileName: string) => string | undefined;
}

/** Collects the report. */
export interface VtubeNotes {
  taken(what: VtubeTaken, count: number): void;
  left(what: VtubeKind, name: string, why: VtubeReason, detail: string): void;
}
