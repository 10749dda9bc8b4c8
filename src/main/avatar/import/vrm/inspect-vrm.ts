import { z } from 'zod';
import { type PictureHeader, readPictureHeader } from '#main/platform/image-header.ts';
import {
  emptyDescription,
  MODEL_LIMITS,
  type ModelDescription,
  type ModelExpression,
  type ModelMeta,
} from '#shared/avatar/model.ts';
import { IMPORT_LIMITS } from '#shared/avatar/model-import.ts';
import { ImportFailure } from '../import-failure.ts';
import { damaged, type Glb, parseGlb } from './glb.ts';
import { checkGltf } from './gltf-checks.ts';
import { type Gltf, gltfSchema } from './gltf-schema.ts';
import { metaFromVrmOne, metaFromVrmZero, type VrmMeta } from './vrm-meta.ts';

/** What the stage's loader understands without further decoders; a file that requires anything else cannot be drawn. */
const SUPPORTED_EXTENSIONS = new Set([
  'VRM',
  'VRMC_vrm',
  'VRMC_springBone',
  'VRMC_springBone_extended_collider',
  'VRMC_springBone_limit',
  'VRMC_node_constraint',
  'VRMC_materials_mtoon',
  'VRMC_materials_hdr_emissiveMultiplier',
  'KHR_texture_transform',
  'KHR_mesh_quantization',
  'KHR_lights_punctual',
  'EXT_texture_webp',
]);
/** Bones without which no humanoid can be posed (VRM 1.0, humanoid.md). */
const REQUIRED_BONES =
  'hips spine head leftUpperArm leftLowerArm leftHand rightUpperArm rightLowerArm rightHand leftUpperLeg leftLowerLeg leftFoot rightUpperLeg rightLowerLeg rightFoot'.split(
    ' ',
  );

const index = z.number().int();
const vrmOneSchema = z.object({
  specVersion: z.string().max(20),
  meta: z.unknown().optional(),
  humanoid: z.object({ humanBones: z.record(z.string().max(100), z.object({ node: index })) }),
  expressions: z
    .object({
      preset: z.record(z.string().max(200), z.unknown()).optional(),
      custom: z.record(z.string().max(200), z.unknown()).optional(),
    })
    .optional(),
});
const vrmZeroSchema = z.object({
  meta: z.unknown().optional(),
  humanoid: z.object({ humanBones: z.array(z.object({ bone: z.string().max(100), node: index })).max(500) }),
  blendShapeMaster: z
    .object({
      blendShapeGroups: z
        .array(
          z.object({ name: z.string().max(200).catch(''), presetName: z.string().max(200).catch('unknown').default('unknown') }),
        )
        .max(2000)
        .optional(),
    })
    .optional(),
});

export interface VrmTexture {
  /** Index into `images`. */
  readonly image: number;
  readonly header: PictureHeader;
}

export interface InspectedVrm {
  readonly glb: Glb;
  readonly gltf: Gltf;
  readonly name: string;
  readonly meta: ModelMeta;
  readonly description: ModelDescription;
  readonly textures: readonly VrmTexture[];
  /** Index into `images` of the portrait that the file carries. */
  readonly portrait: number | undefined;
}

/** Reads a whole VRM 0.x or 1.0 file, hostile or not. Throws `ImportFailure` with what is wrong; decodes nothing. `name` is for its words. */
export function inspectVrm(file: Uint8Array, name: string): InspectedVrm {
  const glb = parseGlb(file, name);
  const { gltf, vrm, bones, expressions } = readGltf(glb.json, name);
  checkGltf(gltf, glb.bin, name);
  checkBones(gltf, bones, name);
  const textures = gltf.images.map((image, at) => ({ image: at, header: headerOf(gltf, glb.bin, image, name) }));
  const description = describe(gltf, expressions, textures);
  return { glb, gltf, name: vrm.name, meta: vrm.meta, description, textures, portrait: portraitOf(gltf, vrm) };
}

/** What the description of a trusted file says, without a look at its numbers and textures. */
export function factsFromGltf(json: unknown, name: string): Pick<InspectedVrm, 'meta' | 'description'> {
  const { gltf, vrm, expressions } = readGltf(json, name);
  return { meta: vrm.meta, description: describe(gltf, expressions, []) };
}

function readGltf(json: unknown, name: string): ReadVrm & { readonly gltf: Gltf } {
  const parsed = gltfSchema.safeParse(json);
  if (!parsed.success) throw damaged(name, issueOf(parsed.error));
  const gltf = parsed.data;
  const { version } = gltf.asset;
  if (!version.startsWith('2.'))
    throw new ImportFailure(
      'version-unsupported',
      `${name}: glTF ${version}`,
      `${name} is glTF ${version}; version 2 is read. Export it again with a present tool.`,
    );
  checkExtensions(gltf, name);
  return { gltf, ...readVrm(gltf, name) };
}

/** Bytes of picture number `image`. */
export function pictureBytes(gltf: Gltf, bin: Uint8Array, image: number): Uint8Array {
  const view = gltf.bufferViews[gltf.images[image]?.bufferView ?? -1];
  return view === undefined ? new Uint8Array(0) : bin.subarray(view.byteOffset, view.byteOffset + view.byteLength);
}

function checkExtensions(gltf: Gltf, name: string): void {
  const unknown = gltf.extensionsRequired.filter(
    (extension) => !SUPPORTED_EXTENSIONS.has(extension) && !extension.startsWith('KHR_materials_'),
  );
  if (unknown.length === 0) return;
  const what = unknown.join(', ').slice(0, 300);
  const advice = /draco|meshopt|basisu/iu.test(what)
    ? 'Export it again without compression of meshes and textures.'
    : 'Export it again as a plain VRM.';
  throw new ImportFailure(
    'unsupported-extension',
    `${name}: ${what}`,
    `${name} needs ${what}, which this program does not read. ${advice}`,
  );
}

interface ReadVrm {
  readonly vrm: VrmMeta;
  readonly bones: ReadonlyMap<string, number>;
  readonly expressions: readonly string[];
}

function readVrm(gltf: Gltf, name: string): ReadVrm {
  const one = gltf.extensions?.VRMC_vrm;
  if (one !== undefined) return readVrmOne(one, name);
  const zero = gltf.extensions?.VRM;
  if (zero !== undefined) return readVrmZero(zero, name);
  throw new ImportFailure(
    'not-a-character',
    name,
    `${name} is a 3D file without a VRM character in it. Turn it into a VRM with VRoid Studio, UniVRM or the VRM add-on for Blender, and add that.`,
  );
}

function readVrmOne(extension: unknown, name: string): ReadVrm {
  const parsed = vrmOneSchema.safeParse(extension);
  if (!parsed.success) throw damaged(name, `VRM 1.0: ${issueOf(parsed.error)}`);
  const { specVersion, meta, humanoid, expressions } = parsed.data;
  if (!/^1\.0/u.test(specVersion))
    throw new ImportFailure(
      'version-unsupported',
      `${name}: VRM ${specVersion}`,
      `${name} is VRM ${specVersion}; 0.x and 1.0 are read. Export it as one of these.`,
    );
  return {
    vrm: metaFromVrmOne(meta),
    bones: new Map(Object.entries(humanoid.humanBones).map(([bone, { node }]) => [bone, node])),
    expressions: [...Object.keys(expressions?.preset ?? {}), ...Object.keys(expressions?.custom ?? {})],
  };
}

/** Expressions of VRM 0.x under the names that 1.0 gave them: the stage's library does the same. */
const ZERO_PRESETS: Readonly<Record<string, string>> = {
  joy: 'happy',
  sorrow: 'sad',
  fun: 'relaxed',
  a: 'aa',
  i: 'ih',
  u: 'ou',
  e: 'ee',
  o: 'oh',
  blink_l: 'blinkLeft',
  blink_r: 'blinkRight',
  lookup: 'lookUp',
  lookdown: 'lookDown',
  lookleft: 'lookLeft',
  lookright: 'lookRight',
};

function readVrmZero(extension: unknown, name: string): ReadVrm {
  const parsed = vrmZeroSchema.safeParse(extension);
  if (!parsed.success) throw damaged(name, `VRM 0.x: ${issueOf(parsed.error)}`);
  const { meta, humanoid, blendShapeMaster } = parsed.data;
  const groups = blendShapeMaster?.blendShapeGroups ?? [];
  return {
    vrm: metaFromVrmZero(meta),
    bones: new Map(humanoid.humanBones.map(({ bone, node }) => [bone, node])),
    expressions: groups.map((group) =>
      group.presetName === 'unknown' || group.presetName === ''
        ? group.name
        : (ZERO_PRESETS[group.presetName] ?? group.presetName),
    ),
  };
}

function checkBones(gltf: Gltf, bones: ReadonlyMap<string, number>, name: string): void {
  const missing = REQUIRED_BONES.filter((bone) => !bones.has(bone));
  if (missing.length > 0)
    throw new ImportFailure(
      'not-a-character',
      `${name}: ${missing.join(', ')}`,
      `${name} lacks bones that every VRM has (${missing.join(', ')}). Set the humanoid bones in UniVRM or Blender and export it again.`,
    );
  const used = new Set<number>();
  for (const [bone, node] of bones) {
    if (node < 0 || node >= gltf.nodes.length) throw damaged(name, `the bone ${bone} is a node that is not there`);
    if (REQUIRED_BONES.includes(bone) && used.has(node)) throw damaged(name, `two bones are the same node (${bone})`);
    used.add(node);
  }
}

function headerOf(gltf: Gltf, bin: Uint8Array, image: Gltf['images'][number], name: string): PictureHeader {
  const view = gltf.bufferViews[image.bufferView ?? -1];
  const bytes = view === undefined ? new Uint8Array(0) : bin.subarray(view.byteOffset, view.byteOffset + view.byteLength);
  const what = `texture ${image.name ?? ''}`.trim();
  const header = readPictureHeader(bytes);
  if (header === undefined) throw damaged(name, `${what} is no picture`);
  if (header.type === 'ktx2' || header.type === 'gif')
    throw new ImportFailure(
      'texture-type',
      `${name}: ${what} (${header.type})`,
      `${name}: ${what} is a ${header.type.toUpperCase()} picture, which is not read. Export it with PNG or JPEG textures.`,
    );
  checkPictureSize(header, `${name}: ${what}`);
  return header;
}

export function checkPictureSize({ width, height }: PictureHeader, what: string): void {
  if (Math.max(width, height) > IMPORT_LIMITS.texturePixels)
    throw new ImportFailure(
      'texture-too-large',
      `${what}: ${width} × ${height}`,
      `${what} says it has ${width} × ${height} pixels; at most ${IMPORT_LIMITS.texturePixels} along a side are taken. Make it smaller in a picture editor and export again.`,
    );
}

function describe(gltf: Gltf, expressionNames: readonly string[], textures: readonly VrmTexture[]): ModelDescription {
  const names = [...new Set(expressionNames.filter((name) => name !== ''))].slice(0, MODEL_LIMITS.expressions);
  const expressions = names.map(
    (name): ModelExpression => ({
      name: name.slice(0, 200),
      file: `${name.slice(0, 200)}.exp3.json`,
      fadeIn: 0.25,
      fadeOut: 0.25,
      parameters: [],
    }),
  );
  const meshes = new Map<string, string[]>();
  for (const mesh of gltf.meshes) {
    const materials = mesh.primitives.flatMap(({ material }) => gltf.materials[material ?? -1]?.name ?? []);
    const id = (mesh.name ?? materials[0] ?? '').slice(0, 200);
    if (id !== '') meshes.set(id, [...new Set(materials.map((material) => material.slice(0, 200)))].slice(0, 50));
  }
  const largest = textures.reduce((most, { header }) => Math.max(most, header.width, header.height), 0);
  return {
    ...emptyDescription,
    expressions,
    meshes: [...meshes].slice(0, MODEL_LIMITS.meshes).map(([id, tags]) => ({ id, tags })),
    textures: { count: textures.length, largest },
  };
}

function portraitOf(gltf: Gltf, { portrait }: VrmMeta): number | undefined {
  const image = portrait.image ?? (portrait.texture === undefined ? undefined : gltf.textures[portrait.texture]?.source);
  return image !== undefined && image < gltf.images.length ? image : undefined;
}

/** The first thing that is wrong, with its place. */
export function issueOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'unreadable' : `${issue.path.join('.')}: ${issue.message}`.slice(0, 200);
}
