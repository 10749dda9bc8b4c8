import { darker, lighter, mixRgb, type Rgb, rgb } from '../colour.ts';
import { HEAD_CENTRE } from '../face/head-shape.ts';
import { bell, smoothstep } from '../geometry/vector.ts';
import { hairLevel } from './atlas-layout.ts';

/** Where the ring of light lies, and how far it runs in points; shares of the hair's height. */
const RING = hairLevel(HEAD_CENTRE + 0.093);
const RING_HEIGHT = 0.0135;

/** Colours of a lock: `across` 0…1 from edge to edge, `level` 0…1 downwards. `end`: level at which the tip's colour is reached. */
export function hairPainter(root: string, tip: string, end: number): (across: number, level: number) => Rgb {
  const [from, to] = [rgb(root), rgb(tip)];
  // Dark hair shines in its own colour; white on it would look grey.
  const brightness = (from[0] + from[1] + from[2]) / 765;
  const shine = lighter(mixRgb(from, to, 0.35), 0.3 + 0.62 * brightness);
  return (across, level) => {
    let colour = mixRgb(from, to, smoothstep(0.16, end, level));
    // Strands: a few soft and some fine lines that wander a little.
    const x = across + 0.012 * Math.sin(level * 21);
    const broad = 0.5 + 0.5 * Math.sin(x * 19.2 + 0.7);
    const fine = Math.abs(Math.sin(x * 27.3 + 1.1)) ** 14;
    colour = mixRgb(colour, darker(colour, 0.5), 0.09 * broad + 0.2 * fine);
    colour = mixRgb(colour, lighter(colour, 0.5), 0.16 * bell(across, 0.5, 0.2));
    // Roots are darker where they leave the scalp's whirl.
    colour = mixRgb(colour, darker(colour, 0.5), 0.35 * smoothstep(0.075, 0.0, level));
    return mixRgb(colour, shine, ring(across, level));
  };
}

/** The ring of light of drawn hair: teeth along both edges, and a thin echo below. */
function ring(across: number, level: number): number {
  const tooth = Math.abs(((across * 3.5) % 1) * 2 - 1);
  const d = level - RING;
  const top = -RING_HEIGHT * (0.5 + 0.6 * tooth);
  const bottom = RING_HEIGHT * (0.35 + 0.9 * (1 - tooth));
  const body = smoothstep(top - 0.0025, top + 0.0025, d) * smoothstep(bottom + 0.0025, bottom - 0.0025, d);
  const echo = bell(d, RING_HEIGHT * 2.4 + 0.004 * tooth, 0.0022) * (tooth > 0.35 ? 0.5 : 0.15);
  return 0.68 * Math.max(body, echo);
}
