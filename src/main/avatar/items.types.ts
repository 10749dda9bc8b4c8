import type { Item, ItemFile, Throw } from '#shared/avatar/items.ts';
import type { Cell } from '#shared/cell.ts';
import type { AvatarDown } from '#shared/stage/stage-protocol.ts';

export type ItemChange = Partial<
  Pick<
    Item,
    'x' | 'y' | 'size' | 'rotation' | 'flipped' | 'opacity' | 'brightness' | 'order' | 'locked' | 'pin' | 'glide' | 'easing'
  >
> & {
  readonly playback?: Partial<Item['playback']>;
};
export type ThrowRequest = Omit<Throw, 'file'> & { readonly fileName: string };
export type LoadProblem = 'unknown-file' | 'full' | 'order-taken';

/** Items on stage and the files that they are made of. `owner` is a plugin's session or 'studio'; its items may go with it. */
export interface ItemDesk {
  readonly files: Cell<readonly ItemFile[]>;
  readonly items: Cell<readonly (Item & { readonly owner: string; readonly goesWithOwner: boolean })[]>;
  load(
    owner: string,
    fileName: string,
    options: ItemChange & { readonly goesWithOwner: boolean; readonly failIfOrderTaken: boolean },
  ): Item | LoadProblem;
  /** Keeps a picture (PNG, JPEG, GIF, WebP) that a plugin sent, under a name that is free. Throws `invalid-input` for anything else. */
  loadCustom(
    owner: string,
    fileName: string,
    bytes: Uint8Array,
    options: ItemChange & { readonly goesWithOwner: boolean },
  ): Promise<Item | LoadProblem>;
  unload(instanceIds: readonly string[]): readonly Item[];
  unloadAllOf(owner: string): readonly Item[];
  change(instanceId: string, change: ItemChange): Item | undefined;
  throwAt(request: ThrowRequest): 'done' | 'unknown-file' | 'full';
  /** Called with everything that was thrown. Returns how to end it. */
  onThrow(listener: (request: ThrowRequest) => void): () => void;
  dropOwner(owner: string): void;
  close(): void;
}

/** The files that items are made of: those that ship with the program, then the streamer's own. */
export interface ItemLibrary {
  readonly files: Cell<readonly ItemFile[]>;
  /** Resolves when the folders have been read. */
  readonly ready: Promise<void>;
  find(fileName: string): ItemFile | undefined;
  isShipped(fileName: string): boolean;
  /** Keeps a picture or prop under `fileName`, or a name like it that is free. Throws `invalid-input` for what is none. */
  add(fileName: string, bytes: Uint8Array): Promise<ItemFile>;
  /** Undefined: there is none of that name, or it ships with the program. */
  remove(fileName: string): Promise<ItemFile | undefined>;
}

/** The desk with the side that stages talk to. */
export interface ConnectedItemDesk extends ItemDesk {
  /** What a stage which comes must know. */
  state(): readonly AvatarDown[];
}
