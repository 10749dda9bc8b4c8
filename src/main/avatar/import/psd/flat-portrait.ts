import type { RiggedDrawing } from '#shared/avatar/puppet/rig-drawing.ts';
import { writePng } from '../textures/png-writer.ts';

/** Pixels along the longer side: enough for a card in the library. */
const PIXELS = 480;

/** The drawing at rest, from the chest up, as a PNG: normal layers over each other, each point by its nearest pixel. */
export async function flatPortrait({ puppet, pages }: RiggedDrawing): Promise<Uint8Array> {
  const view = puppet.framing.bust;
  const scale = PIXELS / Math.max(view.width, view.height);
  const [width, height] = [Math.max(1, Math.round(view.width * scale)), Math.max(1, Math.round(view.height * scale))];
  const out = new Uint8Array(width * height * 4);
  for (const layer of [...puppet.layers].sort((one, two) => one.z - two.z)) {
    const page = pages[layer.page];
    // What takes turns or only shades needs the stage.
    if (page === undefined || layer.fades.length > 0 || layer.blend !== 'normal' || layer.clip.length > 0) continue;
    const { bounds, source, opacity } = layer;
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const [u, v] = [view.x + (x + 0.5) / scale - bounds.x, view.y + (y + 0.5) / scale - bounds.y];
        if (u < 0 || v < 0 || u >= bounds.width || v >= bounds.height) continue;
        const from = (Math.floor(source.y + v) * page.width + Math.floor(source.x + u)) * 4;
        over(out, (y * width + x) * 4, page.data, from, opacity);
      }
  }
  return writePng(out, width, height);
}

/** Straight alpha over straight alpha. */
function over(out: Uint8Array, at: number, data: ArrayLike<number>, from: number, opacity: number): void {
  const alpha = ((data[from + 3] ?? 0) / 255) * opacity;
  if (alpha === 0) return;
  const below = ((out[at + 3] ?? 0) / 255) * (1 - alpha);
  const whole = alpha + below;
  for (let channel = 0; channel < 3; channel += 1)
    out[at + channel] = Math.round(((data[from + channel] ?? 0) * alpha + (out[at + channel] ?? 0) * below) / whole);
  out[at + 3] = Math.round(whole * 255);
}
