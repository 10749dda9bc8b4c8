import { DEFAULT_AVATARS } from '#shared/avatar/generator/default-avatars.ts';
import {
  ACCESSORIES,
  type AvatarOptions,
  avatarOptionsSchema,
  BANG_STYLES,
  EYE_SHAPES,
  HAIR_STYLES,
  LEGWEARS,
  OUTFITS,
} from '#shared/avatar/generator/options.ts';

/** The look that is being made, with the way back. */
export interface LookDraft {
  readonly options: AvatarOptions;
  /** Newest last; at most `KEPT_STEPS`. */
  readonly past: readonly AvatarOptions[];
  readonly future: readonly AvatarOptions[];
}
export type LookStep =
  | { readonly type: 'change'; readonly options: AvatarOptions }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' };

const KEPT_STEPS = 100;
const STORAGE_KEY = 'yingxi.avatar-maker';

/** Pure, for React's useReducer. */
export function stepLook(draft: LookDraft, step: LookStep): LookDraft {
  const { options, past, future } = draft;
  if (step.type === 'change') {
    if (JSON.stringify(step.options) === JSON.stringify(options)) return draft;
    return { options: step.options, past: [...past, options].slice(-KEPT_STEPS), future: [] };
  }
  const from = step.type === 'undo' ? past.at(-1) : future[0];
  if (from === undefined) return draft;
  return step.type === 'undo'
    ? { options: from, past: past.slice(0, -1), future: [options, ...future] }
    : { options: from, past: [...past, options], future: future.slice(1) };
}

/** The look that was made last on this computer, else the first that ships. */
export function openLook(storage: Pick<Storage, 'getItem'>): LookDraft {
  return draftOf(remembered(storage) ?? firstLook());
}

export const draftOf = (options: AvatarOptions): LookDraft => ({ options, past: [], future: [] });

export function keepLook(storage: Pick<Storage, 'setItem'>, options: AvatarOptions): void {
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify(options));
  } catch {
    // A full or forbidden store only costs the memory of the last look.
  }
}

function remembered(storage: Pick<Storage, 'getItem'>): AvatarOptions | undefined {
  try {
    return avatarOptionsSchema.safeParse(JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null')).data;
  } catch {
    return undefined;
  }
}

function firstLook(): AvatarOptions {
  const [first] = DEFAULT_AVATARS;
  if (first === undefined) throw new RangeError('no avatar ships');
  return first.options;
}

/** Shapes freely mixed; colours of one shipped look, turned together around the wheel, so that they go with each other. `random`: 0 ≤ x < 1. */
export function surprise(name: string, random: () => number): AvatarOptions {
  const pick = <T>(choices: readonly [T, ...T[]]): T => choices[Math.floor(random() * choices.length)] ?? choices[0];
  const base = DEFAULT_AVATARS[Math.floor(random() * DEFAULT_AVATARS.length)]?.options ?? firstLook();
  const turn = Math.floor(random() * 360);
  const turned = (colour: string): string => turnHue(colour, turn);
  return {
    name,
    hair: {
      ...base.hair,
      style: pick(HAIR_STYLES),
      bangs: pick(BANG_STYLES),
      ahoge: random() < 0.4,
      root: turned(base.hair.root),
      tip: turned(base.hair.tip),
      inner: turned(base.hair.inner),
      brows: turned(base.hair.brows),
    },
    eyes: { ...base.eyes, shape: pick(EYE_SHAPES), left: turned(base.eyes.left), right: turned(base.eyes.right) },
    skin: base.skin,
    outfit: {
      ...base.outfit,
      style: pick(OUTFITS),
      legwear: pick(LEGWEARS),
      main: turned(base.outfit.main),
      second: turned(base.outfit.second),
      accent: turned(base.outfit.accent),
    },
    accessory: { style: pick(ACCESSORIES), main: turned(base.accessory.main), accent: turned(base.accessory.accent) },
  };
}

/** `#rrggbb` with its hue turned by so many degrees; lightness and saturation stay (HSL). */
export function turnHue(colour: string, degrees: number): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  const spread = most - least;
  const light = (most + least) / 2;
  const sector =
    spread === 0
      ? 0
      : most === red
        ? ((green - blue) / spread + 6) % 6
        : most === green
          ? (blue - red) / spread + 2
          : (red - green) / spread + 4;
  const hue = (sector * 60 + degrees + 360) % 360;
  const reach = spread === 0 ? 0 : (spread / (1 - Math.abs(2 * light - 1))) * Math.min(light, 1 - light);
  const channel = (n: number): string => {
    const k = (n + hue / 30) % 12;
    const value = light - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
