import type { StageUp } from '#shared/stage/stage-protocol.ts';
import type { Rig } from '../rigs/rig.ts';

export interface TouchOptions {
  readonly rig: () => Rig | undefined;
  /** The item under a point. */
  readonly itemAt: (x: number, y: number) => string | undefined;
  readonly tell: (message: StageUp) => void;
}

/** Clicks and taps on the picture, told with what they hit. A drag is none. */
export function watchTouches(place: HTMLElement, { rig, itemAt, tell }: TouchOptions): void {
  let downX = 0;
  let downY = 0;
  place.addEventListener('pointerdown', (event) => {
    downX = event.clientX;
    downY = event.clientY;
  });
  place.addEventListener('pointerup', (event) => {
    if (Math.hypot(event.clientX - downX, event.clientY - downY) > SLOP_PX) return;
    const { left, top, width, height } = place.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    const x = ((event.clientX - left) / width) * 2 - 1;
    const y = 1 - ((event.clientY - top) / height) * 2;
    const hit = rig()?.hit(x, y);
    tell({
      type: 'touch',
      x,
      y,
      button: event.button,
      part: hit?.part ?? null,
      meshes: hit === undefined ? [] : hit.meshes.slice(0, 50),
      itemId: itemAt(x, y) ?? null,
      windowSize: { x: Math.round(width), y: Math.round(height) },
    });
  });
}

const SLOP_PX = 6;
