import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEFAULT_AVATARS } from './default-avatars.ts';
import { ARKIT_POSES } from './face/face-pose.ts';
import { faceDepth, HEAD_CENTRE } from './face/head-shape.ts';
import { generateAvatar } from './generate-avatar.ts';
import type { Vec3 } from './geometry/vector.ts';
import {
  ACCESSORIES,
  type AvatarOptions,
  avatarOptionsSchema,
  BANG_STYLES,
  EYE_SHAPES,
  HAIR_STYLES,
  LEGWEARS,
  OUTFITS,
} from './options.ts';
import { EYE_PIVOT, turnAround } from './skeleton.ts';

const FOLDER = join(import.meta.dirname, '../../../../resources/avatars');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const bind = z.object({ node: z.number(), index: z.number(), weight: z.number() });
const expression = z.object({ morphTargetBinds: z.array(bind) });
const gltfSchema = z.object({
  asset: z.object({ extras: z.object({ yingxi: z.object({ optimised: z.number() }) }) }),
  nodes: z.array(
    z.object({
      name: z.string(),
      mesh: z.number().optional(),
      skin: z.number().optional(),
      children: z.array(z.number()).optional(),
    }),
  ),
  meshes: z.array(
    z.object({
      name: z.string(),
      primitives: z.array(
        z.object({
          attributes: z.record(z.string(), z.number()),
          indices: z.number(),
          targets: z.array(z.object({ POSITION: z.number() })).optional(),
        }),
      ),
      extras: z.object({ targetNames: z.array(z.string()) }).optional(),
    }),
  ),
  materials: z.array(z.object({ extensions: z.object({ VRMC_materials_mtoon: z.object({ outlineWidthMode: z.string() }) }) })),
  images: z.array(z.object({ bufferView: z.number() })),
  skins: z.array(z.object({ joints: z.array(z.number()) })),
  accessors: z.array(
    z.object({
      bufferView: z.number().optional(),
      count: z.number(),
      componentType: z.number(),
      type: z.string(),
      sparse: z
        .object({
          count: z.number(),
          indices: z.object({ bufferView: z.number() }),
          values: z.object({ bufferView: z.number() }),
        })
        .optional(),
    }),
  ),
  bufferViews: z.array(z.object({ byteOffset: z.number(), byteLength: z.number() })),
  extensions: z.object({
    VRMC_vrm: z.object({
      meta: z.record(z.string(), z.unknown()),
      humanoid: z.object({ humanBones: z.record(z.string(), z.object({ node: z.number() })) }),
      expressions: z.object({ preset: z.record(z.string(), expression), custom: z.record(z.string(), expression) }),
    }),
    VRMC_springBone: z.object({ springs: z.array(z.object({ joints: z.array(z.object({ node: z.number() })) })) }),
  }),
});
type Gltf = z.infer<typeof gltfSchema>;

interface ReadVrm {
  readonly json: Gltf;
  floats(accessor: number): Float32Array;
  bytes(accessor: number): Uint8Array;
  shorts(accessor: number): Uint16Array;
  /** Vertices that a morph moves, and by what. */
  sparse(accessor: number): { vertices: Uint16Array; offsets: Float32Array };
}

function readVrm(file: Uint8Array): ReadVrm {
  const words = new DataView(file.buffer, file.byteOffset, file.byteLength);
  expect(words.getUint32(0, true)).toBe(0x46546c67);
  expect(words.getUint32(8, true)).toBe(file.length);
  const size = words.getUint32(12, true);
  const json = gltfSchema.parse(JSON.parse(new TextDecoder().decode(file.subarray(20, 20 + size))));
  const view = (index: number): ArrayBuffer => {
    const { byteOffset, byteLength } = json.bufferViews[index]!;
    return file.slice(28 + size + byteOffset, 28 + size + byteOffset + byteLength).buffer;
  };
  const of = (accessor: number): ArrayBuffer => view(json.accessors[accessor]!.bufferView!);
  return {
    json,
    floats: (accessor) => new Float32Array(of(accessor)),
    bytes: (accessor) => new Uint8Array(of(accessor)),
    shorts: (accessor) => new Uint16Array(of(accessor)),
    sparse(accessor) {
      const { indices, values } = json.accessors[accessor]!.sparse!;
      return { vertices: new Uint16Array(view(indices.bufferView)), offsets: new Float32Array(view(values.bufferView)) };
    },
  };
}

/** What is wrong with the meshes of a file; empty when nothing is. */
function faults(vrm: ReadVrm): string[] {
  const found: string[] = [];
  for (const { name, primitives } of vrm.json.meshes)
    for (const { attributes, indices, targets = [] } of primitives) {
      const positions = vrm.floats(attributes.POSITION!);
      const count = positions.length / 3;
      const used = new Set(vrm.shorts(indices));
      if (used.size !== count) found.push(`${name}: ${count - used.size} vertices belong to no triangle`);
      if (Math.max(...used) >= count) found.push(`${name}: a triangle's corner does not exist`);
      for (const attribute of ['POSITION', 'NORMAL', 'TEXCOORD_0'])
        if (!vrm.floats(attributes[attribute]!).every(Number.isFinite)) found.push(`${name}: ${attribute} is not finite`);
      const weights = vrm.bytes(attributes.WEIGHTS_0!);
      for (let i = 0; i < count; i++)
        if (weights[i * 4]! + weights[i * 4 + 1]! + weights[i * 4 + 2]! + weights[i * 4 + 3]! !== 255)
          found.push(`${name}: weights of vertex ${i}`);
      if (!vrm.bytes(attributes.JOINTS_0!).every((joint) => joint < vrm.json.skins[0]!.joints.length))
        found.push(`${name}: a joint does not exist`);
      for (const { POSITION } of targets)
        if (!vrm.sparse(POSITION).offsets.every((offset) => Math.abs(offset) < 0.1)) found.push(`${name}: a morph leaps`);
    }
  return found;
}

/** An outline is the mesh drawn again. */
const drawCalls = ({ json }: ReadVrm): number =>
  json.materials.reduce((sum, { extensions }) => sum + (extensions.VRMC_materials_mtoon.outlineWidthMode === 'none' ? 1 : 2), 0);

const trianglesOf = ({ json }: ReadVrm): number =>
  json.meshes.reduce((sum, { primitives }) => sum + json.accessors[primitives[0]!.indices]!.count / 3, 0);

describe.each(DEFAULT_AVATARS.map((avatar) => [avatar.options.name, avatar] as const))(
  'the default avatar %s',
  (_, { file, options }) => {
    const shipped = new Uint8Array(readFileSync(join(FOLDER, `${file}.vrm`)));
    const vrm = readVrm(shipped);

    it('is, byte for byte, what the generator makes of its options', () => {
      const made = generateAvatar(avatarOptionsSchema.parse(options));
      expect(sha256(made.vrm)).toBe(sha256(shipped));
      expect(made.name).toBe(options.name);
    });

    it('has whole meshes: no lost vertex, weight, joint or number', () => {
      expect(faults(vrm)).toEqual([]);
    });

    it('needs nothing optimised at load: one skeleton, five meshes, one picture, few morphs an expression', () => {
      const { json } = vrm;
      expect(json.skins).toHaveLength(1);
      expect(json.nodes.filter((node) => node.mesh !== undefined).map((node) => node.skin)).toEqual([0, 0, 0, 0, 0]);
      expect(json.images).toHaveLength(1);
      const { preset, custom } = json.extensions.VRMC_vrm.expressions;
      // The head and the face on it; twice for emotions (eyes, mouth) and for what both eyes do.
      for (const { morphTargetBinds } of Object.values(preset)) expect(morphTargetBinds.length).toBeLessThanOrEqual(4);
      for (const { morphTargetBinds } of Object.values(custom)) expect(morphTargetBinds.length).toBeLessThanOrEqual(2);
      expect(json.asset.extras.yingxi.optimised).toBe(1);
    });

    it('stays small: 25,000 to 45,000 triangles, 9 draw calls with outlines, under 2 MB', () => {
      expect(trianglesOf(vrm)).toBeGreaterThan(25_000);
      expect(trianglesOf(vrm)).toBeLessThan(45_000);
      expect(drawCalls(vrm)).toBe(9);
      expect(shipped.length).toBeLessThan(2 * 1024 * 1024);
    });

    it('moves in every one of its 17 presets and 52 ARKit shapes', () => {
      const { preset, custom } = vrm.json.extensions.VRMC_vrm.expressions;
      expect(Object.keys(preset)).toHaveLength(17);
      expect(Object.keys(custom).sort()).toEqual(Object.keys(ARKIT_POSES).sort());
      expect(Object.keys(custom)).toHaveLength(52);
      for (const [name, { morphTargetBinds }] of Object.entries({ ...preset, ...custom })) {
        const moved = morphTargetBinds.reduce((sum, { node, index }) => {
          const mesh = vrm.json.meshes[vrm.json.nodes[node]!.mesh!]!;
          return sum + vrm.sparse(mesh.primitives[0]!.targets![index]!.POSITION).vertices.length;
        }, 0);
        expect(moved, name).toBeGreaterThan(20);
      }
    });

    it('has 54 human bones, eyes and fingers among them, in a tree', () => {
      const bones = vrm.json.extensions.VRMC_vrm.humanoid.humanBones;
      expect(Object.keys(bones)).toHaveLength(54);
      for (const bone of ['leftEye', 'rightLittleDistal', 'leftThumbMetacarpal', 'rightToes', 'upperChest'])
        expect(bones).toHaveProperty(bone);
      const parents = vrm.json.nodes.flatMap((node) => node.children ?? []);
      expect(new Set(parents).size).toBe(parents.length);
      expect(parents).toHaveLength(vrm.json.skins[0]!.joints.length - 1);
    });

    it('swings: each spring is a row of bones, each the child of the one before', () => {
      const { springs } = vrm.json.extensions.VRMC_springBone;
      expect(springs.length).toBeGreaterThan(3);
      for (const { joints } of springs)
        joints.slice(1).forEach(({ node }, i) => {
          expect(vrm.json.nodes[joints[i]!.node]!.children).toContain(node);
        });
    });

    it('is free for everything: CC0, with all permissions given', () => {
      expect(vrm.json.extensions.VRMC_vrm.meta).toMatchObject({
        otherLicenseUrl: 'https://creativecommons.org/publicdomain/zero/1.0/',
        avatarPermission: 'everyone',
        commercialUsage: 'corporation',
        allowRedistribution: true,
        modification: 'allowModificationRedistribution',
        creditNotation: 'unnecessary',
      });
    });

    it('keeps the iris before the white and behind the lids when an eye turns by 25° sideways or 18° up or down', () => {
      for (const [yaw, pitch] of [
        [0, 0],
        [25, 0],
        [-25, 0],
        [0, 18],
        [0, -18],
        [18, 12],
        [-18, -12],
      ] as const)
        for (const point of turnedIris(vrm, (yaw * Math.PI) / 180, (pitch * Math.PI) / 180)) {
          const fromPivot = Math.hypot(point[0] - EYE_PIVOT[0], point[1] - EYE_PIVOT[1], point[2] - EYE_PIVOT[2]);
          expect(fromPivot).toBeGreaterThan(0.1075);
          expect(point[2]).toBeLessThan(faceDepth(point[0], point[1]) + 0.0005);
        }
    });
  },
);

/** Points of the left iris with its bone turned, as a renderer skins them. */
function turnedIris(vrm: ReadVrm, yaw: number, pitch: number): Vec3[] {
  const eye = vrm.json.nodes.findIndex((node) => node.name === 'leftEye');
  const { attributes } = vrm.json.meshes.find((mesh) => mesh.name === 'Face')!.primitives[0]!;
  const positions = vrm.floats(attributes.POSITION!);
  const joints = vrm.bytes(attributes.JOINTS_0!);
  const weights = vrm.bytes(attributes.WEIGHTS_0!);
  const points: Vec3[] = [];
  for (let i = 0; i < positions.length / 3; i++)
    for (let k = 0; k < 4; k++) {
      const share = weights[i * 4 + k]! / 255;
      if (joints[i * 4 + k] !== eye || share === 0) continue;
      const rest: Vec3 = [positions[i * 3]!, positions[i * 3 + 1]!, positions[i * 3 + 2]!];
      const turned = turnAround(EYE_PIVOT, rest, yaw, pitch);
      points.push([
        rest[0] + (turned[0] - rest[0]) * share,
        rest[1] + (turned[1] - rest[1]) * share,
        rest[2] + (turned[2] - rest[2]) * share,
      ]);
    }
  expect(points.length).toBeGreaterThan(100);
  return points;
}

describe('generateAvatar', () => {
  const base = DEFAULT_AVATARS[0]!.options;
  const pick = <T>(list: readonly T[], i: number): T => list[i % list.length]!;

  it('makes a whole model of every style, whatever it is combined with', () => {
    for (let i = 0; i < 5; i++) {
      const options: AvatarOptions = {
        ...base,
        hair: { ...base.hair, style: pick(HAIR_STYLES, i), bangs: pick(BANG_STYLES, i + 2), ahoge: i % 2 === 0 },
        eyes: { ...base.eyes, shape: pick(EYE_SHAPES, i), right: '#d04040' },
        outfit: { ...base.outfit, style: pick(OUTFITS, i + 3), legwear: pick(LEGWEARS, i + 1) },
        accessory: { ...base.accessory, style: pick(ACCESSORIES, i + 1) },
      };
      const vrm = readVrm(generateAvatar(options).vrm);
      expect(faults(vrm), JSON.stringify(options)).toEqual([]);
      expect(trianglesOf(vrm)).toBeLessThan(52_000);
    }
  });

  it('stands on the floor and is about one metre forty tall', () => {
    const vrm = readVrm(new Uint8Array(readFileSync(join(FOLDER, 'default.vrm'))));
    const heights = vrm.json.meshes.flatMap(({ primitives }) =>
      [...vrm.floats(primitives[0]!.attributes.POSITION!)].filter((_, i) => i % 3 === 1),
    );
    expect(Math.min(...heights)).toBeCloseTo(0, 2);
    expect(Math.max(...heights)).toBeGreaterThan(HEAD_CENTRE + 0.15);
    expect(Math.max(...heights)).toBeLessThan(HEAD_CENTRE + 0.3);
  });

  it('refuses a colour that is none', () => {
    const wrong = { ...base, skin: { ...base.skin, tone: 'peach' } };
    expect(avatarOptionsSchema.safeParse(wrong).error?.issues[0]?.message).toContain('#rrggbb');
  });
});
