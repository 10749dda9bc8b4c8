import { z } from 'zod';
import { expressionBlendSchema, modelMetaSchema } from '#shared/avatar/model.ts';
import { bodyPartSchema } from '#shared/avatar/scene.ts';

/**
 * The open puppet format, version 1: `puppet.json` beside PNG pages. docs/puppet-format.md explains it for artists and tool makers.
 * Lengths are pixels of the puppet's canvas, y downwards; angles degrees, clockwise. Everything is drawn as in the pictures when every form is zero.
 */
export const PUPPET_VERSION = 1;

/** Far above what artists need, low enough to hold, to check and to draw. */
export const PUPPET_LIMITS = {
  canvas: 16_384,
  pageSize: 8192,
  pages: 16,
  layers: 500,
  cells: 32,
  deformers: 1000,
  warpCells: 16,
  depth: 16,
  parameters: 500,
  bindings: 12,
  keys: 9,
  springs: 200,
  derived: 200,
  inputs: 16,
  expressions: 100,
  motions: 100,
  curves: 200,
  curveKeys: 2000,
  anchors: 100,
  /** Numbers in all forms and curves together. */
  numbers: 2_000_000,
} as const;
const L = PUPPET_LIMITS;

const id = z.string().min(1).max(120);
const text = z.string().max(200);
const length = z.number().min(-100_000).max(100_000);
const parameterValue = z.number().min(-10_000).max(10_000);
const rect = z.object({ x: length, y: length, width: length.positive(), height: length.positive() });
export type Rect = z.infer<typeof rect>;
const point = z.object({ x: length, y: length });

/** A file beside puppet.json: a plain relative name, no way out of the folder. */
const fileName = z
  .string()
  .max(200)
  .regex(/^[^/\\:?#%][^\\:?#%]*\.(png|webp)$/i, 'a .png or .webp file beside puppet.json')
  .refine((name) => !name.split('/').some((part) => part === '' || part === '.' || part === '..'), 'no way out of the folder');

const pageSchema = z.object({
  file: fileName,
  width: z.number().int().min(1).max(L.pageSize),
  height: z.number().int().min(1).max(L.pageSize),
});

const parameterSchema = z
  .object({ id, name: text, min: parameterValue, max: parameterValue, default: parameterValue })
  .refine(({ min, max }) => min < max, 'min must be below max')
  .refine(({ min, max, default: fallback }) => fallback >= min && fallback <= max, 'the default lies outside of the range');

/** Keys of one parameter, rising. Between two keys forms blend in a straight line; beyond the ends they stay. */
const axis = z.object({
  parameter: id,
  keys: z
    .array(parameterValue)
    .min(2)
    .max(L.keys)
    .refine((keys) => keys.every((key, i) => i === 0 || key > (keys[i - 1] ?? key)), 'keys must rise'),
});
const axes = z.array(axis).min(1).max(2);
/** One form per key; over two axes the first axis runs fastest. Forms of several bindings add up. */
const forms = <T extends z.ZodType>(form: T) =>
  z
    .array(form)
    .min(2)
    .max(L.keys * L.keys);

const transformFormSchema = z.object({
  x: length.default(0),
  y: length.default(0),
  angle: z.number().min(-3600).max(3600).default(0),
  /** What is added to a scale of 1. */
  scaleX: z.number().min(-10).max(10).default(0),
  scaleY: z.number().min(-10).max(10).default(0),
  /** Sideways by so many pixels per pixel above the pivot. */
  shearX: z.number().min(-10).max(10).default(0),
});

const deformerBase = {
  id,
  /** The deformer that moves this one; null: none. */
  parent: id.nullable(),
};

/** Turns, scales, shears and shifts about a pivot. */
export const transformDeformerSchema = z.object({
  ...deformerBase,
  kind: z.literal('transform'),
  pivot: point,
  bindings: z.array(z.object({ axes, forms: forms(transformFormSchema) })).max(L.bindings),
});
export type TransformDeformer = z.infer<typeof transformDeformerSchema>;

/** A grid of points over `bounds`; what lies between goes along (bilinear), what lies outside goes with the nearest edge. */
export const warpDeformerSchema = z.object({
  ...deformerBase,
  kind: z.literal('warp'),
  bounds: rect,
  columns: z.number().int().min(1).max(L.warpCells),
  rows: z.number().int().min(1).max(L.warpCells),
  /** A form is x, y of each point's shift, row by row from the top left: (columns + 1) · (rows + 1) pairs. */
  bindings: z.array(z.object({ axes, forms: forms(z.array(length).max(2 * (L.warpCells + 1) ** 2)) })).max(L.bindings),
});
export type WarpDeformer = z.infer<typeof warpDeformerSchema>;

export const deformerSchema = z.discriminatedUnion('kind', [transformDeformerSchema, warpDeformerSchema]);
export type Deformer = z.infer<typeof deformerSchema>;

export const puppetBlendSchema = z.enum(['normal', 'multiply', 'add']);
export type PuppetBlend = z.infer<typeof puppetBlendSchema>;

export const layerSchema = z.object({
  id,
  /** For people. */
  name: text,
  page: z.number().int().min(0),
  /** Where the picture lies on its page, in pixels of the page. */
  source: rect,
  /** Where it lies on the canvas. Trimmed to what is not transparent: it is what the picture costs. */
  bounds: rect,
  /** Cells of the mesh across and down. 8 to 12 bend smoothly; 1 is enough for what never bends. */
  cells: z.tuple([z.number().int().min(1).max(L.cells), z.number().int().min(1).max(L.cells)]),
  parent: id.nullable(),
  /** Larger is nearer. Equal ones are drawn in the order of the list. */
  z: z.number().min(-100_000).max(100_000),
  blend: puppetBlendSchema,
  /** Drawn only where one of these layers is; empty: everywhere. */
  clip: z.array(id).max(16),
  opacity: z.number().min(0).max(1),
  /** Factors of the opacity; those of several bindings multiply. */
  fades: z.array(z.object({ axes, forms: forms(z.number().min(0).max(1)) })).max(L.bindings),
  /** What a touch on it means. */
  part: bodyPartSchema.nullable(),
  tags: z.array(text).max(50),
});
export type PuppetLayer = z.infer<typeof layerSchema>;

const weighted = z.array(z.object({ parameter: id, weight: z.number().min(-1000).max(1000) })).max(L.inputs);

/** Adds a weighted sum to a parameter, within its range; before springs, in the order of the list. */
const derivedSchema = z.object({ parameter: id, inputs: weighted.min(1) });

/**
 * A weight on a spring whose upper end is moved by `follow` (how far it is carried, in units of the output): the output is how far it lags behind. `hang`
 * is where it comes to rest. In the order of the list; one may follow another's output.
 */
export const springSchema = z.object({
  id,
  group: id,
  output: id,
  follow: weighted,
  hang: weighted,
  /** Swings a second, undamped. */
  frequency: z.number().min(0.05).max(30),
  /** 1: critical, no overshoot; 0.3 swings on; above 1 lazy. */
  damping: z.number().min(0.05).max(10),
  /** Units of the output in full wind. */
  wind: z.number().min(-1000).max(1000),
});
export type SpringDefinition = z.infer<typeof springSchema>;

const fade = z.number().min(0).max(10);
const expressionSchema = z.object({
  name: id,
  fadeIn: fade,
  fadeOut: fade,
  parameters: z.array(z.object({ id, value: parameterValue, blend: expressionBlendSchema })).max(L.parameters),
});

const curveSchema = z.object({
  parameter: id,
  /** smooth: slow at both keys; hold: the left key's value until the next. */
  easing: z.enum(['linear', 'smooth', 'hold']),
  /** Seconds and value, rising in time. */
  keys: z
    .array(z.tuple([z.number().min(0).max(3600), parameterValue]))
    .min(1)
    .max(L.curveKeys)
    .refine((keys) => keys.every(([time], i) => i === 0 || time > (keys[i - 1]?.[0] ?? time)), 'keys must rise in time'),
});

export const puppetMotionSchema = z.object({
  name: id,
  group: text,
  /** Seconds. */
  duration: z.number().positive().max(3600),
  loop: z.boolean(),
  fadeIn: fade,
  fadeOut: fade,
  curves: z.array(curveSchema).max(L.curves),
});
export type PuppetMotion = z.infer<typeof puppetMotionSchema>;

/** A place that things are pinned to: a point and a width, carried by a deformer. */
const anchorSchema = z.object({ part: bodyPartSchema, x: length, y: length, size: length.positive(), parent: id.nullable() });

export const puppetSchema = z.object({
  format: z.literal('yingxi-puppet'),
  version: z.literal(PUPPET_VERSION),
  name: text,
  meta: modelMetaSchema,
  canvas: z.object({ width: z.number().int().min(1).max(L.canvas), height: z.number().int().min(1).max(L.canvas) }),
  /** What each framing shows at its natural size. */
  framing: z.object({ bust: rect, half: rect, full: rect }),
  pages: z.array(pageSchema).min(1).max(L.pages),
  parameters: z.array(parameterSchema).max(L.parameters),
  deformers: z.array(deformerSchema).max(L.deformers),
  layers: z.array(layerSchema).min(1).max(L.layers),
  derived: z.array(derivedSchema).max(L.derived),
  springs: z.array(springSchema).max(L.springs),
  physicsGroups: z.array(z.object({ id, name: text })).max(L.springs),
  expressions: z.array(expressionSchema).max(L.expressions),
  motions: z.array(puppetMotionSchema).max(L.motions),
  anchors: z.array(anchorSchema).max(L.anchors),
});
export type Puppet = z.infer<typeof puppetSchema>;
export type PuppetInput = z.input<typeof puppetSchema>;
