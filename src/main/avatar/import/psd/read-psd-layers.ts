import { getLayerImageData, getLayerMaskImageData, initializeCanvas, type Layer, readPsd } from 'ag-psd';
import type { PuppetBlend } from '#shared/avatar/puppet/puppet-format.ts';
import type { PaintedLayer } from '#shared/avatar/puppet/rig-drawing.ts';
import { ImportFailure } from '../import-failure.ts';
import { checkPsdHeader, cutOff, PSD_LIMITS } from './psd-header.ts';
import { applyMask, eightBit, halved, type Placed, trimmed } from './psd-pixels.ts';

export interface PsdDrawing {
  /** Pixels, as the file has them. */
  readonly drawn: { readonly width: number; readonly height: number };
  /** Pixels, after halving; layers lie on this. */
  readonly canvas: { readonly width: number; readonly height: number };
  /** From the farthest to the nearest. */
  readonly layers: readonly PaintedLayer[];
  /** Layers without a picture within the canvas: empty, adjustments, fills. */
  readonly withoutPicture: readonly string[];
  /** Layers whose blend mode has no counterpart and was taken for another one. */
  readonly blendsReplaced: readonly string[];
}

/** A leaf of the tree of layers, with what it inherits from its folders. */
interface Leaf {
  readonly layer: Layer;
  readonly folders: readonly string[];
  /** 0…1. */
  readonly opacity: number;
  readonly visible: boolean;
}

/** Blend modes of ours, by the nearest of Photoshop's; others are told of. */
const BLENDS: Readonly<Record<string, PuppetBlend>> = {
  normal: 'normal',
  'pass through': 'normal',
  dissolve: 'normal',
  multiply: 'multiply',
  'linear dodge': 'add',
};
const NEAREST: Readonly<Record<string, PuppetBlend>> = {
  darken: 'multiply',
  'color burn': 'multiply',
  'linear burn': 'multiply',
  screen: 'add',
  lighten: 'add',
  'color dodge': 'add',
};

// The reader asks for a canvas of the browser's; plain bytes are all that is needed. Linked pictures and thumbnails are never decoded.
initializeCanvas(
  () => {
    throw new Error('no canvas here');
  },
  (width, height) => ({ width, height, data: new Uint8ClampedArray(width * height * 4), colorSpace: 'srgb' }),
);

export interface ReadPsdOptions {
  /** A drawing above this many pixels a side is halved until it fits. */
  readonly sideLimit: number;
  readonly signal: AbortSignal;
  /** The time is up. */
  readonly isLate: () => boolean;
  readonly onProgress: (share: number) => void;
}

/** Reads a PSD as something hostile: sizes are checked before a pixel is unpacked. Throws `ImportFailure`, or the signal's reason. */
export async function readPsdLayers(bytes: Uint8Array, name: string, options: ReadPsdOptions): Promise<PsdDrawing> {
  const drawn = checkPsdHeader(bytes, name);
  const halvings = Math.max(0, Math.ceil(Math.log2(Math.max(drawn.width, drawn.height) / options.sideLimit)));
  const leaves = leavesOf(parseTree(bytes, name), name);
  checkSizes(leaves, name);
  const layers: PaintedLayer[] = [];
  const withoutPicture: string[] = [];
  const blendsReplaced: string[] = [];
  for (const [done, leaf] of leaves.entries()) {
    // Lets the order to stop come in between two layers.
    await new Promise<void>((next) => setImmediate(next));
    options.signal.throwIfAborted();
    if (options.isLate()) throw tooSlow(name);
    const whole = pictureOf(leaf.layer, name);
    let picture = whole === undefined ? undefined : trimmed(whole, drawn);
    for (let i = 0; i < halvings && picture !== undefined; i += 1) picture = halved(picture);
    if (picture === undefined) withoutPicture.push(nameOf(leaf.layer));
    else {
      const painted = paintedLayer(leaf, picture);
      if (!((leaf.layer.blendMode ?? 'normal') in BLENDS))
        blendsReplaced.push(`${painted.name} (${leaf.layer.blendMode} → ${painted.blend})`);
      layers.push(painted);
    }
    options.onProgress((done + 1) / leaves.length);
  }
  const scale = 0.5 ** halvings;
  const canvas = { width: Math.ceil(drawn.width * scale), height: Math.ceil(drawn.height * scale) };
  return { drawn, canvas, layers, withoutPicture, blendsReplaced };
}

function parseTree(bytes: Uint8Array, name: string): readonly Layer[] {
  try {
    const psd = readPsd(bytes, {
      useRawData: true,
      useImageData: true,
      skipCompositeImageData: true,
      skipThumbnail: true,
      skipLinkedFilesData: true,
      totalMemoryLimit: PSD_LIMITS.pixels * 4,
    });
    return psd.children ?? [];
  } catch (cause) {
    throw cutOff(name, cause);
  }
}

/** Walks with a list of its own, not by calling itself: a file may nest folders as deep as it likes. */
function leavesOf(top: readonly Layer[], name: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const waiting: Leaf[] = [...top].reverse().map((layer) => leafWithin(layer, { folders: [], opacity: 1, visible: true }));
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    seen += 1;
    if (next.folders.length > PSD_LIMITS.depth)
      throw tooMany(name, `folders ${next.folders.length} deep`, 'Move layers out of inner folders');
    if (seen > PSD_LIMITS.layers * 4 || leaves.length >= PSD_LIMITS.layers)
      throw tooMany(name, `more than ${PSD_LIMITS.layers} layers`, 'Merge layers that move together');
    const { layer } = next;
    if (layer.children === undefined) leaves.push(next);
    else {
      const inside = { ...next, folders: [...next.folders, nameOf(layer)] };
      for (const child of [...layer.children].reverse()) waiting.push(leafWithin(child, inside));
    }
  }
  return leaves;
}

function leafWithin(layer: Layer, { folders, opacity, visible }: Omit<Leaf, 'layer'>): Leaf {
  const own = Math.max(0, Math.min(1, layer.opacity ?? 1));
  return { layer, folders, opacity: opacity * own, visible: visible && layer.hidden !== true };
}

function checkSizes(leaves: readonly Leaf[], name: string): void {
  let total = 0;
  for (const { layer } of leaves) {
    for (const [what, box] of [
      [nameOf(layer), layer],
      [`the mask of ${nameOf(layer)}`, layer.mask ?? {}],
    ] as const) {
      const [width, height] = [(box.right ?? 0) - (box.left ?? 0), (box.bottom ?? 0) - (box.top ?? 0)];
      const pixels = Math.max(0, width) * Math.max(0, height);
      if (!(pixels <= PSD_LIMITS.layerPixels) || width > 4 * PSD_LIMITS.canvas || height > 4 * PSD_LIMITS.canvas)
        throw new ImportFailure(
          'texture-too-large',
          `${name}: ${what} ${width} × ${height}`,
          `In ${name}, ${what} is ${width} × ${height} pixels large. Crop the layers to the canvas (select all, Image → Crop) and add it again.`,
        );
      total += pixels;
    }
    if (total > PSD_LIMITS.pixels)
      throw new ImportFailure(
        'too-large',
        name,
        `The layers of ${name} have more than ${PSD_LIMITS.pixels / 1e6} million pixels together. Make the drawing smaller (Image → Image Size) and add it again.`,
      );
  }
}

function pictureOf(layer: Layer, name: string): Placed | undefined {
  try {
    const image = getLayerImageData(layer);
    if (image === undefined) return undefined;
    const pixels = eightBit(image);
    const mask = layer.mask === undefined || layer.mask.disabled === true ? undefined : getLayerMaskImageData(layer);
    if (mask !== undefined) applyMask(layer, pixels, eightBit(mask));
    return { x: layer.left ?? 0, y: layer.top ?? 0, pixels };
  } catch (cause) {
    throw cutOff(name, cause);
  }
}

function paintedLayer({ layer, folders, opacity, visible }: Leaf, picture: Placed): PaintedLayer {
  const mode = layer.blendMode ?? 'normal';
  return {
    name: nameOf(layer),
    folders,
    opacity,
    visible,
    blend: BLENDS[mode] ?? NEAREST[mode] ?? 'normal',
    clipped: layer.clipping === true,
    ...picture,
  };
}

/** Names are shown and become ids: no line breaks, not endless. */
function nameOf({ name = '' }: Layer): string {
  return (
    name
      .replaceAll(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, 100) || 'layer'
  );
}

function tooMany(name: string, what: string, how: string): ImportFailure {
  return new ImportFailure(
    'too-large',
    `${name}: ${what}`,
    `${name} holds ${what}; at most ${PSD_LIMITS.layers} layers in ${PSD_LIMITS.depth} folders within each other are taken. ${how} and add it again.`,
  );
}

const tooSlow = (name: string): ImportFailure =>
  new ImportFailure(
    'timeout',
    name,
    `${name} took longer than ${PSD_LIMITS.milliseconds / 1000} s to read. Make the drawing smaller, or merge layers, and add it again.`,
  );
