import type { Cell } from '#shared/cell.ts';
import type { CubismView } from '#shared/contract/cubism.ts';

/** Keeps the Cubism Core that the user brought. Yingxi neither contains nor fetches one: Live2D's licence does not allow it. */
export interface CubismCoreStore {
  readonly view: Cell<CubismView>;
  /** Address from which a stage loads it; null: there is none. Another file has another address. */
  url(): string | null;
  /** Throws `invalid-input` that says what the file is instead. The Core before stays until the new one is on disk. */
  add(fileName: string, content: Uint8Array): Promise<CubismView>;
  remove(): Promise<void>;
}
