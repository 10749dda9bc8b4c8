import { type ImageFacts, type ImageFrames, type ImageModel, parseImageModel, picturesOf } from './image-model.ts';
import { descriptionOf } from './puppet/describe-puppet.ts';
import type { Deformer, Puppet, PuppetLayer } from './puppet/puppet-format.ts';
import { standardParameter } from './standard-parameters.ts';

/**
 * Pictures that take turns, as a puppet: one layer each, which its fades show at the right moments, and a body that hops, breathes and tilts. So the
 * floor among the formats is drawn, hit, tinted and pinned to by the same code as the format above it.
 */
export const moodParameter = (name: string): string => `Picture:${name}`;
export const TALK = 'Talk';
const EYES = 'EyesOpen';
const ANY = 'AnyPicture';
const HOP = 'Hop';

/** Mouth at least so open, and eyes at most so open, bring the other picture. */
const TALKS_FROM = 0.1;
const SHUT_BELOW = 0.35;
const STEP = 0.01;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What a library wants to know of `image.json`; the pictures' sizes are told by the stage that loads them. */
export function describeImageModel(json: unknown): ImageFacts {
  const model = parseImageModel(json);
  const puppet = imagePuppet(model, () => ({ width: 1, height: 1 }));
  const description = descriptionOf(puppet);
  return {
    name: model.name,
    meta: model.meta,
    files: picturesOf(model),
    description: { ...description, textures: { count: puppet.pages.length, largest: 0 } },
  };
}

/** `sizeOf`: pixels of a picture. They are laid over each other, on a common ground line. */
export function imagePuppet(model: ImageModel, sizeOf: (file: string) => PictureSize): Puppet {
  const files = picturesOf(model);
  const sizes = files.map(sizeOf);
  const width = Math.max(...sizes.map((size) => size.width));
  const height = Math.max(...sizes.map((size) => size.height));
  const all = { x: 0, y: 0, width, height };
  return {
    format: 'yingxi-puppet',
    version: 1,
    name: model.name,
    meta: model.meta,
    canvas: { width, height },
    framing: { bust: all, half: all, full: { x: -width * 0.05, y: -height * 0.1, width: width * 1.1, height: height * 1.1 } },
    pages: files.map((file, i) => ({ file, ...(sizes[i] ?? { width: 1, height: 1 }) })),
    parameters: parametersOf(model),
    deformers: deformersOf(model, width, height),
    layers: layersOf(model, files, sizes, width, height),
    derived: derivedOf(model),
    springs: [
      {
        id: 'hop',
        group: 'hop',
        output: HOP,
        follow: [],
        hang: [{ parameter: TALK, weight: 1 }],
        frequency: 2.6,
        damping: 0.42,
        wind: 0.15,
      },
    ],
    physicsGroups: [{ id: 'hop', name: 'Hop' }],
    expressions: model.sets.map(({ name }) => ({
      name,
      fadeIn: 0,
      fadeOut: 0,
      parameters: [{ id: moodParameter(name), value: 1, blend: 'overwrite' }],
    })),
    motions: [],
    anchors: [
      { part: 'head', x: width / 2, y: height * 0.1, size: width * 0.45, parent: 'tilt' },
      { part: 'face', x: width / 2, y: height * 0.3, size: width * 0.35, parent: 'tilt' },
      { part: 'hair', x: width / 2, y: height * 0.12, size: width * 0.45, parent: 'tilt' },
      { part: 'chest', x: width / 2, y: height * 0.7, size: width * 0.5, parent: 'tilt' },
      { part: 'body', x: width / 2, y: height * 0.8, size: width * 0.6, parent: 'tilt' },
    ],
  };
}

const STANDARD = [
  'ParamAngleX',
  'ParamAngleY',
  'ParamAngleZ',
  'ParamBodyAngleZ',
  'ParamBaseX',
  'ParamBaseY',
  'ParamBreath',
  'ParamEyeLOpen',
  'ParamEyeROpen',
  'ParamMouthOpenY',
] as const;

function parametersOf(model: ImageModel): Puppet['parameters'] {
  const own = (id: string, name: string, min = 0): Puppet['parameters'][number] => ({ id, name, min, max: 1, default: 0 });
  return [
    ...STANDARD.flatMap((id) => standardParameter(id) ?? []),
    own(TALK, 'Speaking'),
    own(EYES, 'Eyes open'),
    own(HOP, 'Hop', -1),
    own(ANY, 'Any other picture'),
    ...model.sets.map(({ name }) => own(moodParameter(name), name)),
  ];
}

function derivedOf({ sets }: ImageModel): Puppet['derived'] {
  return [
    { parameter: TALK, inputs: [{ parameter: 'ParamMouthOpenY', weight: 1 }] },
    {
      parameter: EYES,
      inputs: [
        { parameter: 'ParamEyeLOpen', weight: 0.5 },
        { parameter: 'ParamEyeROpen', weight: 0.5 },
      ],
    },
    ...(sets.length === 0
      ? []
      : chunks(
          sets.map(({ name }) => ({ parameter: moodParameter(name), weight: 1 })),
          16,
        )
    ).map((inputs) => ({ parameter: ANY, inputs })),
  ];
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}

type Form = { x: number; y: number; angle: number; scaleX: number; scaleY: number; shearX: number };
const REST: Form = { x: 0, y: 0, angle: 0, scaleX: 0, scaleY: 0, shearX: 0 };

/** About the feet: she hops, breathes and leans there. */
function deformersOf({ bounce }: ImageModel, width: number, height: number): Deformer[] {
  const ends = (parameter: string, end: number, form: Partial<Form>) => ({
    axes: [{ parameter, keys: [-end, end] }],
    forms: [mapForm(form, (value) => -value), mapForm(form, (value) => value)],
  });
  const hop = height * 0.06 * bounce;
  return [
    {
      id: 'tilt',
      parent: null,
      kind: 'transform',
      pivot: { x: width / 2, y: height },
      bindings: [
        ends('ParamAngleZ', 30, { angle: 9 }),
        ends('ParamBodyAngleZ', 10, { angle: 4 }),
        ends('ParamAngleX', 30, { x: width * 0.03, shearX: 0.04 }),
        ends('ParamAngleY', 30, { y: -height * 0.012, scaleY: 0.015 }),
        ends('ParamBaseX', 10, { x: width * 0.06 }),
        ends('ParamBaseY', 10, { y: -height * 0.06 }),
        { axes: [{ parameter: 'ParamBreath', keys: [0, 1] }], forms: [REST, { ...REST, scaleY: 0.014, scaleX: -0.002 }] },
        ends(HOP, 1, { y: -hop, scaleY: hop / height / 2, scaleX: -hop / height / 3 }),
      ],
    },
  ];
}

function mapForm(form: Partial<Form>, change: (value: number) => number): Form {
  return Object.assign({ ...REST }, Object.fromEntries(Object.entries(form).map(([key, value]) => [key, change(value)])));
}

function layersOf(
  model: ImageModel,
  files: readonly string[],
  sizes: readonly PictureSize[],
  width: number,
  height: number,
): PuppetLayer[] {
  const sets = [{ name: undefined, frames: model.frames }, ...model.sets];
  return sets.flatMap(({ name, frames }, z) =>
    framesIn(frames).map((file): PuppetLayer => {
      const page = files.indexOf(file);
      const size = sizes[page] ?? { width: 1, height: 1 };
      return {
        id: name === undefined ? file : `${name}: ${file}`,
        name: file,
        page,
        source: { x: 0, y: 0, ...size },
        bounds: { x: (width - size.width) / 2, y: height - size.height, ...size },
        cells: [8, 8],
        parent: 'tilt',
        z,
        blend: 'normal',
        clip: [],
        opacity: 1,
        fades: [momentsOf(frames, file), shownWith(name, model)],
        part: 'body',
        tags: [],
      };
    }),
  );
}

/** Which of the four moments (speaking or not, eyes open or shut) the picture stands for. */
function momentsOf(frames: ImageFrames, file: string): PuppetLayer['fades'][number] {
  const at = (speaking: boolean, shut: boolean): string =>
    (speaking && shut
      ? (frames.speakingBlink ?? frames.speaking ?? frames.blink)
      : speaking
        ? frames.speaking
        : shut
          ? frames.blink
          : undefined) ?? frames.idle;
  const shown = (speaking: boolean, shut: boolean): number => (at(speaking, shut) === file ? 1 : 0);
  return {
    axes: [
      { parameter: TALK, keys: [TALKS_FROM, TALKS_FROM + STEP] },
      { parameter: EYES, keys: [SHUT_BELOW, SHUT_BELOW + STEP] },
    ],
    forms: [shown(false, true), shown(true, true), shown(false, false), shown(true, false)],
  };
}

/** The base shows while no other set does. */
function shownWith(name: string | undefined, { sets }: ImageModel): PuppetLayer['fades'][number] {
  const parameter = name === undefined ? ANY : moodParameter(name);
  return { axes: [{ parameter, keys: [0.5, 0.5 + STEP] }], forms: name === undefined ? [1, sets.length === 0 ? 1 : 0] : [0, 1] };
}

function framesIn({ idle, speaking, blink, speakingBlink }: ImageFrames): string[] {
  return [...new Set([idle, speaking, blink, speakingBlink])].filter((file) => file !== undefined);
}
