/** sRGB, each 0…255. */
export type Rgb = readonly [number, number, number];

export function rgb(hex: string): Rgb {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

export function mixRgb(a: Rgb, b: Rgb, t: number): Rgb {
  const k = Math.min(1, Math.max(0, t));
  return [a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k, a[2] + (b[2] - a[2]) * k];
}

const WHITE: Rgb = [255, 255, 255];
/** Shadows of drawn pictures lean to violet, not to grey. */
const DUSK: Rgb = [58, 28, 84];
export const lighter = (colour: Rgb, t: number): Rgb => mixRgb(colour, WHITE, t);
export const darker = (colour: Rgb, t: number): Rgb =>
  mixRgb(colour, [(colour[0] * DUSK[0]) / 255, (colour[1] * DUSK[1]) / 255, (colour[2] * DUSK[2]) / 255], t);

/** Linear light 0…1, as glTF's factors want it. */
export function linear(colour: Rgb): [number, number, number] {
  const one = (x: number): number => {
    const c = x / 255;
    return Number((c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).toFixed(5));
  };
  return [one(colour[0]), one(colour[1]), one(colour[2])];
}
