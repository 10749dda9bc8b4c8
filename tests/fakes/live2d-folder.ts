import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PNG } from 'pngjs';
import { encodeFakeMoc, type FakeDrawable, type FakeMoc } from './cubism-core.ts';

/**
 * A Live2D model of our own making for the fake Core: a face of flat shapes with the standard parameters, two arms of which a pose shows one, physics, an
 * idle motion, a motion that plays once, expressions of which the entry file omits one, tags and names.
 */
const CELLS = 8;
const CELL = 16;
type Shape = 'disc' | 'block';
const COLOURS: readonly (readonly [name: string, shape: Shape, red: number, green: number, blue: number])[] = [
  ['hairBack', 'block', 90, 60, 40],
  ['body', 'block', 60, 90, 200],
  ['head', 'disc', 255, 214, 190],
  ['hairFront', 'block', 110, 70, 45],
  ['eye', 'disc', 255, 255, 255],
  ['iris', 'disc', 40, 120, 60],
  ['brow', 'block', 70, 45, 30],
  ['mouth', 'disc', 200, 50, 60],
  ['hand', 'disc', 255, 200, 170],
  ['prop', 'block', 255, 220, 0],
  ['arm', 'block', 80, 110, 220],
];

function cellOf(name: string): FakeDrawable['uv'] {
  const at = COLOURS.findIndex(([colour]) => colour === name);
  const column = at % CELLS;
  const row = Math.floor(at / CELLS);
  return [column / CELLS, 1 - (row + 1) / CELLS, (column + 1) / CELLS, 1 - row / CELLS];
}

export function texturePng(scale = 1): Uint8Array {
  const cell = CELL * scale;
  const image = new PNG({ width: CELLS * cell, height: CELLS * cell });
  COLOURS.forEach(([, shape, red, green, blue], at) => {
    const left = (at % CELLS) * cell;
    const top = Math.floor(at / CELLS) * cell;
    for (let y = 0; y < cell; y++)
      for (let x = 0; x < cell; x++) {
        const away = Math.hypot(x + 0.5 - cell / 2, y + 0.5 - cell / 2) / (cell / 2);
        const inside = shape === 'block' ? x > 0 && y > 0 && x < cell - 1 && y < cell - 1 : away < 0.95;
        image.data.set([red, green, blue, inside ? 255 : 0], ((top + y) * CELLS * cell + left + x) * 4);
      }
  });
  return PNG.sync.write(image);
}

const headTurn = [
  { parameter: 'ParamAngleX', effect: 'x', amount: 0.08 },
  { parameter: 'ParamAngleY', effect: 'y', amount: 0.06 },
] as const;
const drawable = (
  id: string,
  part: string,
  cell: string,
  order: number,
  box: FakeDrawable['box'],
  rest: Partial<FakeDrawable> = {},
): FakeDrawable => ({
  id,
  part,
  texture: 0,
  uv: cellOf(cell),
  order,
  box,
  ...rest,
});
const eye = (side: 'L' | 'R', x: number): FakeDrawable[] => [
  drawable(`Eye${side}`, 'PartFace', 'eye', 30, [x, 0.55, 0.16, 0.14], {
    keys: [...headTurn, { parameter: `ParamEye${side}Open`, effect: 'height', amount: 0.9 }],
  }),
  drawable(`Iris${side}`, 'PartFace', 'iris', 31, [x, 0.55, 0.09, 0.12], {
    masks: [`Eye${side}`],
    keys: [
      ...headTurn,
      { parameter: 'ParamEyeBallX', effect: 'x', amount: 0.06 },
      { parameter: 'ParamEyeBallY', effect: 'y', amount: 0.05 },
    ],
  }),
  drawable(`Brow${side}`, 'PartFace', 'brow', 32, [x, 0.68, 0.16, 0.03], {
    keys: [
      ...headTurn,
      { parameter: `ParamBrow${side}Y`, effect: 'y', amount: 0.04 },
      { parameter: `ParamBrow${side}Angle`, effect: 'turn', amount: side === 'L' ? 20 : -20 },
    ],
  }),
];

const parameter = (id: string, min: number, max: number, rest = 0): FakeMoc['parameters'][number] => ({
  id,
  min,
  max,
  default: rest,
});

export const FAKE_MOC: FakeMoc = {
  canvas: { width: 1000, height: 2000, unit: 1000 },
  parameters: [
    parameter('ParamAngleX', -30, 30),
    parameter('ParamAngleY', -30, 30),
    parameter('ParamAngleZ', -30, 30),
    parameter('ParamEyeLOpen', 0, 1, 1),
    parameter('ParamEyeROpen', 0, 1, 1),
    parameter('ParamEyeBallX', -1, 1),
    parameter('ParamEyeBallY', -1, 1),
    parameter('ParamBrowLY', -1, 1),
    parameter('ParamBrowRY', -1, 1),
    parameter('ParamBrowLAngle', -1, 1),
    parameter('ParamBrowRAngle', -1, 1),
    parameter('ParamMouthForm', -1, 1),
    parameter('ParamMouthOpenY', 0, 1),
    parameter('ParamBodyAngleX', -10, 10),
    parameter('ParamBreath', 0, 1),
    parameter('ParamHairFront', -1, 1),
    parameter('ParamArmLA', -10, 10),
    parameter('ParamProp', 0, 1),
  ],
  parts: [
    { id: 'PartFace' },
    { id: 'PartHair' },
    { id: 'PartBody' },
    { id: 'PartArmA', parent: 'PartBody' },
    { id: 'PartArmB', parent: 'PartBody' },
    { id: 'PartHand' },
  ],
  drawables: [
    drawable('HairBack', 'PartHair', 'hairBack', 5, [0, 0.45, 0.85, 0.9], { keys: headTurn }),
    drawable('Body', 'PartBody', 'body', 10, [0, -0.55, 0.6, 1], {
      keys: [
        { parameter: 'ParamBodyAngleX', effect: 'x', amount: 0.05 },
        { parameter: 'ParamBreath', effect: 'height', amount: 0.04 },
      ],
    }),
    drawable('ArmA', 'PartArmA', 'arm', 12, [-0.38, -0.35, 0.14, 0.6], {
      keys: [{ parameter: 'ParamArmLA', effect: 'turn', amount: 40 }],
    }),
    drawable('ArmB', 'PartArmB', 'arm', 13, [-0.5, 0, 0.14, 0.6]),
    drawable('HandL', 'PartHand', 'hand', 14, [0.4, -0.6, 0.16, 0.16], {
      keys: [{ parameter: 'ParamArmLA', effect: 'y', amount: 0.3 }],
    }),
    drawable('Head', 'PartFace', 'head', 20, [0, 0.5, 0.7, 0.7], {
      keys: [...headTurn, { parameter: 'ParamAngleZ', effect: 'turn', amount: 25 }],
    }),
    ...eye('L', 0.15),
    ...eye('R', -0.15),
    drawable('Mouth', 'PartFace', 'mouth', 33, [0, 0.32, 0.16, 0.03], {
      keys: [
        ...headTurn,
        { parameter: 'ParamMouthOpenY', effect: 'height', amount: 3 },
        { parameter: 'ParamMouthForm', effect: 'width', amount: 0.5 },
      ],
    }),
    drawable('HairFront', 'PartHair', 'hairFront', 40, [0, 0.8, 0.75, 0.14], {
      keys: [...headTurn, { parameter: 'ParamHairFront', effect: 'x', amount: 0.1 }],
    }),
    drawable('Prop', 'PartFace', 'prop', 50, [0.3, 0.85, 0.12, 0.12], {
      opacity: 0,
      keys: [{ parameter: 'ParamProp', effect: 'opacity', amount: 1 }],
    }),
    drawable('HitAreaHead', 'PartFace', 'head', 60, [0, 0.5, 0.8, 0.8], { opacity: 0 }),
  ],
};

const wave = (amplitude: number): number[] => [
  0,
  0,
  1,
  0.5,
  amplitude,
  1,
  amplitude,
  1.5,
  0,
  1,
  2,
  -amplitude,
  2.5,
  -amplitude,
  3,
  0,
];

const JSON_FILES: Readonly<Record<string, unknown>> = {
  'doll.model3.json': {
    Version: 3,
    FileReferences: {
      Moc: 'doll.moc3',
      Textures: ['textures/texture_00.png'],
      Physics: 'doll.physics3.json',
      Pose: 'doll.pose3.json',
      DisplayInfo: 'doll.cdi3.json',
      UserData: 'doll.userdata3.json',
      Expressions: [{ Name: 'smile', File: 'expressions/smile.exp3.json' }],
      Motions: {
        Idle: [{ File: 'motions/idle.motion3.json', FadeInTime: 0.2 }],
        TapBody: [{ File: 'motions/wave.motion3.json' }],
      },
    },
    Groups: [
      { Target: 'Parameter', Name: 'EyeBlink', Ids: ['ParamEyeLOpen', 'ParamEyeROpen'] },
      { Target: 'Parameter', Name: 'LipSync', Ids: ['ParamMouthOpenY'] },
    ],
    HitAreas: [{ Id: 'HitAreaHead', Name: 'Head' }],
  },
  'doll.cdi3.json': {
    Version: 3,
    Parameters: [
      { Id: 'ParamAngleX', GroupId: '', Name: '角度 X' },
      { Id: 'ParamProp', GroupId: '', Name: 'Star' },
    ],
    Parts: [{ Id: 'PartHand', Name: '左手' }],
  },
  'doll.userdata3.json': {
    Version: 3,
    Meta: { UserDataCount: 1 },
    UserData: [{ Target: 'ArtMesh', Id: 'HairFront', Value: 'hair front' }],
  },
  'doll.pose3.json': {
    Type: 'Live2D Pose',
    FadeInTime: 0.5,
    Groups: [
      [
        { Id: 'PartArmA', Link: [] },
        { Id: 'PartArmB', Link: [] },
      ],
    ],
  },
  'doll.physics3.json': {
    Version: 3,
    Meta: {
      PhysicsSettingCount: 1,
      TotalInputCount: 1,
      TotalOutputCount: 1,
      VertexCount: 2,
      Fps: 60,
      EffectiveForces: { Gravity: { X: 0, Y: -1 }, Wind: { X: 0, Y: 0 } },
      PhysicsDictionary: [{ Id: 'Swing1', Name: 'Front hair' }],
    },
    PhysicsSettings: [
      {
        Id: 'Swing1',
        Input: [{ Source: { Target: 'Parameter', Id: 'ParamAngleX' }, Weight: 100, Type: 'X', Reflect: false }],
        Output: [
          {
            Destination: { Target: 'Parameter', Id: 'ParamHairFront' },
            VertexIndex: 1,
            Scale: 1.5,
            Weight: 100,
            Type: 'Angle',
            Reflect: false,
          },
        ],
        Vertices: [
          { Position: { X: 0, Y: 0 }, Mobility: 1, Delay: 1, Acceleration: 1, Radius: 0 },
          { Position: { X: 0, Y: 10 }, Mobility: 0.95, Delay: 0.9, Acceleration: 1.5, Radius: 10 },
        ],
        Normalization: { Position: { Minimum: -10, Default: 0, Maximum: 10 }, Angle: { Minimum: -10, Default: 0, Maximum: 10 } },
      },
    ],
  },
  'expressions/smile.exp3.json': {
    Type: 'Live2D Expression',
    FadeInTime: 0.4,
    FadeOutTime: 0.4,
    Parameters: [{ Id: 'ParamMouthForm', Value: 1, Blend: 'Overwrite' }],
  },
  'expressions/star.exp3.json': { Type: 'Live2D Expression', Parameters: [{ Id: 'ParamProp', Value: 1, Blend: 'Add' }] },
  'motions/idle.motion3.json': {
    Version: 3,
    Meta: { Duration: 3, Fps: 30, Loop: true, AreBeziersRestricted: true, CurveCount: 1 },
    Curves: [{ Target: 'Parameter', Id: 'ParamAngleX', Segments: wave(20) }],
  },
  'motions/wave.motion3.json': {
    Version: 3,
    Meta: { Duration: 1, Fps: 30, Loop: false, AreBeziersRestricted: true, FadeInTime: 0.1, FadeOutTime: 0.2, CurveCount: 3 },
    Curves: [
      { Target: 'Model', Id: 'EyeBlink', Segments: [0, 0, 2, 1, 0] },
      { Target: 'Parameter', Id: 'ParamArmLA', Segments: [0, 10, 0, 1, 10] },
      { Target: 'PartOpacity', Id: 'PartArmA', Segments: [0, 0, 0, 1, 0] },
      { Target: 'PartOpacity', Id: 'PartArmB', Segments: [0, 1, 0, 1, 1] },
    ],
  },
};

export interface FolderChanges {
  readonly moc?: FakeMoc;
  readonly mocVersion?: number;
  /** By path: other contents; null: the file is missing. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
}

/** All files of the model by path. */
export function live2dFolder({ moc = FAKE_MOC, mocVersion = 4, files = {} }: FolderChanges = {}): Record<string, Uint8Array> {
  const all: Record<string, Uint8Array> = {
    'doll.moc3': encodeFakeMoc(moc, mocVersion),
    'textures/texture_00.png': texturePng(),
    ...Object.fromEntries(Object.entries(JSON_FILES).map(([path, value]) => [path, bytes(JSON.stringify(value))])),
  };
  for (const [path, content] of Object.entries(files)) {
    if (content === null) delete all[path];
    else all[path] = typeof content === 'string' ? bytes(content) : content;
  }
  return all;
}

export function writeFolder(folder: string, files: Readonly<Record<string, Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
