import type { Art, ArtLayer } from '#shared/avatar/puppet/auto-rig/art.ts';
import { parsePuppet } from '#shared/avatar/puppet/parse-puppet.ts';
import type { Puppet, PuppetInput } from '#shared/avatar/puppet/puppet-format.ts';

const META = { author: 'A', licence: 'CC0-1.0', licenceUrl: '', contact: '', copyright: '', permissions: [] };

/** One square layer on a canvas of 100×100, moved by nothing. */
export function plainPuppet(change: Partial<PuppetInput> = {}): PuppetInput {
  const all = { x: 0, y: 0, width: 100, height: 100 };
  return {
    format: 'yingxi-puppet',
    version: 1,
    name: 'Plain',
    meta: META,
    canvas: { width: 100, height: 100 },
    framing: { bust: all, half: all, full: all },
    pages: [{ file: 'page-0.png', width: 100, height: 100 }],
    parameters: [{ id: 'P', name: 'P', min: -1, max: 1, default: 0 }],
    deformers: [],
    layers: [squareLayer({})],
    derived: [],
    springs: [],
    physicsGroups: [],
    expressions: [],
    motions: [],
    anchors: [],
    ...change,
  };
}

export function squareLayer(change: Partial<PuppetInput['layers'][number]>): PuppetInput['layers'][number] {
  return {
    id: 'square',
    name: 'square',
    page: 0,
    source: { x: 0, y: 0, width: 50, height: 50 },
    bounds: { x: 25, y: 25, width: 50, height: 50 },
    cells: [2, 2],
    parent: null,
    z: 0,
    blend: 'normal',
    clip: [],
    opacity: 1,
    fades: [],
    part: null,
    tags: [],
    ...change,
  };
}

export const parsed = (input: PuppetInput): Puppet => parsePuppet(structuredClone(input));

/** A drawing whose layers are given as name → x, y, width, height, from the farthest to the nearest. A name may hold folders: 'eye_L/white'. */
export function artOf(
  layers: Readonly<Record<string, readonly [x: number, y: number, width: number, height: number]>>,
  change: Partial<ArtLayer> = {},
): Art {
  return {
    name: 'Art',
    meta: META,
    canvas: { width: 1000, height: 1200 },
    pages: [{ file: 'page-0.png', width: 2048, height: 2048 }],
    layers: Object.entries(layers).map(([path, [x, y, width, height]]): ArtLayer => {
      const folders = path.split('/');
      const name = folders.pop() ?? '';
      const bounds = { x, y, width, height };
      return {
        name,
        folders,
        bounds,
        page: 0,
        source: bounds,
        opacity: 1,
        blend: 'normal',
        clipped: false,
        visible: true,
        ...change,
      };
    }),
  };
}

export const FIGURE = {
  hair_back: [200, 120, 600, 900],
  body: [280, 760, 440, 440],
  neck: [440, 640, 120, 200],
  face: [300, 220, 400, 500],
  nose: [490, 570, 20, 20],
  mouth: [450, 625, 100, 16],
  mouth_open: [448, 622, 104, 70],
  'eye_R/white': [332, 440, 108, 112],
  'eye_L/white': [560, 440, 108, 112],
  iris_R: [349, 450, 72, 96],
  iris_L: [579, 450, 72, 96],
  eyelash_R: [324, 430, 124, 66],
  eyelash_L: [552, 430, 124, 66],
  hair_front: [280, 150, 440, 320],
  eyebrows: [328, 380, 344, 30],
} as const;
