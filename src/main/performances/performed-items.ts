import type { ItemDesk } from '#main/avatar/items.types.ts';
import type { Performed, PerformedItem } from '#shared/performances/performance-format.ts';

/** Items of a replay are its own: they come and go with it, and the streamer's stay. */
const OWNER = 'replay';
/** A plugin may move items with every picture: this is often enough for items that glide. */
const EVERY_MS = 100;

/** Tells of items and throws as they happen; looks at items with each `tick`, as often as is worth it. */
export interface ItemWatch {
  tick(nowMs: number): void;
  end(): void;
}

export function watchItems(desk: Pick<ItemDesk, 'items' | 'onThrow'>, did: (performed: Performed) => void): ItemWatch {
  const numbers = new Map<string, number>();
  let told: ReturnType<typeof desk.items.get> = [];
  let lookedMs = Number.NEGATIVE_INFINITY;
  const numberOf = (instanceId: string): number => {
    const known = numbers.get(instanceId) ?? numbers.size;
    numbers.set(instanceId, known);
    return known;
  };
  const stopThrows = desk.onThrow((request) => did({ type: 'throw', ...request }));
  return {
    tick(nowMs) {
      const items = desk.items.get();
      if (items === told || nowMs - lookedMs < EVERY_MS) return;
      lookedMs = nowMs;
      const mine = items.filter(({ owner }) => owner !== OWNER);
      const before = told.filter(({ owner }) => owner !== OWNER);
      told = items;
      if (mine.length === 0 && before.length === 0) return;
      did({
        type: 'items',
        items: mine.map(({ owner: _owner, goesWithOwner: _goes, instanceId, file, ...item }) => ({
          ...item,
          number: numberOf(instanceId),
          fileName: file.fileName,
        })),
      });
    },
    end: stopThrows,
  };
}

/** Brings recorded items on stage and moves them; files that this computer does not have are left out. */
export interface ItemReplay {
  show(items: readonly PerformedItem[]): void;
  throwAt(thrown: Extract<Performed, { readonly type: 'throw' }>): void;
  /** Takes away what the replay brought. */
  end(): void;
}

export function replayItems(desk: Pick<ItemDesk, 'load' | 'unload' | 'change' | 'throwAt' | 'unloadAllOf'>): ItemReplay {
  const shown = new Map<number, string>();
  const bring = ({ number, fileName, ...item }: PerformedItem): void => {
    const loaded = desk.load(OWNER, fileName, { ...item, goesWithOwner: true, failIfOrderTaken: false });
    if (typeof loaded !== 'string') shown.set(number, loaded.instanceId);
  };
  return {
    show(items) {
      const wanted = new Set(items.map(({ number }) => number));
      const gone = [...shown].filter(([number]) => !wanted.has(number));
      for (const [number] of gone) shown.delete(number);
      if (gone.length > 0) desk.unload(gone.map(([, instanceId]) => instanceId));
      for (const item of items) {
        const instanceId = shown.get(item.number);
        const { number: _number, fileName: _file, order: _order, ...change } = item;
        // Taken away by hand meanwhile: it comes back, as it was on stage then.
        if (instanceId === undefined || desk.change(instanceId, change) === undefined) bring(item);
      }
    },
    throwAt({ type: _type, ...request }) {
      desk.throwAt(request);
    },
    end() {
      shown.clear();
      desk.unloadAllOf(OWNER);
    },
  };
}
