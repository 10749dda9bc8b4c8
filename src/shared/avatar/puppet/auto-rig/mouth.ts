import type { Rect } from '../puppet-format.ts';
import { centreX, type Figure, grow, type Part, union } from './art.ts';
import { turnOf } from './head.ts';
import type { LayerPlacing, RigBuilder } from './rig-builder.ts';

type Fade = NonNullable<LayerPlacing['fades']>[number];

const MOUTH_ROLES = [
  'mouth',
  'mouth-open',
  'mouth-a',
  'mouth-i',
  'mouth-u',
  'mouth-e',
  'mouth-o',
  'lip-upper',
  'lip-lower',
  'teeth',
  'tongue',
] as const;
const VOWEL_ROLES = { 'mouth-a': 'A', 'mouth-i': 'I', 'mouth-u': 'U', 'mouth-e': 'E', 'mouth-o': 'O' } as const;

export function isMouthPart(part: Part): boolean {
  return MOUTH_ROLES.some((role) => role === part.role);
}

/** What every way of opening the mouth comes to: 0 shut … 1 wide; and −1 pursed … 1 spread. */
export const OPENING = 'MouthOpening';
export const WIDTH = 'MouthWidth';

/**
 * The mouth from whatever the artist drew: a shut line and an open mouth, pictures per vowel, lips, or one picture alone. Openness and vowels add up in
 * two parameters of our own, so that a plugin may drive either.
 */
export function rigMouth(rig: RigBuilder, figure: Figure, parts: readonly Part[]): void {
  const bounds = union(parts.map(({ art }) => art.bounds));
  if (bounds === undefined) return;
  addMouthParameters(rig);
  rig.transform('mouth', turnOf('features'), { x: centreX(bounds), y: bounds.y }, [
    { axes: [{ parameter: 'ParamMouthX', keys: [-1, 1] }], form: (to) => ({ x: (to ?? 0) * figure.face.width * 0.05 }) },
  ]);
  addShape(rig, bounds);
  const kinds = new Set(parts.map(({ role }) => role));
  const vowelPictures = Object.keys(VOWEL_ROLES).some((role) => kinds.has(role as keyof typeof VOWEL_ROLES));
  const inside = openParts(parts, kinds, vowelPictures);
  const insideBounds = union(inside.map(({ art }) => art.bounds));
  if (insideBounds !== undefined) addOpening(rig, 'mouth-opening', insideBounds, 0.06);
  const masks = inside.filter(({ role }) => role !== 'teeth' && role !== 'tongue').map(({ id }) => id);

  for (const part of parts) {
    const common = { cells: [8, 4] as const, part: 'face' as const };
    if (part.role in VOWEL_ROLES) rigVowel(rig, part, kinds);
    else if (inside.includes(part))
      rig.layer(part, {
        ...common,
        cells: [8, 6],
        parent: 'mouth-opening',
        clip: part.role === 'teeth' || part.role === 'tongue' ? masks : [],
        fades: kinds.has('mouth') && part.role !== 'mouth' ? [appear(0.02, 0.06)] : [],
      });
    else if (part.role === 'lip-lower') rig.layer(part, { ...common, parent: addLip(rig, part, figure, 0.13) });
    else if (part.role === 'lip-upper') rig.layer(part, { ...common, parent: addLip(rig, part, figure, -0.02) });
    else rig.layer(part, { ...common, parent: 'mouth-shape', fades: [vanish(0.03, 0.08)] });
  }
}

/** Pictures that show the open mouth. A lone mouth is both: shut it is squashed, open it is as drawn, or stretched where a line was drawn. */
function openParts(parts: readonly Part[], kinds: ReadonlySet<Part['role']>, vowelPictures: boolean): readonly Part[] {
  if (kinds.has('mouth-open')) return parts.filter(({ role }) => role === 'mouth-open' || role === 'teeth' || role === 'tongue');
  if (vowelPictures) return [];
  return parts.filter(({ role }) => role === 'mouth' || role === 'teeth' || role === 'tongue');
}

function addMouthParameters(rig: RigBuilder): void {
  rig.parameter('ParamMouthOpenY');
  for (const vowel of ['A', 'I', 'U', 'E', 'O']) rig.parameter(`Param${vowel}`);
  rig.parameter(OPENING, { name: 'Mouth opening (all together)', min: 0, max: 1 });
  rig.parameter(WIDTH, { name: 'Mouth width (all together)', min: -1, max: 1 });
  const inputs = (weights: Readonly<Record<string, number>>) =>
    Object.entries(weights).map(([parameter, weight]) => ({ parameter, weight }));
  rig.pieces.derived.push(
    {
      parameter: OPENING,
      inputs: inputs({ ParamMouthOpenY: 1, ParamA: 1, ParamI: 0.25, ParamU: 0.3, ParamE: 0.5, ParamO: 0.75 }),
    },
    { parameter: WIDTH, inputs: inputs({ ParamA: 0.1, ParamI: 0.8, ParamU: -0.9, ParamE: 0.45, ParamO: -0.6 }) },
  );
}

/** Spread and pursed, corners up and down. */
function addShape(rig: RigBuilder, bounds: Rect): void {
  const middle = centreX(bounds);
  rig.warp(
    'mouth-shape',
    'mouth',
    grow(bounds, 0.08),
    [8, 4],
    [
      {
        axes: [{ parameter: WIDTH, keys: [-1, 0, 1] }],
        shift: (x, _y, to = 0) => ({ x: (x - middle) * (to < 0 ? to * 0.42 : to * 0.22), y: 0 }),
      },
      {
        axes: [{ parameter: 'ParamMouthForm', keys: [-1, 1] }],
        shift: (x, _y, to = 0) => {
          const u = Math.max(-1, Math.min(1, (x - middle) / (bounds.width / 2)));
          return { x: to * (x - middle) * 0.08, y: to * bounds.width * (0.06 - 0.2 * u * u) };
        },
      },
    ],
  );
}

/** Shut, the picture is a slit under its upper edge; a picture that is drawn flat is pulled down instead. */
function addOpening(rig: RigBuilder, id: string, bounds: Rect, slit: number): void {
  const flat = bounds.height < bounds.width * 0.3;
  const top = bounds.y + bounds.height * 0.1;
  const middle = centreX(bounds);
  const scale = (open: number): number => (flat ? 1 + (open * bounds.width * 0.55) / bounds.height : slit + (1 - slit) * open);
  rig.warp(
    id,
    'mouth-shape',
    grow(bounds, 0.04),
    [8, 6],
    [
      {
        axes: [{ parameter: OPENING, keys: [0, 1] }],
        shift: (x, y, open = 0) => ({ x: flat ? 0 : (x - middle) * 0.12 * (open - 1), y: (y - top) * (scale(open) - 1) }),
      },
    ],
  );
}

function addLip(rig: RigBuilder, part: Part, figure: Figure, distance: number): string {
  const { bounds } = part.art;
  return rig.transform(`${part.role}-${part.id}`, 'mouth-shape', { x: centreX(bounds), y: bounds.y }, [
    { axes: [{ parameter: OPENING, keys: [0, 1] }], form: (open) => ({ y: (open ?? 0) * figure.face.height * distance }) },
  ]);
}

/** A vowel's picture appears with its vowel; "a" also for any mouth that is merely open, "i" or "e" while it is half open. */
function rigVowel(rig: RigBuilder, part: Part, kinds: ReadonlySet<Part['role']>): void {
  const vowel = VOWEL_ROLES[part.role as keyof typeof VOWEL_ROLES];
  const shown = `Show${vowel}`;
  rig.parameter(shown, { name: `Mouth picture ${vowel}`, min: 0, max: 1 });
  const half = kinds.has('mouth-e') ? 'E' : 'I';
  const open = vowel === 'A' ? 1 : vowel === half ? 0.6 : 0;
  if (!rig.pieces.derived.some(({ parameter }) => parameter === shown))
    rig.pieces.derived.push({
      parameter: shown,
      inputs: [{ parameter: `Param${vowel}`, weight: 1 }, ...(open > 0 ? [{ parameter: 'ParamMouthOpenY', weight: open }] : [])],
    });
  const [low, high] = vowel === 'A' ? [0.42, 0.5] : [0.22, 0.3];
  rig.layer(part, {
    parent: 'mouth-shape',
    cells: [6, 4],
    part: 'face',
    fades: [{ axes: [{ parameter: shown, keys: [low, high] }], form: (value) => (value === high ? 1 : 0) }],
  });
}

const appear = (from: number, to: number): Fade => ({
  axes: [{ parameter: OPENING, keys: [from, to] }],
  form: (open) => (open === to ? 1 : 0),
});
const vanish = (from: number, to: number): Fade => ({
  axes: [{ parameter: OPENING, keys: [from, to] }],
  form: (open) => (open === to ? 0 : 1),
});
