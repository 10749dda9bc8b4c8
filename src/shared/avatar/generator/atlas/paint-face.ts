import { darker, mixRgb, type Rgb, rgb } from '../colour.ts';
import { HEAD_CENTRE } from '../face/head-shape.ts';
import { bell, smoothstep } from '../geometry/vector.ts';
import type { AvatarOptions } from '../options.ts';

/** Skin in the shade of hair and chin: warm, not grey. */
export const shadedSkin = (tone: Rgb): Rgb => mixRgb(darker(tone, 0.12), [238, 150, 146], 0.3);

/** Colours of the face by place, metres. */
export function facePainter({ skin }: AvatarOptions): (x: number, y: number) => Rgb {
  const tone = rgb(skin.tone);
  const blush = rgb(skin.blush);
  const shade = shadedSkin(tone);
  return (x, y) => {
    const dy = y - HEAD_CENTRE;
    const side = Math.abs(x);
    let colour = mixRgb(tone, shade, 0.55 * smoothstep(0.045, 0.1, dy));
    colour = mixRgb(colour, shade, 0.5 * smoothstep(0.104, 0.142, side));
    // Cheeks: a soft spot, a little warmer at its middle.
    const cheek = Math.exp(-(((side - 0.078) / 0.026) ** 2) - ((dy + 0.083) / 0.0135) ** 2);
    colour = mixRgb(colour, blush, 0.5 * cheek);
    // Warm lids, nose tip and the shadow of the lower lip.
    colour = mixRgb(colour, blush, 0.16 * bell(side, 0.06, 0.03) * bell(dy, 0.009, 0.008));
    colour = mixRgb(colour, blush, 0.22 * bell(x, 0, 0.008) * bell(dy, -0.0665, 0.006));
    const tick = bell(x, 0.0012, 0.0028) * bell(dy, -0.0725, 0.0016);
    colour = mixRgb(colour, darker(shade, 0.4), 0.85 * tick);
    return mixRgb(colour, shade, 0.55 * bell(x, 0, 0.0085) * bell(dy, -0.1145, 0.0022));
  };
}
