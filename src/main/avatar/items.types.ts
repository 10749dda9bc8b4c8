import type { Item, ItemFile, Throw } from '#shared/avatar/items.ts';
import type { Cell } from '#shared/cell.ts';

export type ItemChange = Partial<Pick<Item, 'x' | 'y' | 'size' | 'rotation' | 'flipped' | 'opacity' | 'brightness' | 'order' | 'locked' | 'pin' | 'glide' | 'easing'>> & {
  readonly playback?: Partial<Item['playback']>;
};
export type LoadProblem = 'unknown-file' | 'full' | 'order-taken';

/** Items on stage and the files that they are made of. `owner` is a plugin's session or 'studio'; its items may go with it. */
export interface ItemDesk {
  readonly files: Cell<readonly ItemFile[]>;
  readonly items: Cell<readonly (Item & { readonly owner: string; readonly goesWithOwner: boolean })[]>;
  load(owner: string, fileName: string, options: ItemChange & { readonly goesWithOwner: boolean; readonly failIfOrderTaken: boolean }): Item | LoadProblem;
  /** Keeps a picture (PNG, JPEG, GIF, WebP) that a plugin sent, under a name that is free. Throws `invalid-input` for anything else. */
  loadCustom(owner: string, fileName: string, bytes: Uint8Array, options: ItemChange & { readonly goesWithOwner: boolean }): Promise<Item | LoadProblem>;
  unload(instanceIds: readonly string[]): readonly Item[];
  unloadAllOf(owner: string): readonly Item[];
  change(instanceId: string, change: ItemChange): Item | undefined;
  throwAt(request: Omit<Throw, 'file'> & { readonly fileName: string }): 'done' | 'unknown-file' | 'full';
  dropOwner(owner: string): void;
  close(): void;
}
