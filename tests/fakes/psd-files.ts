import { type BlendMode, type Layer, type PixelData, writePsdUint8Array } from 'ag-psd';

/** A folder, or a box of one colour. */
export interface PsdBox {
  readonly name: string;
  /** x, y, width, height in pixels. */
  readonly at?: readonly [number, number, number, number];
  readonly children?: readonly PsdBox[];
  readonly hidden?: boolean;
  readonly opacity?: number;
  readonly blendMode?: BlendMode;
  readonly clipping?: boolean;
  /** A mask that shows this many pixels from the left. */
  readonly maskLeft?: number;
}

const COLOUR = [255, 220, 200, 255];

/** A PSD of 300 × 400 pixels, from the farthest layer to the nearest, as Photoshop would save it. */
export function psdFile(boxes: readonly PsdBox[], canvas = { width: 300, height: 400 }): Uint8Array {
  const imageData = filled(canvas.width, canvas.height, [255, 255, 255, 255]);
  return writePsdUint8Array({ ...canvas, imageData, children: boxes.map(layerOf) });
}

/** Everything that a face needs, by the names that artists give. */
export function psdFigure(): PsdBox[] {
  return [
    { name: 'hair_back', at: [80, 40, 140, 240] },
    { name: 'body', at: [90, 220, 120, 180] },
    { name: 'face', at: [100, 80, 100, 130] },
    { name: 'mouth', at: [140, 180, 20, 4] },
    { name: 'mouth_open', hidden: true, at: [138, 178, 24, 18] },
    { name: 'eye_R', at: [110, 120, 25, 25] },
    { name: 'eye_L', at: [165, 120, 25, 25] },
    { name: 'eyebrows', at: [108, 105, 84, 6] },
    { name: 'hair_front', at: [90, 50, 120, 70] },
  ];
}

function layerOf({ name, at: [left, top, width, height] = [0, 0, 0, 0], children, maskLeft, ...rest }: PsdBox): Layer {
  if (children !== undefined) return { name, ...rest, children: children.map(layerOf) };
  const layer: Layer = {
    name,
    ...rest,
    left,
    top,
    right: left + width,
    bottom: top + height,
    imageData: filled(width, height, COLOUR),
  };
  if (maskLeft !== undefined)
    layer.mask = {
      left,
      top,
      right: left + maskLeft,
      bottom: top + height,
      defaultColor: 0,
      imageData: filled(maskLeft, height, [255, 255, 255, 255]),
    };
  return layer;
}

function filled(width: number, height: number, colour: readonly number[]): PixelData {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set(colour, at);
  return { width, height, data };
}
