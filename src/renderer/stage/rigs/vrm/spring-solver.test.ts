import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type VRM,
  VRMSpringBoneCollider,
  type VRMSpringBoneColliderShape,
  VRMSpringBoneColliderShapeCapsule,
  VRMSpringBoneColliderShapePlane,
  VRMSpringBoneColliderShapeSphere,
  VRMSpringBoneJoint,
  VRMSpringBoneManager,
} from '@pixiv/three-vrm';
import { Object3D, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { vrmInNode } from '../../../../../tests/support/vrm/vrm-in-node.ts';
import { orderJoints } from './spring-order.ts';
import { createSpringSolver } from './spring-solver.ts';

const ROOT = join(import.meta.dirname, '../../../../..');
const OLD = join(ROOT, '../shared/avatars/avatar-vrm0.vrm');
if (!existsSync(OLD)) console.warn('../shared/avatars is not there: springs of VRM 0.x are not compared');
const FRAMES = 90;

interface World {
  readonly scene: Object3D;
  readonly manager: VRMSpringBoneManager;
  move(frame: number): void;
}

/** The largest difference of any spring's rotation between the library's manager and the solver, each in a world of its own. */
function difference(one: World, two: World): { difference: number; moved: number } {
  for (const { scene } of [one, two]) scene.updateMatrixWorld(true);
  one.manager.reset();
  const solver = createSpringSolver(two.manager);
  solver.reset();
  const [ours, theirs] = [[...two.manager.joints], [...one.manager.joints]];
  const start = theirs.map(({ bone }) => bone.quaternion.clone());
  let most = 0;
  let moved = 0;
  for (let frame = 0; frame < FRAMES; frame++) {
    const dt = frame % 7 === 0 ? 1 / 20 : 1 / 60;
    for (const world of [one, two]) {
      world.move(frame);
      world.scene.updateMatrixWorld();
    }
    updateLibrary(one, dt);
    solver.update({ dt });
    theirs.forEach(({ bone }, i) => {
      most = Math.max(most, bone.quaternion.angleTo(ours[i]!.bone.quaternion));
      moved = Math.max(moved, bone.quaternion.angleTo(start[i]!));
    });
  }
  return { difference: most, moved };
}

/**
 * The library's joints one by one, the world up to date before each. Its manager lets bones grow and shrink a little: it measures them to where their
 * children were before the bones above had swung.
 */
function updateLibrary({ scene, manager }: World, dt: number): void {
  for (const { joint } of orderJoints(manager.joints)) {
    scene.updateMatrixWorld();
    for (const { colliders } of joint.colliderGroups) for (const collider of colliders) collider.updateWorldMatrix(false, false);
    joint.update(dt);
  }
}

async function modelWorld(path: string): Promise<World> {
  const { vrm } = await vrmInNode(path);
  return { scene: vrm.scene, manager: managerOf(vrm), move: (frame) => shake(vrm, frame) };
}

function managerOf({ springBoneManager }: VRM): VRMSpringBoneManager {
  if (springBoneManager === undefined) throw new Error('the model has no springs');
  return springBoneManager;
}

function shake({ humanoid }: VRM, frame: number): void {
  const turn = (name: 'head' | 'hips' | 'leftUpperLeg', x: number, y: number): void => {
    const bone = humanoid.getRawBoneNode(name);
    bone?.rotation.set(x, y, 0);
    bone?.updateMatrix();
  };
  turn('head', 0.3 * Math.sin(frame / 6), 0.5 * Math.sin(frame / 9));
  turn('hips', 0, 0.4 * Math.sin(frame / 14));
  turn('leftUpperLeg', -0.8 + 0.6 * Math.sin(frame / 11), 0);
}

/** A swinging chain of four bones that runs into one thing, in a world that is scaled. */
function chainWorld(shape: VRMSpringBoneColliderShape | undefined, centred: boolean): World {
  const scene = new Object3D();
  const carrier = new Object3D();
  carrier.scale.setScalar(1.3);
  scene.add(carrier);
  const manager = new VRMSpringBoneManager();
  const collider = shape === undefined ? undefined : new VRMSpringBoneCollider(shape);
  if (collider !== undefined) {
    collider.position.set(0.05, -0.25, 0);
    scene.add(collider);
  }
  const bones = Array.from({ length: 5 }, (_, i) => {
    const bone = new Object3D();
    bone.position.set(0, i === 0 ? 0 : -0.1, 0);
    bone.rotation.set(0.1 * i, 0, 0.05);
    return bone;
  });
  bones.forEach((bone, i) => {
    (bones[i - 1] ?? carrier).add(bone);
    bone.updateMatrix();
  });
  scene.updateMatrixWorld(true);
  for (let i = 3; i >= 0; i--) {
    const settings = { hitRadius: 0.02, stiffness: 0.4, gravityPower: 0.6, gravityDir: new Vector3(0, -1, 0), dragForce: 0.2 };
    const joint = new VRMSpringBoneJoint(bones[i]!, i === 3 ? null : bones[i + 1]!, settings);
    if (collider !== undefined) joint.colliderGroups = [{ name: '', colliders: [collider] }];
    if (centred) joint.center = carrier;
    manager.addJoint(joint);
  }
  manager.setInitState();
  return {
    ...{ scene, manager },
    move(frame) {
      carrier.position.set(0.2 * Math.sin(frame / 8), 0.05 * Math.sin(frame / 5), 0);
      carrier.rotation.z = 0.3 * Math.sin(frame / 10);
      carrier.updateMatrix();
    },
  };
}

describe('the spring solver', () => {
  const models = [join(ROOT, 'resources/avatars/default.vrm'), ...(existsSync(OLD) ? [OLD] : [])];
  it.each(models)('swings %s as the library does', async (path) => {
    const { difference: most, moved } = difference(await modelWorld(path), await modelWorld(path));
    expect(moved).toBeGreaterThan(0.1);
    expect(most).toBeLessThan(1e-5);
  });

  const radius = 0.08;
  const offset = new Vector3(0, 0.02, 0);
  const tail = new Vector3(0.1, -0.1, 0.05);
  const cases: readonly (readonly [string, () => VRMSpringBoneColliderShape | undefined])[] = [
    ['nothing', () => undefined],
    ['a ball', () => new VRMSpringBoneColliderShapeSphere({ offset, radius })],
    ['the inside of a ball', () => new VRMSpringBoneColliderShapeSphere({ offset, radius: 0.3, inside: true })],
    ['a capsule', () => new VRMSpringBoneColliderShapeCapsule({ offset, tail, radius })],
    ['the inside of a capsule', () => new VRMSpringBoneColliderShapeCapsule({ offset, tail, radius: 0.3, inside: true })],
    ['a plane', () => new VRMSpringBoneColliderShapePlane({ offset, normal: new Vector3(1, 0.2, 0) })],
  ];
  it.each(cases)('runs into %s as the library does, with a centre and without', (_, shape) => {
    for (const centred of [false, true]) {
      const { difference: most, moved } = difference(chainWorld(shape(), centred), chainWorld(shape(), centred));
      expect(moved).toBeGreaterThan(0.05);
      expect(most).toBeLessThan(1e-6);
    }
  });

  it('hangs as its author left it after a reset, wherever it is, and is not moved by time that does not pass', () => {
    const world = chainWorld(undefined, false);
    const solver = createSpringSolver(world.manager);
    const joints = [...world.manager.joints];
    const rest = joints.map(({ bone }) => bone.quaternion.clone());
    solver.reset();
    for (let frame = 0; frame < 20; frame++) {
      world.move(frame);
      world.scene.updateMatrixWorld();
      solver.update({ dt: 1 / 60 });
    }
    const away = (): number => Math.max(...joints.map(({ bone }, i) => bone.quaternion.angleTo(rest[i]!)));
    expect(away()).toBeGreaterThan(0.01);
    solver.reset();
    expect(away()).toBeLessThan(1e-6);
    solver.update({ dt: 0 });
    solver.update({ dt: Number.NaN });
    expect(away()).toBeLessThan(1e-6);
  });
});
