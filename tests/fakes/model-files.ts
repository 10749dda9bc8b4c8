import { deflateSync } from 'node:zlib';
import { type Zippable, zipSync } from 'fflate';
import { crcOf } from '#main/avatar/import/textures/crc32.ts';
import { glbFrom } from '#main/avatar/import/vrm/glb.ts';

/** Small sound model files of every format, for tests to take, break and pack. */
export type Files = Readonly<Record<string, Uint8Array>>;

const text = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), 'utf8');

/** RGBA of one pixel, 0…255. */
export type Paint = (x: number, y: number) => readonly [number, number, number, number];
const plain: Paint = (x, y) => [(x * 37) & 255, (y * 59) & 255, 128, 255];

export function pngFile(width: number, height: number, paint: Paint = plain): Uint8Array {
  const rows = Buffer.alloc((width * 4 + 1) * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) rows.set(paint(x, y), y * (width * 4 + 1) + 1 + x * 4);
  return pngFrom(width, height, { colourType: 6, bitDepth: 8, interlace: 0 }, deflateSync(rows));
}

/** A PNG whose header may say anything. */
export function pngFrom(
  width: number,
  height: number,
  format: { readonly colourType: number; readonly bitDepth: number; readonly interlace: number },
  data: Uint8Array,
  extra: readonly (readonly [string, Uint8Array])[] = [],
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([format.bitDepth, format.colourType, 0, 0, format.interlace], 8);
  const chunks: readonly (readonly [string, Uint8Array])[] = [
    ['IHDR', header],
    ...extra,
    ['IDAT', data],
    ['IEND', new Uint8Array(0)],
  ];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...chunks.map(([type, body]) => pngChunk(type, body)),
  ]);
}

function pngChunk(type: string, body: Uint8Array): Buffer {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  out.set(body, 8);
  out.writeUInt32BE(crcOf(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}

const BONES =
  'hips spine head leftUpperArm leftLowerArm leftHand rightUpperArm rightLowerArm rightHand leftUpperLeg leftLowerLeg leftFoot rightUpperLeg rightLowerLeg rightFoot'.split(
    ' ',
  );
const PARENTS = [-1, 0, 1, 1, 3, 4, 1, 6, 7, 0, 9, 10, 0, 12, 13];

export interface TinyVrm {
  readonly json: { [key: string]: unknown } & {
    nodes: { [key: string]: unknown }[];
    accessors: { [key: string]: unknown }[];
    bufferViews: { byteOffset: number; byteLength: number; buffer: number }[];
    buffers: { [key: string]: unknown }[];
    images: { [key: string]: unknown }[];
    meshes: { primitives: { [key: string]: unknown }[]; [key: string]: unknown }[];
    extensions: { [key: string]: unknown };
  };
  readonly bin: Buffer;
}

/** The parts of a VRM of one triangle with skin, morph and texture, for tests to change before it is put together. */
export function tinyVrm(version: '0' | '1' = '1', texture: Uint8Array = pngFile(4, 4)): TinyVrm {
  const parts: Buffer[] = [];
  const views: TinyVrm['json']['bufferViews'] = [];
  const view = (bytes: Buffer): number => {
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
    views.push({ buffer: 0, byteOffset: parts.reduce((sum, part) => sum + part.length, 0), byteLength: bytes.length });
    parts.push(padded);
    return views.length - 1;
  };
  const floats = (...values: number[]): Buffer => Buffer.from(new Float32Array(values).buffer);
  const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  const accessors = [
    {
      bufferView: view(floats(0, 0, 0, 1, 0, 0, 0, 1, 0)),
      componentType: 5126,
      count: 3,
      type: 'VEC3',
      min: [0, 0, 0],
      max: [1, 1, 0],
    },
    { bufferView: view(floats(0, 0, 1, 0, 0, 1)), componentType: 5126, count: 3, type: 'VEC2' },
    { bufferView: view(Buffer.from(new Uint8Array(12))), componentType: 5121, count: 3, type: 'VEC4' },
    { bufferView: view(floats(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)), componentType: 5126, count: 3, type: 'VEC4' },
    { bufferView: view(Buffer.from(new Uint16Array([0, 1, 2]).buffer)), componentType: 5123, count: 3, type: 'SCALAR' },
    { bufferView: view(floats(0, 0.1, 0, 0, 0.1, 0, 0, 0.1, 0)), componentType: 5126, count: 3, type: 'VEC3' },
    { bufferView: view(floats(...BONES.flatMap(() => identity))), componentType: 5126, count: BONES.length, type: 'MAT4' },
  ];
  const image = view(Buffer.from(texture));
  const bin = Buffer.concat(parts);
  const nodes: { [key: string]: unknown }[] = BONES.map((name, index) => ({
    name,
    translation: [0, 0.1, 0],
    children: PARENTS.flatMap((parent, child) => (parent === index ? [child] : [])),
  }));
  nodes.push({ name: 'body', mesh: 0, skin: 0 });
  const attributes = { POSITION: 0, TEXCOORD_0: 1, JOINTS_0: 2, WEIGHTS_0: 3 };
  return {
    bin,
    json: {
      asset: { version: '2.0', generator: 'test' },
      extensionsUsed: [version === '1' ? 'VRMC_vrm' : 'VRM'],
      scene: 0,
      scenes: [{ nodes: [0, BONES.length] }],
      nodes,
      meshes: [{ name: 'Face', primitives: [{ attributes, indices: 4, material: 0, targets: [{ POSITION: 5 }] }] }],
      skins: [{ joints: BONES.map((_, index) => index), inverseBindMatrices: 6 }],
      materials: [{ name: 'Skin', pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
      textures: [{ source: 0 }],
      images: [{ name: 'skin', mimeType: 'image/png', bufferView: image }],
      accessors,
      bufferViews: views,
      buffers: [{ byteLength: bin.length }],
      extensions: version === '1' ? { VRMC_vrm: vrmOne() } : { VRM: vrmZero() },
    },
  };
}

export const vrmFile = (vrm: TinyVrm = tinyVrm()): Uint8Array => glbFrom(vrm.json, vrm.bin);

function vrmOne() {
  return {
    specVersion: '1.0',
    meta: {
      name: 'Tiny',
      version: '3',
      authors: ['Aki', 'Bo'],
      contactInformation: 'aki@example.org',
      copyrightInformation: '© Aki',
      licenseUrl: 'https://vrm.dev/licenses/1.0/',
      avatarPermission: 'everyone',
      commercialUsage: 'personalProfit',
      modification: 'prohibited',
      allowRedistribution: false,
      creditNotation: 'required',
      thumbnailImage: 0,
    },
    humanoid: { humanBones: Object.fromEntries(BONES.map((bone, node) => [bone, { node }])) },
    expressions: { preset: { happy: { morphTargetBinds: [{ node: 15, index: 0, weight: 1 }] } }, custom: { Wink: {} } },
  };
}

function vrmZero() {
  return {
    exporterVersion: 'test',
    meta: {
      title: 'Tiny0',
      author: 'Aki',
      allowedUserName: 'OnlyAuthor',
      commercialUssageName: 'Disallow',
      licenseName: 'CC_BY_NC',
      texture: 0,
      otherLicenseUrl: '',
    },
    humanoid: { humanBones: BONES.map((bone, node) => ({ bone, node, useDefaultValues: true })) },
    blendShapeMaster: {
      blendShapeGroups: [
        { name: 'Joy', presetName: 'joy', binds: [] },
        { name: 'Wink', presetName: 'unknown', binds: [] },
      ],
    },
  };
}

export function mocFile(version = 3): Uint8Array {
  const moc = Buffer.alloc(2048, 7);
  moc.write('MOC3', 0, 'latin1');
  moc.writeUInt8(version, 4);
  return moc;
}

/** A Cubism 4 model as VTube Studio keeps it. */
export function live2dFiles(name = 'Hana'): Files {
  return {
    [`${name}.model3.json`]: text({
      Version: 3,
      FileReferences: {
        Moc: `${name}.moc3`,
        Textures: [`${name}.2048/texture_00.png`],
        Physics: `${name}.physics3.json`,
        DisplayInfo: `${name}.cdi3.json`,
        Expressions: [{ Name: 'smile', File: 'expressions/smile.exp3.json' }],
        Motions: { Idle: [{ File: 'motions/idle.motion3.json' }] },
      },
      Groups: [
        { Target: 'Parameter', Name: 'EyeBlink', Ids: ['ParamEyeLOpen', 'ParamEyeROpen'] },
        { Target: 'Parameter', Name: 'LipSync', Ids: ['ParamMouthOpenY'] },
      ],
      HitAreas: [{ Id: 'HitHead', Name: 'Head' }],
    }),
    [`${name}.moc3`]: mocFile(),
    [`${name}.2048/texture_00.png`]: pngFile(8, 8),
    [`${name}.physics3.json`]: text({
      Version: 3,
      Meta: { PhysicsSettingCount: 0, TotalInputCount: 0, TotalOutputCount: 0, VertexCount: 0, PhysicsDictionary: [] },
      PhysicsSettings: [],
    }),
    [`${name}.cdi3.json`]: text({ Version: 3, Parameters: [{ Id: 'ParamAngleX', GroupId: '', Name: '角度 X' }] }),
    'expressions/smile.exp3.json': text({
      Type: 'Live2D Expression',
      FadeInTime: 0.5,
      Parameters: [{ Id: 'ParamMouthForm', Value: 1, Blend: 'Add' }],
    }),
    'motions/idle.motion3.json': text({
      Version: 3,
      Meta: {
        Duration: 2,
        Fps: 30,
        Loop: true,
        AreBeziersRestricted: true,
        CurveCount: 1,
        TotalSegmentCount: 1,
        TotalPointCount: 2,
        UserDataCount: 0,
        TotalUserDataSize: 0,
      },
      Curves: [{ Target: 'Parameter', Id: 'ParamAngleX', Segments: [0, 0, 0, 2, 10] }],
    }),
  };
}

export function puppetFiles(): Files {
  const rect = { x: 0, y: 0, width: 16, height: 16 };
  return {
    'puppet.json': text({
      format: 'yingxi-puppet',
      version: 1,
      name: 'Paper',
      meta: { author: 'Bo', licence: 'CC0', licenceUrl: '', contact: '', copyright: '', permissions: [] },
      canvas: { width: 16, height: 16 },
      framing: { bust: rect, half: rect, full: rect },
      pages: [{ file: 'page.png', width: 16, height: 16 }],
      parameters: [{ id: 'ParamAngleX', name: '', min: -30, max: 30, default: 0 }],
      deformers: [
        {
          id: 'head',
          parent: null,
          kind: 'transform',
          pivot: { x: 8, y: 8 },
          bindings: [{ axes: [{ parameter: 'ParamAngleX', keys: [-30, 30] }], forms: [{ x: -1 }, { x: 1 }] }],
        },
      ],
      layers: [
        {
          id: 'face',
          name: 'Face',
          page: 0,
          source: rect,
          bounds: rect,
          cells: [2, 2],
          parent: 'head',
          z: 0,
          blend: 'normal',
          clip: [],
          opacity: 1,
          fades: [],
          part: 'face',
          tags: [],
        },
      ],
      derived: [],
      springs: [],
      physicsGroups: [],
      expressions: [{ name: 'smile', fadeIn: 0.2, fadeOut: 0.2, parameters: [{ id: 'ParamAngleX', value: 5, blend: 'add' }] }],
      motions: [],
      anchors: [],
    }),
    'page.png': pngFile(16, 16),
  };
}

export const imageFiles = (): Files => ({ 'idle.png': pngFile(8, 8), 'talk.png': pngFile(8, 8), 'blink.png': pngFile(8, 8) });

/** The files in a folder of their own, packed. */
export function zipFile(files: Files, folder = ''): Uint8Array {
  const entries: Zippable = {};
  for (const [path, bytes] of Object.entries(files)) entries[`${folder}${path}`] = [bytes, { level: 6, mtime: '2024-01-01' }];
  return zipSync(entries);
}

/** The archive with every occurrence of the name `from` as the bytes `to` (of the same length), and without the mark that names are UTF-8. */
export function renameInZip(zip: Uint8Array, from: string, to: Uint8Array): Uint8Array {
  const out = Buffer.from(zip);
  for (let at = out.indexOf(from, 0, 'latin1'); at >= 0; at = out.indexOf(from, at + 1, 'latin1')) out.set(to, at);
  return out;
}

/** The archive with `change` made to every central directory record, which begins at the given offset. */
export function editZipRecords(zip: Uint8Array, change: (record: Buffer, index: number) => void): Uint8Array {
  const out = Buffer.from(zip);
  const mark = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
  let index = 0;
  for (let at = out.indexOf(mark); at >= 0; at = out.indexOf(mark, at + 4)) change(out.subarray(at), index++);
  return out;
}
