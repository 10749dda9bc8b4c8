/**
 * Makes a picture smaller by averaging the area under each new pixel. Colours count by their opacity, so that what is invisible does not bleed into
 * edges; where nothing at all is visible the plain average is kept, for materials that ignore alpha. Rows go in from top to bottom (RGBA, 8 bits, not
 * premultiplied); `pixels` is complete after the last.
 */
export interface AreaFilter {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row. */
  readonly pixels: Uint8Array;
  row(rgba: Uint8Array): void;
}

/** Sums per pixel: r·a, g·a, b·a, a, r, g, b. */
const SUMS = 7;

export function createAreaFilter(
  source: { readonly width: number; readonly height: number },
  target: { readonly width: number; readonly height: number },
): AreaFilter {
  const { width, height } = target;
  const pixels = new Uint8Array(width * height * 4);
  const line = new Float64Array(width * SUMS);
  const sums = new Float64Array(width * SUMS);
  let sourceRow = 0;
  let targetRow = 0;

  function addLine(weight: number): void {
    for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (line[at] ?? 0) * weight;
  }

  function finishRow(): void {
    const area = (source.width / width) * (source.height / height);
    for (let x = 0; x < width; x += 1) writePixel(pixels, (targetRow * width + x) * 4, sums, x * SUMS, area);
    sums.fill(0);
    targetRow += 1;
  }

  return {
    width,
    height,
    pixels,
    row(rgba) {
      shrinkLine(rgba, source.width, line, width);
      const top = (sourceRow * height) / source.height;
      const bottom = ((sourceRow + 1) * height) / source.height;
      sourceRow += 1;
      // In units of target rows; at most one border lies inside, because the target is never higher.
      const border = targetRow + 1;
      const perRow = source.height / height;
      if (bottom < border) return addLine((bottom - top) * perRow);
      addLine((border - top) * perRow);
      if (targetRow < height) finishRow();
      if (bottom > border) addLine((bottom - border) * perRow);
    },
  };
}

function shrinkLine(rgba: Uint8Array, sourceWidth: number, line: Float64Array, width: number): void {
  line.fill(0);
  const scale = width / sourceWidth;
  for (let x = 0; x < sourceWidth; x += 1) {
    const left = x * scale;
    const right = left + scale;
    const first = Math.min(width - 1, Math.floor(left));
    const border = first + 1;
    const inside = right <= border || first === width - 1 ? 1 : (border - left) / scale;
    addPixel(rgba, x * 4, line, first * SUMS, inside);
    if (inside < 1) addPixel(rgba, x * 4, line, (first + 1) * SUMS, 1 - inside);
  }
}

function addPixel(rgba: Uint8Array, from: number, sums: Float64Array, at: number, weight: number): void {
  const red = rgba[from] ?? 0;
  const green = rgba[from + 1] ?? 0;
  const blue = rgba[from + 2] ?? 0;
  const alpha = (rgba[from + 3] ?? 0) * weight;
  sums[at] = (sums[at] ?? 0) + red * alpha;
  sums[at + 1] = (sums[at + 1] ?? 0) + green * alpha;
  sums[at + 2] = (sums[at + 2] ?? 0) + blue * alpha;
  sums[at + 3] = (sums[at + 3] ?? 0) + alpha;
  sums[at + 4] = (sums[at + 4] ?? 0) + red * weight;
  sums[at + 5] = (sums[at + 5] ?? 0) + green * weight;
  sums[at + 6] = (sums[at + 6] ?? 0) + blue * weight;
}

function writePixel(pixels: Uint8Array, to: number, sums: Float64Array, at: number, area: number): void {
  const alpha = sums[at + 3] ?? 0;
  for (let channel = 0; channel < 3; channel += 1)
    pixels[to + channel] = Math.round(alpha > 0 ? (sums[at + channel] ?? 0) / alpha : (sums[at + 4 + channel] ?? 0) / area);
  pixels[to + 3] = Math.round(alpha / area);
}
