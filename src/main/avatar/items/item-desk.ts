import { randomBytes } from 'node:crypto';
import type { ConnectedItemDesk, ItemChange, ItemLibrary, LoadProblem, ThrowRequest } from '#main/avatar/items.types.ts';
import { ITEM_LIMITS, type Item, type ItemFile } from '#shared/avatar/items.ts';
import { createCell } from '#shared/cell.ts';
import type { AvatarDown } from '#shared/stage/stage-protocol.ts';

type OwnedItem = Item & { readonly owner: string; readonly goesWithOwner: boolean };

export interface ItemDeskOptions {
  readonly library: ItemLibrary;
  readonly direct: (message: AvatarDown) => void;
  readonly now: () => number;
}

const START: Omit<Item, 'instanceId' | 'file' | 'order'> = {
  x: 0,
  y: 0,
  size: 0.32,
  rotation: 0,
  flipped: false,
  opacity: 1,
  brightness: 1,
  locked: false,
  pin: null,
  glide: 0.3,
  easing: 'easeOut',
  playback: { playing: true, frameRate: null, frame: null, stopAt: [] },
};
const FARTHEST = 30;
/** A thrown piece is in the picture for about this long. */
const FLIGHT_MS = 4000;

export function createItemDesk({ library, direct, now }: ItemDeskOptions): ConnectedItemDesk {
  const items = createCell<readonly OwnedItem[]>([]);
  const throwListeners = new Set<(request: ThrowRequest) => void>();
  let flying: { readonly until: number; readonly count: number }[] = [];

  function set(next: readonly OwnedItem[]): void {
    items.set(next);
    direct(message());
  }

  function message(): AvatarDown {
    return { type: 'items', items: items.get().map(({ owner: _owner, goesWithOwner: _goes, ...item }) => item) };
  }

  function place(
    owner: string,
    file: ItemFile,
    options: ItemChange & { readonly goesWithOwner: boolean; readonly failIfOrderTaken?: boolean },
  ): Item | LoadProblem {
    const present = items.get();
    if (present.length >= ITEM_LIMITS.loaded) return 'full';
    const { goesWithOwner, failIfOrderTaken, playback, ...change } = options;
    const wanted = change.order ?? 1;
    const order = freeOrder(present, wanted);
    if (order === undefined) return 'full';
    if (failIfOrderTaken === true && order !== wanted) return 'order-taken';
    const instanceId = randomBytes(16).toString('hex');
    const item: Item = { ...START, ...defined(change), order, instanceId, file, playback: { ...START.playback, ...playback } };
    set([...present, { ...item, owner, goesWithOwner }]);
    return item;
  }

  function takeAway(gone: (item: OwnedItem) => boolean): Item[] {
    const present = items.get();
    const away = present.filter(gone);
    if (away.length > 0) set(present.filter((item) => !gone(item)));
    return away;
  }

  return {
    files: library.files,
    items,
    state: () => (items.get().length === 0 ? [] : [message()]),
    load(owner, fileName, options) {
      const file = library.find(fileName);
      return file === undefined ? 'unknown-file' : place(owner, file, options);
    },
    async loadCustom(owner, fileName, bytes, options) {
      return place(owner, await library.add(fileName, bytes), options);
    },
    unload: (instanceIds) => takeAway(({ instanceId }) => instanceIds.includes(instanceId)),
    unloadAllOf: (owner) => takeAway((item) => item.owner === owner),
    change(instanceId, change) {
      const present = items.get();
      const before = present.find((item) => item.instanceId === instanceId);
      if (before === undefined) return undefined;
      const { playback, ...rest } = change;
      const after = { ...before, ...defined(rest), playback: { ...before.playback, ...playback } };
      set(present.map((item) => (item === before ? after : item)));
      return after;
    },
    throwAt(thrown) {
      const { fileName, ...request } = thrown;
      const file = library.find(fileName);
      if (file === undefined) return 'unknown-file';
      const at = now();
      flying = flying.filter(({ until }) => until > at);
      const inTheAir = flying.reduce((sum, { count }) => sum + count, 0);
      if (inTheAir + request.count > ITEM_LIMITS.flying) return 'full';
      flying.push({ until: at + FLIGHT_MS + request.count * request.every * 1000, count: request.count });
      direct({ type: 'throw', throw: { ...request, file } });
      for (const listener of throwListeners) listener(thrown);
      return 'done';
    },
    onThrow(listener) {
      throwListeners.add(listener);
      return () => void throwListeners.delete(listener);
    },
    dropOwner: (owner) => void takeAway((item) => item.owner === owner && item.goesWithOwner),
    close: () => void takeAway(() => true),
  };
}

/** The place wanted, or the nearest free one on the same side, farther from the avatar first. */
function freeOrder(present: readonly Item[], wanted: number): number | undefined {
  const taken = new Set(present.map(({ order }) => order));
  const side = wanted < 0 ? -1 : 1;
  const start = Math.min(FARTHEST, Math.max(1, Math.abs(wanted)));
  for (let depth = start; depth <= FARTHEST; depth++) if (!taken.has(side * depth)) return side * depth;
  for (let depth = start - 1; depth >= 1; depth--) if (!taken.has(side * depth)) return side * depth;
  // Every depth is used: items may share one.
  return present.length < ITEM_LIMITS.loaded ? side * start : undefined;
}

/** Fields that are `undefined` leave what is there. */
function defined<T extends object>(change: T): T {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as T;
}
