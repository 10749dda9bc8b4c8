import { type VRM, VRMExpression, type VRMExpressionManager, VRMExpressionMorphTargetBind } from '@pixiv/three-vrm';
import type { Mesh } from 'three';
import { FACE_CONTROLS, FACE_PRESETS } from '../../layers/face.ts';
import { MOUTH_NAMES, type Pose } from '../../layers/pose.ts';

/** A model's expressions, found once by name, so that a frame only writes weights. */
export interface VrmExpressions {
  /** Perfect-sync (ARKit) shapes are there. */
  readonly fine: boolean;
  readonly names: readonly string[];
  apply(pose: Pose): void;
  readWeights(into: Record<string, number>): void;
}

interface FaceBinding {
  readonly control: number;
  readonly expression: VRMExpression;
  /** It moves the mouth: speech holds it down. */
  readonly mouth: boolean;
}

/** Suffix of the half of an emotion that moves the mouth. */
const MOUTH_HALF = ':mouth';
const MOUTH_CONTROL = /^(mouth|jaw|cheekPuff)|:mouth$/;
const FINE_MARKS = ['browInnerUp', 'mouthSmileLeft', 'eyeWideLeft'] as const;

/** Call before `VRMUtils.combineMorphs`: emotions are split there into mouth and rest. */
export function createVrmExpressions(vrm: VRM): VrmExpressions {
  const manager = vrm.expressionManager;
  const names = manager?.expressions.map((expression) => expression.expressionName) ?? [];
  if (manager !== undefined) splitEmotions(manager);
  const find = finder(manager);
  const faces: FaceBinding[] = [];
  FACE_CONTROLS.forEach((control, index) => {
    const expression = find(control);
    if (expression !== undefined) faces.push({ control: index, expression, mouth: MOUTH_CONTROL.test(control) });
    const mouthHalf = index < FACE_PRESETS ? find(control + MOUTH_HALF) : undefined;
    if (mouthHalf !== undefined) faces.push({ control: index, expression: mouthHalf, mouth: true });
  });
  const mouths = MOUTH_NAMES.map(find);
  const lids = lidSetter(find);

  return {
    fine: FINE_MARKS.every((name) => find(name) !== undefined),
    names,
    apply(pose) {
      // Two controls may share an expression: a preset, and its mouth half by itself.
      for (const { expression } of faces) expression.weight = 0;
      for (const { expression, control, mouth } of faces)
        expression.weight = Math.min(1, expression.weight + (pose.face[control] ?? 0) * (mouth ? pose.faceMouth : 1));
      for (let i = 0; i < mouths.length; i++) {
        const mouth = mouths[i];
        if (mouth !== undefined) mouth.weight = pose.mouth[i] ?? 0;
      }
      lids(pose);
    },
    readWeights(into) {
      for (const expression of manager?.expressions ?? [])
        if (!expression.expressionName.endsWith(MOUTH_HALF)) into[expression.expressionName] = expression.weight;
    },
  };
}

/** Names vary in case between exporters (`EyeBlinkLeft`, `eyeBlinkLeft`). */
function finder(manager: VRMExpressionManager | undefined): (name: string) => VRMExpression | undefined {
  const byName = new Map(manager?.expressions.map((expression) => [expression.expressionName.toLowerCase(), expression]));
  return (name) => byName.get(name.toLowerCase());
}

/** Each lid by itself where the model can, so that a wink and a blink do not add up; half-shut lids leave less way to go. */
function lidSetter(find: (name: string) => VRMExpression | undefined): (pose: Pose) => void {
  const left = find('blinkLeft');
  const right = find('blinkRight');
  const blink = find('blink');
  const at = (control: (typeof FACE_CONTROLS)[number]): number => FACE_CONTROLS.indexOf(control);
  const happy = at('happy');
  const relaxed = at('relaxed');
  const winkLeft = at('eyeBlinkLeft');
  const winkRight = at('eyeBlinkRight');
  return ({ blink: amount, face }) => {
    const open = amount * Math.max(0, 1 - (face[happy] ?? 0)) * (1 - 0.5 * (face[relaxed] ?? 0));
    const leftWeight = open * (1 - (face[winkLeft] ?? 0));
    const rightWeight = open * (1 - (face[winkRight] ?? 0));
    if (left !== undefined && right !== undefined) {
      left.weight = leftWeight;
      right.weight = rightWeight;
    } else if (blink !== undefined) blink.weight = Math.min(leftWeight, rightWeight);
  };
}

/**
 * Takes the parts of each emotion that move the mouth into an expression of their own, so that she can speak with happy eyes. The mouth is
 * what the five vowels move. Emotions that are one morph for the whole face cannot be split and stay as they are. Overrides of the mouth
 * are switched off: here speech beats emotions, not the other way round.
 */
function splitEmotions(manager: VRMExpressionManager): void {
  const region = mouthRegion(manager);
  for (const name of FACE_CONTROLS.slice(0, FACE_PRESETS)) {
    const emotion = manager.getExpression(name);
    if (emotion === null) continue;
    emotion.overrideMouth = 'none';
    const ofMouth = emotion.binds.filter((bind) => bind instanceof VRMExpressionMorphTargetBind && isInRegion(bind, region));
    if (ofMouth.length === 0 || ofMouth.length === emotion.binds.length) continue;
    const half = new VRMExpression(name + MOUTH_HALF);
    for (const bind of ofMouth) {
      emotion.deleteBind(bind);
      half.addBind(bind);
    }
    emotion.parent?.add(half);
    manager.registerExpression(half);
  }
}

type Region = Map<Mesh, Uint8Array>;
/** Metres; smaller moves are rounding. */
const MOVED = 1e-5;
/** Share of a morph's vertices that must lie in the mouth for it to be a mouth shape. */
const MOUTH_SHARE = 0.6;

function mouthRegion(manager: VRMExpressionManager): Region {
  const region: Region = new Map();
  for (const name of MOUTH_NAMES)
    for (const bind of manager.getExpression(name)?.binds ?? [])
      if (bind instanceof VRMExpressionMorphTargetBind)
        for (const mesh of bind.primitives) {
          const marks = region.get(mesh) ?? new Uint8Array(mesh.geometry.attributes.position?.count ?? 0);
          region.set(mesh, marks);
          eachMoved(mesh, bind.index, (vertex) => {
            marks[vertex] = 1;
          });
        }
  return region;
}

function isInRegion(bind: VRMExpressionMorphTargetBind, region: Region): boolean {
  let moved = 0;
  let inside = 0;
  for (const mesh of bind.primitives) {
    const marks = region.get(mesh);
    eachMoved(mesh, bind.index, (vertex) => {
      moved++;
      inside += marks?.[vertex] ?? 0;
    });
  }
  return moved > 0 && inside / moved >= MOUTH_SHARE;
}

function eachMoved(mesh: Mesh, morph: number, visit: (vertex: number) => void): void {
  const offsets = mesh.geometry.morphAttributes.position?.[morph];
  if (offsets === undefined) return;
  for (let i = 0; i < offsets.count; i++)
    if (Math.abs(offsets.getX(i)) + Math.abs(offsets.getY(i)) + Math.abs(offsets.getZ(i)) > MOVED) visit(i);
}
