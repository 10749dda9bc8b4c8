import type { Rect } from '../puppet-format.ts';
import { type Art, type ArtLayer, centreX, centreY, type Figure, type Part, type Side, union } from './art.ts';
import { type LayerRole, layerRole, namedSide } from './layer-roles.ts';

/** Hidden layers of these kinds are what artists hide on purpose: they take turns with others. */
const USEFUL_HIDDEN: ReadonlySet<LayerRole> = new Set([
  'eye-closed',
  'eye-smile',
  'mouth-open',
  'mouth-a',
  'mouth-i',
  'mouth-u',
  'mouth-e',
  'mouth-o',
  'teeth',
  'tongue',
  'blush',
  'effect',
]);
/** One picture for both sides is cut in the middle, so that each side moves by itself. */
const PAIRED: ReadonlySet<LayerRole> = new Set([
  'eye',
  'eye-white',
  'iris',
  'eye-highlight',
  'lash-upper',
  'lash-lower',
  'eye-lid',
  'eye-closed',
  'eye-smile',
  'brow',
]);

/** Layers with their roles and sides, from the farthest to the nearest. */
export function partsOf(art: Art): { readonly parts: readonly Part[]; readonly skipped: readonly string[] } {
  const skipped: string[] = [];
  const named = art.layers.flatMap((layer, z) => {
    const role = layerRole(layer.name, layer.folders);
    const useful = (layer.visible || USEFUL_HIDDEN.has(role)) && layer.bounds.width > 0 && layer.bounds.height > 0;
    if (!useful) skipped.push(layer.name);
    return useful ? [{ layer, role, z }] : [];
  });
  const faceAt = named.find(({ role }) => role === 'face');
  const middle = middleOf(
    named.map(({ layer }) => layer),
    faceAt?.layer,
  );
  const ids = new Set<string>();
  const parts = named.flatMap(({ layer, role, z }): Part[] => {
    const settled = role === 'hair' ? hairRole(z, faceAt?.z, layer.bounds, faceAt?.layer.bounds) : role;
    const make = (piece: ArtLayer, side: Side | undefined): Part => ({
      id: uniqueId(piece.name, ids),
      art: piece,
      role: settled,
      side,
      z,
    });
    if (!PAIRED.has(settled) || !spans(layer.bounds, middle)) return [make(layer, sideOf(layer, settled, middle))];
    const [onLeft, onRight] = cut(layer, middle);
    return [make(onLeft, 'R'), make(onRight, 'L')];
  });
  return { parts, skipped };
}

/** Hair that says no more than that it is hair: behind the face it is back hair, before it fringe, or a lock beside it. */
function hairRole(z: number, faceZ: number | undefined, bounds: Rect, face: Rect | undefined): LayerRole {
  if (faceZ === undefined || face === undefined || z > faceZ) {
    const beside = face !== undefined && Math.abs(centreX(bounds) - centreX(face)) > face.width * 0.35;
    return beside ? 'hair-side' : 'hair-front';
  }
  return 'hair-back';
}

function middleOf(layers: readonly ArtLayer[], face: ArtLayer | undefined): number {
  const bounds = face?.bounds ?? union(layers.map((layer) => layer.bounds));
  return bounds === undefined ? 0 : centreX(bounds);
}

/** Reaches clearly over the middle on both sides. */
function spans({ x, width }: Rect, middle: number): boolean {
  return x < middle - width * 0.2 && x + width > middle + width * 0.2;
}

/** What is right in the picture is her left, whatever the artist calls it; only in the middle does the name decide. */
function sideOf(layer: ArtLayer, role: LayerRole, middle: number): Side | undefined {
  const distance = centreX(layer.bounds) - middle;
  if (Math.abs(distance) > layer.bounds.width * 0.1) return distance > 0 ? 'L' : 'R';
  const named = namedSide(layer.name, layer.folders);
  if (named !== undefined) return named === 'left' ? 'L' : 'R';
  return PAIRED.has(role) ? (distance > 0 ? 'L' : 'R') : undefined;
}

function cut(layer: ArtLayer, middle: number): [ArtLayer, ArtLayer] {
  const { bounds, source } = layer;
  const share = (middle - bounds.x) / bounds.width;
  const half = (from: number, to: number, suffix: string): ArtLayer => ({
    ...layer,
    name: `${layer.name} ${suffix}`,
    bounds: { ...bounds, x: bounds.x + bounds.width * from, width: bounds.width * (to - from) },
    source: { ...source, x: source.x + source.width * from, width: source.width * (to - from) },
  });
  return [half(0, share, 'R'), half(share, 1, 'L')];
}

function uniqueId(name: string, taken: Set<string>): string {
  const base = name.trim().slice(0, 100) || 'layer';
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base} ${n}`;
  taken.add(id);
  return id;
}

/** Measures the figure, from its face where there is one, from everything else where not. */
export function measureFigure(art: Art, parts: readonly Part[]): Figure {
  const figureParts = parts.filter(({ role }) => role !== 'background' && role !== 'effect');
  const boundsOf = (test: (part: Part) => boolean): Rect | undefined =>
    union(figureParts.filter(test).map((part) => part.art.bounds));
  const all = boundsOf(() => true) ?? { x: 0, y: 0, width: art.canvas.width, height: art.canvas.height };
  const face = boundsOf(({ role }) => role === 'face') ?? guessFace(all, boundsOf);
  const onHead = boundsOf(
    ({ role, art: { bounds } }) =>
      (role.startsWith('hair') || role === 'ahoge' || role === 'head-accessory') && centreY(bounds) < face.y + face.height * 2,
  );
  return {
    face,
    faceX: centreX(face),
    faceY: centreY(face),
    chin: face.y + face.height,
    headTop: Math.min(face.y, onHead?.y ?? face.y),
    bottom: all.y + all.height,
    cutOff: all.y + all.height > art.canvas.height * 0.985,
    all,
  };
}

/** Around the eyes and the mouth; else the upper middle of the drawing. */
function guessFace(all: Rect, boundsOf: (test: (part: Part) => boolean) => Rect | undefined): Rect {
  const eyes = boundsOf(({ role }) => role.startsWith('eye') || role === 'iris' || role === 'lash-upper');
  if (eyes !== undefined && eyes.width > 0) {
    const width = eyes.width * 1.3;
    return { x: centreX(eyes) - width / 2, y: centreY(eyes) - width * 0.55, width, height: width * 1.1 };
  }
  const size = Math.min(all.width * 0.5, all.height * 0.35);
  return { x: centreX(all) - size / 2, y: all.y + all.height * 0.08, width: size, height: size * 1.05 };
}
