import type { Item } from '#shared/avatar/items.ts';

/** How an item looks: an element that some CSS box stretches. */
export interface ItemVisual {
  readonly element: HTMLElement;
  /** Width over height; 1 while nothing is known. */
  readonly aspect: number;
  setPlayback(playback: Item['playback']): void;
  /** Call once a frame; most visuals do nothing. */
  update(nowMs: number): void;
  dispose(): void;
}

/** A picture that the browser shows by itself, moving or not. */
export function createStill(url: string): ItemVisual {
  const element = document.createElement('img');
  element.decoding = 'async';
  element.alt = '';
  element.src = url;
  return {
    element,
    get aspect() {
      return element.naturalHeight > 0 ? element.naturalWidth / element.naturalHeight : 1;
    },
    setPlayback: () => undefined,
    update: () => undefined,
    dispose: () => element.removeAttribute('src'),
  };
}
