import type { Cell } from '#shared/cell.ts';
import type { CoreProblem, CubismView } from '#shared/contract/cubism.ts';

/** Keeps the Cubism Core that the user brought. Yingxi neither contains nor fetches one: Live2D's licence does not allow it. */
export interface CubismCoreStore {
  readonly view: Cell<CubismView>;
  /** Address from which a stage loads it; null: there is none. Another file has another address. */
  url(): string | null;
  /** null: it is the Core now. Else what the file is instead; the Core before stays. Throws `storage` when the disk refuses. */
  add(fileName: string, content: Uint8Array): Promise<CoreProblem | null>;
  remove(): void;
  /** Takes back the last `remove`; its file is kept until the program ends or another is added. False: there is none. */
  restore(): boolean;
}
