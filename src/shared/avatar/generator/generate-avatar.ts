import { paintAtlas } from './atlas/paint-atlas.ts';
import { pngFromPicture } from './atlas/png.ts';
import { createArm, createNeck } from './body/limbs.ts';
import { createBrow } from './face/brows.ts';
import { createEye } from './face/eyes.ts';
import { createEar, createHead } from './face/head.ts';
import { createMouth } from './face/mouth.ts';
import { assembleMesh } from './file/assemble-mesh.ts';
import { MATERIALS } from './file/materials.ts';
import { writeVrm } from './file/write-vrm.ts';
import type { Part } from './geometry/part.ts';
import { createHair } from './hair/create-hair.ts';
import type { AvatarOptions } from './options.ts';
import { createAccessory } from './outfit/accessories.ts';
import { createOutfit } from './outfit/create-outfit.ts';
import { createSkeleton, SIDES } from './skeleton.ts';

/**
 * Draws and rigs a whole avatar: a VRM 1.0 file under CC0. The same options give the same bytes, on every machine. Takes one to two seconds of
 * processor time.
 */
export function generateAvatar(options: AvatarOptions): { vrm: Uint8Array; name: string } {
  const skeleton = createSkeleton();
  const face: Part[] = [...createMouth()];
  const skin: Part[] = [createNeck()];
  for (const [side, sign] of SIDES) {
    face.push(...createEye(side, sign, options), createBrow(sign));
    skin.push(createArm(side, sign, skeleton));
    if (options.hair.style === 'short') skin.push(...createEar(sign));
  }
  const hair = createHair(options, skeleton);
  const outfit = createOutfit(options, skeleton);
  const accessory = createAccessory(options);
  const meshes = [
    assembleMesh('Head', MATERIALS.head, [createHead(options)], skeleton),
    assembleMesh('Face', MATERIALS.face, face, skeleton),
    assembleMesh('Skin', MATERIALS.skin, [...skin, ...outfit.skin], skeleton),
    assembleMesh('Hair', MATERIALS.hair, [...hair, ...accessory.hair], skeleton),
    assembleMesh('Clothes', MATERIALS.cloth, [...outfit.cloth, ...accessory.cloth], skeleton),
  ];
  const textures = [{ name: 'atlas', png: pngFromPicture(paintAtlas(options)) }];
  return { vrm: writeVrm({ options, skeleton, meshes, textures }), name: options.name };
}
