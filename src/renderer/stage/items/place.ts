/** Where an element is to be, in window coordinates. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  /** Longer side, heights of the window. */
  readonly size: number;
  /** Degrees, clockwise. */
  readonly angle: number;
  readonly flipped: boolean;
}

/** Puts an element's middle at a point in window coordinates. */
export function place(element: HTMLElement, aspect: number, spot: Spot, width: number, height: number): void {
  const long = spot.size * height;
  const boxWidth = aspect >= 1 ? long : long * aspect;
  const boxHeight = aspect >= 1 ? long / aspect : long;
  const left = ((spot.x + 1) / 2) * width - boxWidth / 2;
  const top = ((1 - spot.y) / 2) * height - boxHeight / 2;
  element.style.width = `${boxWidth}px`;
  element.style.height = `${boxHeight}px`;
  element.style.transform = `translate(${left}px, ${top}px) rotate(${spot.angle}deg)${spot.flipped ? ' scaleX(-1)' : ''}`;
}
