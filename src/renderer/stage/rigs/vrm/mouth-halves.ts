import { VRMExpression, type VRMExpressionManager, VRMExpressionMorphTargetBind } from '@pixiv/three-vrm';
import type { Mesh } from 'three';
import { FACE_CONTROLS, FACE_PRESETS } from '../../layers/face.ts';
import { MOUTH_NAMES } from '../../layers/pose.ts';

/**
 * Takes the parts of each emotion that move the mouth into an expression of their own, so that she can speak with happy eyes. The mouth is
 * what the five vowels move. Emotions that are one morph for the whole face cannot be split and stay as they are. Overrides of the mouth
 * are switched off: here speech beats emotions, not the other way round. Returns the new halves by emotion. Call before `VRMUtils.combineMorphs`.
 */
export function splitEmotions(manager: VRMExpressionManager): ReadonlyMap<string, VRMExpression> {
  const halves = new Map<string, VRMExpression>();
  const region = mouthRegion(manager);
  for (const name of FACE_CONTROLS.slice(0, FACE_PRESETS)) {
    const emotion = manager.getExpression(name);
    if (emotion === null) continue;
    emotion.overrideMouth = 'none';
    const ofMouth = emotion.binds.filter((bind) => bind instanceof VRMExpressionMorphTargetBind && isInRegion(bind, region));
    if (ofMouth.length === 0 || ofMouth.length === emotion.binds.length) continue;
    const half = new VRMExpression(`${name}:mouth`);
    for (const bind of ofMouth) {
      emotion.deleteBind(bind);
      half.addBind(bind);
    }
    emotion.parent?.add(half);
    manager.registerExpression(half);
    halves.set(name, half);
  }
  return halves;
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
