import type { Item } from '#shared/avatar/items.ts';
import { createStill, type ItemVisual } from './still-visual.ts';

/** `onEnd`: an animation came to one of its stops. */
export function createItemVisual({ file, playback }: Item, onEnd: () => void): ItemVisual {
  switch (file.kind) {
    case 'image':
      return createStill(file.url);
    case 'animation':
      return later(async (signal) => (await import('./animation-visual.ts')).createAnimation(file.url, signal, onEnd), playback);
    case 'frames':
      return later(
        async (signal) => (await import('./animation-visual.ts')).createFrames(file.frameUrls, signal, onEnd),
        playback,
      );
    case 'model3d':
      return later(async (signal) => (await import('./model-visual.ts')).createModel(file.url, signal), playback);
  }
}

/** Stands in until the real visual has been loaded. */
function later(load: (signal: AbortSignal) => Promise<ItemVisual>, start: Item['playback']): ItemVisual {
  const element = document.createElement('div');
  const gone = new AbortController();
  let inner: ItemVisual | undefined;
  let playback = start;
  load(gone.signal)
    .then((visual) => {
      if (gone.signal.aborted) return visual.dispose();
      inner = visual;
      visual.setPlayback(playback);
      element.append(visual.element);
    })
    .catch((error: unknown) => {
      if (!gone.signal.aborted) console.warn(`an item could not be shown: ${String(error)}`);
    });
  return {
    element,
    get aspect() {
      return inner?.aspect ?? 1;
    },
    setPlayback(next) {
      playback = next;
      inner?.setPlayback(next);
    },
    update: (nowMs) => inner?.update(nowMs),
    dispose() {
      gone.abort();
      inner?.dispose();
    },
  };
}
