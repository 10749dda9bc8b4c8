import { darker, lighter, mixRgb, type Rgb, rgb } from '../colour.ts';
import { bell, smoothstep } from '../geometry/vector.ts';

const WHITE: Rgb = [255, 255, 255];

/** An iris of the given colour; x to the viewer's right and y down, −1…1. */
export function irisPainter(hex: string, round: boolean): (x: number, y: number) => Rgb {
  const base = rgb(hex);
  const deep = darker(base, 0.78);
  const shade = darker(base, 0.45);
  const bright = lighter(mixRgb(base, [base[0], 255, 255], 0.12), 0.38);
  const glow = lighter(base, 0.72);
  return (x, y) => {
    const r = Math.hypot(x, y);
    const angle = Math.atan2(y, x);
    let colour = mixRgb(shade, base, smoothstep(-0.75, 0.1, y));
    colour = mixRgb(colour, bright, smoothstep(0.05, 0.85, y) * 0.85);
    // Fine rays, stronger below.
    const rays = 0.5 + 0.5 * Math.sin(angle * 26 + 1.3 * Math.sin(angle * 7));
    colour = mixRgb(colour, glow, 0.2 * rays * smoothstep(0.42, 0.62, r) * smoothstep(0.95, 0.8, r) * smoothstep(-0.3, 0.6, y));
    // A crescent of light at the lower edge.
    colour = mixRgb(
      colour,
      glow,
      0.8 * smoothstep(0.56, 0.66, r) * smoothstep(0.9, 0.8, r) * smoothstep(0.3, 0.7, y) * smoothstep(0.62, 0.2, Math.abs(x)),
    );
    // Pupil with a soft ring.
    const pupil = Math.hypot(x / 0.36, (y + 0.02) / (round ? 0.4 : 0.46));
    colour = mixRgb(colour, deep, 0.55 * smoothstep(1.45, 1, pupil));
    colour = mixRgb(colour, darker(deep, 0.4), smoothstep(1.04, 0.94, pupil));
    colour = mixRgb(colour, base, 0.5 * bell(y, 0.28, 0.13) * smoothstep(0.98, 0.8, pupil));
    // The lid's shadow above and the dark edge around.
    colour = mixRgb(colour, deep, 0.78 * smoothstep(-0.2, -0.85, y));
    colour = mixRgb(colour, deep, smoothstep(0.86, 0.95, r));
    return highlights(colour, x, y);
  };
}

function highlights(colour: Rgb, x: number, y: number): Rgb {
  const spot = (cx: number, cy: number, rx: number, ry: number, soft: number): number =>
    smoothstep(1 + soft, 1 - soft, Math.hypot((x - cx) / rx, (y - cy) / ry));
  let lit = mixRgb(colour, WHITE, spot(-0.36, -0.4, 0.27, 0.3, 0.06));
  lit = mixRgb(lit, WHITE, spot(0.4, 0.42, 0.135, 0.15, 0.08));
  lit = mixRgb(lit, WHITE, 0.85 * spot(0.18, -0.62, 0.085, 0.075, 0.12));
  return mixRgb(lit, WHITE, 0.5 * spot(-0.5, 0.1, 0.075, 0.085, 0.2));
}
