import { StudioError } from '#shared/errors.ts';
import { parsePuppet } from '../parse-puppet.ts';
import { PUPPET_LIMITS, PUPPET_VERSION, type Puppet, type PuppetInput, type Rect } from '../puppet-format.ts';
import { type Art, centreX, centreY, type Figure, grow, type Part, type Side } from './art.ts';
import { isEyePart, rigBrow, rigEye } from './eyes.ts';
import { type Depth, rigHead, turnOf } from './head.ts';
import type { LayerRole } from './layer-roles.ts';
import { addArm, addLeg } from './limbs.ts';
import { isMouthPart, rigMouth } from './mouth.ts';
import { measureFigure, partsOf } from './parts.ts';
import { effectParameter, repertoire } from './repertoire.ts';
import { createRigBuilder, type LayerPlacing, type RigBuilder } from './rig-builder.ts';
import { addSway, type SwayKind } from './sway.ts';
import { addNeck, rigTorso } from './torso.ts';

export interface AutoRigReport {
  /** What each layer was taken for; 'other' moves with what lies around it. */
  readonly roles: readonly { readonly layer: string; readonly role: LayerRole }[];
  /** Layers that were left out: hidden, and of no use to the rig. */
  readonly skipped: readonly string[];
  /** What a face needs and this drawing lacks. */
  readonly missing: readonly ('face' | 'eyes' | 'mouth' | 'brows' | 'hair')[];
}

/**
 * Makes a puppet of a drawing by the names of its layers: a head that turns with parallax, lids, brows, a speaking mouth, breath, leaning, and hair that
 * swings. The result is complete and valid; an author may refine it by hand.
 */
export function autoRig(art: Art): { readonly puppet: Puppet; readonly report: AutoRigReport } {
  if (art.layers.length > PUPPET_LIMITS.layers / 2)
    throw new StudioError(
      'too-large',
      `the drawing has ${art.layers.length} layers, more than ${PUPPET_LIMITS.layers / 2}; merge layers that move together`,
    );
  const { parts, skipped } = partsOf(art);
  if (parts.length === 0)
    throw new StudioError(
      'invalid-input',
      'the drawing has no visible layers; show the layers that belong to the figure and export it again',
    );
  const figure = measureFigure(art, parts);
  const rig = createRigBuilder();
  rigTorso(rig, figure);
  const head = parts.filter((part) => depthOf(part, figure, parts) !== undefined);
  rigHead(rig, figure, 'torso', byDepth(head, figure, parts));
  rigFace(rig, figure, parts);
  for (const part of parts) placePart(rig, figure, part, parts);
  addClips(rig, parts);
  addAnchors(rig, figure, parts);
  const effects = parts.filter(({ role }) => role === 'effect');
  const puppet: PuppetInput = {
    format: 'yingxi-puppet',
    version: PUPPET_VERSION,
    name: art.name,
    meta: art.meta,
    canvas: art.canvas,
    framing: framingOf(figure),
    pages: art.pages,
    ...rig.pieces,
    ...repertoire(rig, effects),
  };
  return { puppet: parsePuppet(puppet), report: reportOf(parts, skipped) };
}

const HEAD_DEPTHS: { readonly [K in LayerRole]?: Depth } = {
  'hair-back': 'back',
  'hair-front': 'front',
  'hair-side': 'side',
  ahoge: 'front',
  face: 'face',
  ear: 'side',
  'animal-ear': 'side',
  nose: 'nose',
  blush: 'features',
  glasses: 'features',
  brow: 'features',
};
const SWAYING: { readonly [K in LayerRole]?: SwayKind } = {
  'hair-back': 'back',
  'hair-front': 'front',
  'hair-side': 'side',
  ahoge: 'ahoge',
  'animal-ear': 'ears',
  skirt: 'skirt',
  tail: 'tail',
  wing: 'wings',
};
const BODY_PARTS_OF: { readonly [K in LayerRole]?: LayerPlacing['part'] } = {
  'hair-back': 'hair',
  'hair-front': 'hair',
  'hair-side': 'hair',
  ahoge: 'hair',
  face: 'face',
  nose: 'face',
  blush: 'face',
  glasses: 'face',
  ear: 'head',
  'animal-ear': 'head',
  'head-accessory': 'head',
  effect: null,
  background: null,
};

/** The depth at which a part turns with the head; undefined: it belongs to the body. */
function depthOf(part: Part, figure: Figure, parts: readonly Part[]): Depth | undefined {
  if (isEyePart(part) || isMouthPart(part)) return 'features';
  const known = HEAD_DEPTHS[part.role];
  if (known !== undefined) return known;
  const loose = part.role === 'other' || part.role === 'effect' || part.role === 'head-accessory';
  if (!loose || !isOnHead(part.art.bounds, figure)) return undefined;
  const faceZ = parts.find(({ role }) => role === 'face')?.z ?? 0;
  if (part.z < faceZ) return 'back';
  return part.role === 'head-accessory' ? 'front' : 'features';
}

function isOnHead(bounds: Rect, { face, faceX, chin }: Figure): boolean {
  return centreY(bounds) < chin && Math.abs(centreX(bounds) - faceX) < face.width * 1.2 && bounds.height < face.height * 2.2;
}

function byDepth(head: readonly Part[], figure: Figure, parts: readonly Part[]): Map<Depth, Part[]> {
  // Face and features are there even in a drawing of one layer: eyes and mouth hang on them.
  const groups = new Map<Depth, Part[]>([['features', []]]);
  for (const part of head) {
    const depth = depthOf(part, figure, parts);
    if (depth !== undefined) groups.set(depth, [...(groups.get(depth) ?? []), part]);
  }
  return groups;
}

function rigFace(rig: RigBuilder, figure: Figure, parts: readonly Part[]): void {
  for (const side of ['L', 'R'] satisfies Side[]) {
    rigEye(
      rig,
      side,
      parts.filter((part) => isEyePart(part) && part.side === side),
    );
    rigBrow(
      rig,
      side,
      parts.filter(({ role, side: at }) => role === 'brow' && at === side),
      figure.face.height,
    );
  }
  rigMouth(rig, figure, parts.filter(isMouthPart));
}

function placePart(rig: RigBuilder, figure: Figure, part: Part, parts: readonly Part[]): void {
  const { role } = part;
  if (isEyePart(part) || isMouthPart(part) || role === 'brow') return;
  const depth = depthOf(part, figure, parts);
  const body = BODY_PARTS_OF[role];
  const common = {
    cells: cellsOf(part, depth !== undefined),
    part: body === undefined ? (depth === undefined ? 'body' : 'face') : body,
  } as const;
  const sway = SWAYING[role];
  const carrier = depth === undefined ? bodyParent(rig, figure, part, parts) : turnOf(depth);
  const parent = sway === undefined ? carrier : addSway(rig, sway, part, carrier);
  const fades = switchOf(rig, part);
  const hand =
    (role === 'hand' || role === 'arm') && part.side !== undefined ? (part.side === 'L' ? 'leftHand' : 'rightHand') : undefined;
  rig.layer(part, { ...common, parent, fades, part: role === 'hand' && hand !== undefined ? hand : common.part });
}

/** Blush shows with its parameter, effects with a switch of their own. */
function switchOf(rig: RigBuilder, part: Part): NonNullable<LayerPlacing['fades']> {
  if (part.role === 'blush') return [{ axes: [{ parameter: 'ParamCheek', keys: [0, 1] }], form: (cheek) => cheek ?? 0 }];
  if (part.role !== 'effect') return [];
  rig.parameter(effectParameter(part), { name: part.art.name, min: 0, max: 1 });
  return [{ axes: [{ parameter: effectParameter(part), keys: [0, 1] }], form: (shown) => shown ?? 0 }];
}

function bodyParent(rig: RigBuilder, figure: Figure, part: Part, parts: readonly Part[]): string {
  if (part.role === 'background') return rig.transform(`still-${part.id}`, null, { x: 0, y: 0 }, []);
  if (part.role === 'neck') return addNeck(rig, figure, part);
  if (part.role === 'leg')
    return addLeg(
      rig,
      figure,
      part,
      parts.filter(({ role }) => role === 'leg'),
    );
  if ((part.role !== 'arm' && part.role !== 'hand') || part.side === undefined) return 'torso';
  const { side } = part;
  return addArm(
    rig,
    side,
    part,
    parts.filter((one) => one.side === side && (one.role === 'arm' || one.role === 'hand')),
  );
}

/** 8 to 12 cells bend smoothly; small and stiff things need fewer. */
function cellsOf(part: Part, onHead: boolean): readonly [number, number] {
  if (part.role === 'body' || part.role === 'background') return [8, 12];
  if (part.role in SWAYING) return [8, 12];
  return onHead ? [8, 8] : [4, 8];
}

/** What the artist clipped to a layer below stays within it. */
function addClips(rig: RigBuilder, parts: readonly Part[]): void {
  const layers = new Map(rig.pieces.layers.map((layer) => [layer.id, layer]));
  for (const part of parts) {
    const layer = layers.get(part.id);
    if (layer === undefined || !part.art.clipped || layer.clip.length > 0) continue;
    const base = parts.filter((other) => other.z < part.z && !other.art.clipped && layers.has(other.id)).at(-1);
    if (base !== undefined) layer.clip = [base.id];
  }
}

function addAnchors(rig: RigBuilder, figure: Figure, parts: readonly Part[]): void {
  const { face, faceX, faceY, headTop, chin } = figure;
  const has = (id: string): boolean => rig.pieces.deformers.some((deformer) => deformer.id === id);
  const top = has(turnOf('front')) ? turnOf('front') : 'head';
  const { anchors } = rig.pieces;
  anchors.push(
    { part: 'head', x: faceX, y: headTop + face.height * 0.12, size: face.width * 1.2, parent: top },
    { part: 'hair', x: faceX, y: headTop + face.height * 0.25, size: face.width * 1.2, parent: top },
    { part: 'face', x: faceX, y: faceY, size: face.width, parent: turnOf('features') },
    { part: 'chest', x: faceX, y: chin + face.height * 0.7, size: face.width * 1.1, parent: 'torso' },
    { part: 'body', x: faceX, y: chin + face.height * 1.3, size: face.width * 1.3, parent: 'torso' },
  );
  for (const side of ['L', 'R'] satisfies Side[]) {
    const own = parts.filter((part) => part.side === side && (part.role === 'hand' || part.role === 'arm'));
    const hand = own.find(({ role }) => role === 'hand') ?? own.at(-1);
    if (hand === undefined) continue;
    const { bounds } = hand.art;
    const y = hand.role === 'hand' ? centreY(bounds) : bounds.y + bounds.height * 0.92;
    anchors.push({
      part: side === 'L' ? 'leftHand' : 'rightHand',
      x: centreX(bounds),
      y,
      size: face.width * 0.4,
      parent: hand.role === 'hand' ? `hand-${side}` : `forearm-${side}`,
    });
  }
}

function framingOf(figure: Figure): Puppet['framing'] {
  const { all, faceX, headTop, bottom, chin, cutOff } = figure;
  const tall = chin - headTop;
  // A figure that is cut off below never shows the cut when it sways.
  const lowest = cutOff ? bottom - (bottom - headTop) * 0.03 : bottom;
  const frame = (share: number, wide: number): Rect => {
    const top = headTop - tall * 0.17;
    const low = Math.min(lowest, chin + tall * share);
    const width = Math.min(grow(all, 0.1).width, (low - top) * wide);
    return { x: faceX - width / 2, y: top, width, height: Math.max(1, low - top) };
  };
  const full = grow(all, 0.04);
  return { bust: frame(0.8, 0.9), half: frame(2, 0.75), full: cutOff ? { ...full, height: lowest - full.y } : full };
}

function reportOf(parts: readonly Part[], skipped: readonly string[]): AutoRigReport {
  const has = (test: (part: Part) => boolean): boolean => parts.some(test);
  const missing: AutoRigReport['missing'][number][] = [];
  if (!has(({ role }) => role === 'face')) missing.push('face');
  if (!has(isEyePart)) missing.push('eyes');
  if (!has(isMouthPart)) missing.push('mouth');
  if (!has(({ role }) => role === 'brow')) missing.push('brows');
  if (!has(({ role }) => role.startsWith('hair'))) missing.push('hair');
  return { roles: parts.map(({ art, role }) => ({ layer: art.name, role })), skipped, missing };
}
