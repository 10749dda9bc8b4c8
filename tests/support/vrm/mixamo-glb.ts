import { Quaternion, Vector3 } from 'three';
import { writeGlb } from './vrm-in-node.ts';

/** A bone of a made-up Mixamo skeleton: rotation and place at rest, against its parent. */
interface Bone {
  readonly name: string;
  readonly parent: number;
  readonly rest: Quaternion;
  readonly at: Vector3;
}

/**
 * A motion as Mixamo exports it, in a GLB: `mixamorig:` bones of a T-pose in centimetres below a scaled armature, resting at odd angles, with one
 * track for the left upper arm (rotations about the *world's* Z axis, radians, from the T-pose) and one for the hips (world metres from their rest).
 */
export function mixamoGlb(times: readonly number[], armRadians: readonly number[], hipsMetres: readonly Vector3[]): ArrayBuffer {
  const odd = (x: number, y: number, z: number): Quaternion => new Quaternion(x, y, z, 1).normalize();
  const bones: Bone[] = [
    { name: 'mixamorig:Hips', parent: -1, rest: odd(0.1, -0.2, 0.05), at: new Vector3(0, 100, 0) },
    { name: 'mixamorig:Spine', parent: 0, rest: odd(-0.1, 0.1, 0.2), at: new Vector3(0, 20, 0) },
    { name: 'mixamorig:LeftShoulder', parent: 1, rest: odd(0.5, 0.5, 0.1), at: new Vector3(5, 20, 0) },
    { name: 'mixamorig:LeftArm', parent: 2, rest: odd(0.2, -0.7, 0.3), at: new Vector3(0, 12, 0) },
    { name: 'mixamorig:LeftForeArm', parent: 3, rest: odd(0, 0.4, -0.1), at: new Vector3(0, 25, 0) },
  ];
  const world = bones.reduce<Quaternion[]>(
    (all, { parent, rest }) => all.concat((all[parent] ?? new Quaternion()).clone().multiply(rest)),
    [],
  );
  const parentWorld = world[2] ?? new Quaternion();
  const armWorld = world[3] ?? new Quaternion();
  // The arm's key, against its parent, that turns it by an angle about the world's Z.
  const armKeys = armRadians.map((angle) =>
    parentWorld
      .clone()
      .invert()
      .multiply(new Quaternion().setFromAxisAngle(new Vector3(0, 0, 1), angle))
      .multiply(armWorld),
  );
  const hipsKeys = hipsMetres.map((step) =>
    step
      .clone()
      .multiplyScalar(100)
      .add(new Vector3(0, 100, 0)),
  );
  const numbers = Float32Array.from([
    ...times,
    ...armKeys.flatMap((key) => key.toArray()),
    ...hipsKeys.flatMap((key) => key.toArray()),
  ]);
  const views = [times.length, times.length * 4, times.length * 3];
  const json = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [
      { name: 'Armature', scale: [0.01, 0.01, 0.01], children: [1] },
      ...bones.map(({ name, rest, at }, index) => {
        const children = bones.flatMap(({ parent }, child) => (parent === index ? [child + 1] : []));
        return { name, rotation: rest.toArray(), translation: at.toArray(), ...(children.length > 0 ? { children } : {}) };
      }),
    ],
    animations: [
      {
        samplers: [
          { input: 0, output: 1 },
          { input: 0, output: 2 },
        ],
        channels: [
          { sampler: 0, target: { node: 4, path: 'rotation' } },
          { sampler: 1, target: { node: 1, path: 'translation' } },
        ],
      },
    ],
    accessors: [
      { bufferView: 0, componentType: 5126, count: times.length, type: 'SCALAR', min: [times[0] ?? 0], max: [times.at(-1) ?? 0] },
      { bufferView: 1, componentType: 5126, count: times.length, type: 'VEC4' },
      { bufferView: 2, componentType: 5126, count: times.length, type: 'VEC3' },
    ],
    bufferViews: views.map((count, i) => ({
      buffer: 0,
      byteOffset: views.slice(0, i).reduce((sum, one) => sum + one * 4, 0),
      byteLength: count * 4,
    })),
    buffers: [{ byteLength: numbers.byteLength }],
  };
  return writeGlb({ json, binary: new Uint8Array(numbers.buffer) });
}
