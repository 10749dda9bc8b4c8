import { z } from 'zod';
import { StudioError } from '#shared/errors.ts';
import { type ModelDescription, type ModelMeta, modelMetaSchema } from './model.ts';

/**
 * `image.json`: an avatar of one to a few pictures that take turns while she speaks and blinks ("PNG tuber"). docs/puppet-format.md explains it.
 */
export const IMAGE_MODEL_VERSION = 1;

const fileName = z
  .string()
  .max(200)
  .regex(/^[^/\\:?#%][^\\:?#%]*\.(png|apng|gif|webp|jpe?g)$/i, 'a picture beside image.json')
  .refine((name) => !name.split('/').some((part) => part === '' || part === '.' || part === '..'), 'no way out of the folder');

/** Whatever is missing is shown by the nearest that is there. */
const framesSchema = z.object({
  idle: fileName,
  speaking: fileName.optional(),
  blink: fileName.optional(),
  speakingBlink: fileName.optional(),
});
export type ImageFrames = z.infer<typeof framesSchema>;

/** Moods that bring out pictures of their own by themselves. */
export const IMAGE_MOODS = ['happy', 'angry', 'sad', 'relaxed', 'surprised'] as const;
export type ImageMood = (typeof IMAGE_MOODS)[number];

export const imageModelSchema = z.object({
  format: z.literal('yingxi-image'),
  version: z.literal(IMAGE_MODEL_VERSION),
  name: z.string().max(200),
  meta: modelMetaSchema,
  frames: framesSchema,
  /** Other sets of pictures. `mood` null: shown only by a hotkey. */
  sets: z
    .array(z.object({ name: z.string().min(1).max(100), mood: z.enum(IMAGE_MOODS).nullable(), frames: framesSchema }))
    .max(40),
  /** How much she hops while she speaks, 0…1. */
  bounce: z.number().min(0).max(1),
  /** Brightness while she is silent, 0…1; 1: as drawn. */
  silentBrightness: z.number().min(0).max(1),
});
export type ImageModel = z.infer<typeof imageModelSchema>;

const NO_META: ModelMeta = { author: '', licence: '', licenceUrl: '', contact: '', copyright: '', permissions: [] };

/** Reads `image.json`. Throws `invalid-input` with what is wrong where. */
export function parseImageModel(json: unknown): ImageModel {
  const parsed = imageModelSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StudioError(
    'invalid-input',
    `image.json is broken at ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'unreadable'}; correct it, or delete it and add the pictures alone`,
  );
}

/** Every picture that the model names, each once. */
export function picturesOf(model: ImageModel): readonly string[] {
  const sets = [model.frames, ...model.sets.map(({ frames }) => frames)];
  return [...new Set(sets.flatMap(({ idle, speaking, blink, speakingBlink }) => [idle, speaking, blink, speakingBlink]))].filter(
    (file) => file !== undefined,
  );
}

export interface ImageFacts {
  readonly name: string;
  readonly description: ModelDescription;
  readonly meta: ModelMeta;
  /** Every file that must lie beside `image.json`. */
  readonly files: readonly string[];
}

const PICTURE = /\.(png|apng|gif|webp|jpe?g)$/i;
const SHUT_EYES =
  /\bblink(ing)?\b|\bwink\b|\beyes? (is |are )?(closed?|shut)\b|\b(closed?|shut) eyes?\b|闭眼|閉眼|眨眼|(眼|目).?(闭|閉)|目を?(閉|と|つ)じ?|まばたき|瞬き/;
const OPEN_MOUTH =
  /\b(talk(ing)?|speak(ing)?|speech|say(ing)?|voice|sing(ing)?)\b|\bmouth (is )?open(ed)?\b|\bopen mouth\b|说话|說話|讲话|講話|张嘴|張嘴|开口|開口|張口|喋|話し|しゃべ|口.?(开|開|あ)|発声/;
const CALM =
  /\b(idle|normal|default|neutral|base|silent|silence|quiet|standby)\b|\bmouth (is )?closed?\b|\bclosed? mouth\b|默认|預設|普通|待机|待機|常态|通常|デフォ|基本|立ち絵|闭嘴|閉嘴|闭口|閉口|口閉/;
const MOODS: readonly (readonly [ImageMood, RegExp])[] = [
  ['happy', /\b(happy|smil(e|ing)|joy|laugh(ing)?|glad)\b|开心|開心|高兴|高興|笑|喜|嬉|楽/],
  ['angry', /\b(angry|anger|mad|annoyed)\b|生气|生氣|愤怒|憤怒|怒/],
  ['sad', /\b(sad|cry(ing)?|tears?|unhappy)\b|难过|難過|伤心|傷心|悲|哭|泣/],
  ['relaxed', /\b(relax(ed)?|calm|shy|sleepy)\b|放松|放鬆|害羞|照れ|眠/],
  ['surprised', /\b(surprised?|shock(ed)?|wow)\b|惊|驚|吃惊|びっくり/],
];

interface Named {
  readonly file: string;
  readonly stem: string;
  readonly speaking: boolean;
  readonly shut: boolean;
  readonly calm: boolean;
  readonly mood: ImageMood | undefined;
}

/**
 * An image model of the pictures that a streamer drops in, by what their names say in English, Chinese or Japanese. Names that say nothing are taken in
 * their order: idle, speaking, blink, both. Throws `invalid-input` when there is no picture.
 */
export function imageModelFromFiles(names: readonly string[], modelName: string): ImageModel {
  const pictures = names.filter((name) => PICTURE.test(name)).sort(naturally);
  if (pictures.length === 0)
    throw new StudioError('invalid-input', 'there is no picture among these files; add a PNG, GIF, WebP or JPEG');
  const named = pictures.map(readName);
  const plain = named.filter(({ mood }) => mood === undefined);
  const base = plain.length > 0 ? plain : named;
  const frames = framesFrom(base, base === plain);
  const used = new Set(Object.values(frames));
  const moods = IMAGE_MOODS.flatMap((mood) => {
    const own = named.filter((picture) => picture.mood === mood && !used.has(picture.file));
    return own.length === 0 ? [] : [{ name: mood, mood, frames: framesFrom(own, true) }];
  });
  for (const { frames: more } of moods) for (const file of Object.values(more)) used.add(file);
  // What is left over waits for a hotkey.
  const extras = named
    .filter(({ file }) => !used.has(file))
    .slice(0, 30)
    .map(({ file, stem }) => ({ name: stem.slice(0, 100), mood: null, frames: { idle: file } }));
  return parseImageModel({
    format: 'yingxi-image',
    version: IMAGE_MODEL_VERSION,
    name: modelName.slice(0, 200),
    meta: NO_META,
    frames,
    sets: [...moods, ...extras],
    bounce: 0.5,
    silentBrightness: 1,
  });
}

function readName(file: string): Named {
  const stem = (file.split('/').at(-1) ?? file).replace(/\.[^.]*$/, '');
  const words = stem
    .normalize('NFKC')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .toLowerCase()
    .trim();
  return {
    file,
    stem: stem.trim() || file,
    speaking: OPEN_MOUTH.test(words) || (/\bopen\b/.test(words) && !/\beyes? open\b/.test(words)),
    shut: SHUT_EYES.test(words),
    calm: CALM.test(words),
    mood: MOODS.find(([, pattern]) => pattern.test(words))?.[0],
  };
}

/** `fill`: what no name tells is filled in order. */
function framesFrom(named: readonly Named[], fill: boolean): ImageFrames {
  const find = (speaking: boolean, shut: boolean): string | undefined =>
    named.find((picture) => picture.speaking === speaking && picture.shut === shut && (speaking || shut))?.file;
  const told = { speaking: find(true, false), blink: find(false, true), speakingBlink: find(true, true) };
  const taken = new Set(Object.values(told));
  const rest = named.filter(({ file }) => !taken.has(file));
  const idle = (rest.find(({ calm }) => calm) ?? rest[0] ?? named[0])?.file ?? '';
  // Only where no name says anything do numbers count: avatar1, avatar2 …
  const silent = fill && taken.size === 1 && !named.some(({ calm }) => calm) && named.length <= 4;
  const [, second, third, fourth] = silent ? rest.map(({ file }) => file) : [];
  return compact({
    idle,
    speaking: told.speaking ?? second,
    blink: told.blink ?? third,
    speakingBlink: told.speakingBlink ?? fourth,
  });
}

function compact({
  idle,
  ...others
}: {
  idle: string;
  speaking: string | undefined;
  blink: string | undefined;
  speakingBlink: string | undefined;
}): ImageFrames {
  const frames: ImageFrames = { idle };
  if (others.speaking !== undefined && others.speaking !== idle) frames.speaking = others.speaking;
  if (others.blink !== undefined && others.blink !== idle) frames.blink = others.blink;
  if (others.speakingBlink !== undefined && others.speakingBlink !== idle) frames.speakingBlink = others.speakingBlink;
  return frames;
}

/** avatar2 before avatar10. */
function naturally(one: string, two: string): number {
  return one.localeCompare(two, 'en', { numeric: true, sensitivity: 'base' });
}
