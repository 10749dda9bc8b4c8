import { BINDING_LIMIT, type Binding } from '#shared/avatar/bindings.ts';
import type { AvatarModel } from '#shared/avatar/model.ts';
import { isProceduralExpression } from '#shared/avatar/procedural-expressions.ts';
import { normalAccelerator } from '#shared/hotkeys/accelerator.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { newBindingId } from './binding-list.ts';

/** What is in use already: keys in normal form, and on-screen slots. */
export interface TakenKeys {
  readonly accelerators: readonly string[];
  readonly slots: readonly number[];
}

const MAX_EXPRESSIONS = 40;
const MAX_MOTIONS = 20;
const MOTION_SECONDS_LIMIT = 600;
/** On-screen buttons as VTube Studio has them; the last one takes all expressions off. */
const SLOTS = 8;
const CLEAR_KEY = '0';
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

const CLEAR_NAME: Readonly<Record<Language, string>> = {
  zh: '清除全部表情',
  en: 'Remove all expressions',
  ja: '表情をすべて解除',
};

/** VRM's presets have English names; people get their own language's. Other names are the author's and stay. */
const PRESET_NAMES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  happy: { zh: '开心', en: 'Happy', ja: '喜び' },
  joy: { zh: '开心', en: 'Joy', ja: '喜び' },
  angry: { zh: '生气', en: 'Angry', ja: '怒り' },
  sad: { zh: '难过', en: 'Sad', ja: '悲しみ' },
  sorrow: { zh: '难过', en: 'Sorrow', ja: '悲しみ' },
  relaxed: { zh: '放松', en: 'Relaxed', ja: 'リラックス' },
  fun: { zh: '愉快', en: 'Fun', ja: '楽しい' },
  surprised: { zh: '惊讶', en: 'Surprised', ja: '驚き' },
};

/** These first, in this order: they are what most people reach for. */
const FIRST = [
  'happy',
  'joy',
  'smile',
  'angry',
  'sad',
  'sorrow',
  'surprised',
  'surprise',
  'relaxed',
  'fun',
  'shy',
  'blush',
  'cry',
];

/**
 * Hotkeys for what a model can do: its expressions (toggle), its motions, and one that takes all expressions off. Keys and slots are given as long as
 * there are free ones; the rest has none yet.
 */
export function defaultBindings(
  model: Pick<AvatarModel, 'id' | 'description'>,
  taken: TakenKeys,
  options: { readonly mac: boolean; readonly language: Language },
): readonly Binding[] {
  const expressions = expressionsFor(model).slice(0, MAX_EXPRESSIONS);
  const motions = model.description.motions.filter(({ duration }) => duration < MOTION_SECONDS_LIMIT).slice(0, MAX_MOTIONS);
  if (expressions.length === 0 && motions.length === 0) return [];
  const keys = freeKeys(KEYS, taken, options.mac);
  const slots = Array.from({ length: SLOTS - 1 }, (_, index) => index + 1).filter((slot) => !taken.slots.includes(slot));
  const make = (
    name: string,
    action: Binding['actions'][number]['action'],
    key: string | undefined,
    slot: number | undefined,
  ): Binding => ({
    id: newBindingId(),
    name: name.slice(0, 200),
    modelId: model.id,
    enabled: true,
    triggers: [
      ...(key === undefined ? [] : [{ type: 'key' as const, accelerator: key, global: true }]),
      ...(slot === undefined ? [] : [{ type: 'button' as const, slot }]),
    ],
    actions: [{ delay: 0, action }],
    cooldown: 0,
  });
  const made = expressions.map((name) =>
    make(
      PRESET_NAMES[name.toLowerCase()]?.[options.language] ?? name,
      { type: 'expression', name, mode: 'toggle', seconds: 0, fade: null, group: '' },
      keys.shift(),
      slots.shift(),
    ),
  );
  for (const { name, loop } of motions) made.push(make(name, { type: 'motion', name, loop }, keys.shift(), slots.shift()));
  if (expressions.length > 0) {
    const [key] = freeKeys([CLEAR_KEY], taken, options.mac);
    made.push(
      make(CLEAR_NAME[options.language], { type: 'clear-expressions' }, key, taken.slots.includes(SLOTS) ? undefined : SLOTS),
    );
  }
  return made.slice(0, BINDING_LIMIT);
}

function expressionsFor({ description }: Pick<AvatarModel, 'description'>): readonly string[] {
  const names = description.expressions.map(({ name }) => name).filter((name) => name !== '' && !isProceduralExpression(name));
  const rank = (name: string): number => {
    const at = FIRST.indexOf(name.toLowerCase());
    return at < 0 ? FIRST.length : at;
  };
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b));
}

function freeKeys(keys: readonly string[], taken: TakenKeys, mac: boolean): string[] {
  const used = new Set(taken.accelerators.map((accelerator) => normalAccelerator(accelerator, mac)));
  return keys.map((key) => `CommandOrControl+Alt+${key}`).filter((accelerator) => !used.has(normalAccelerator(accelerator, mac)));
}
