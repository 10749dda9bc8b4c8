import type { CoreModel, CubismCore } from './cubism-core.ts';

/** The three blends that can be drawn, by the wrapper library's numbers. */
const DRAWN = { normal: 0, add: 1, multiply: 2 } as const;
type Drawn = (typeof DRAWN)[keyof typeof DRAWN];

export interface CubismBlends {
  /** What each drawable is drawn with; undefined: the Core has flags for it, which the wrapper library reads by itself. */
  readonly modes: Uint8Array | undefined;
  /** Drawables and offscreen pictures of Cubism 5.3 that look simpler here than their author meant. */
  readonly simplified: number;
}

/** Colour blends as a Core names them, for its own numbers of them differ with its age. The compatible ones are those from before Cubism 5.3. */
const EXACT: readonly (readonly [string, Drawn])[] = [
  ['Normal', DRAWN.normal],
  ['AddCompatible', DRAWN.add],
  ['MultiplyCompatible', DRAWN.multiply],
];
/** What comes near: those that can only make it lighter, and those that can only make it darker. All others are laid over as they are. */
const NEAR: readonly (readonly [string, Drawn])[] = [
  ...['Add', 'AddGlow', 'Lighten', 'Screen', 'ColorDodge'].map((name) => [name, DRAWN.add] as const),
  ...['Darken', 'Multiply', 'ColorBurn', 'LinearBurn'].map((name) => [name, DRAWN.multiply] as const),
];

/** How the drawables of a model blend. Models and Cores from before Cubism 5.3 have nothing that is simplified. */
export function blendsOf(core: CubismCore, { drawables, offscreens }: Pick<CoreModel, 'drawables' | 'offscreens'>): CubismBlends {
  const pictures = offscreens?.count ?? 0;
  const { blendModes } = drawables;
  if (blendModes === undefined) return { modes: undefined, simplified: pictures };
  const exact = byNumber(core, EXACT);
  const near = byNumber(core, NEAR);
  const over = numberOf(core, 'AlphaBlendType_Over') ?? 0;
  const modes = new Uint8Array(drawables.count);
  let simplified = pictures;
  for (let i = 0; i < modes.length; i++) {
    // The colour's blend in the low byte, that of the coverage in the next.
    const [colour, alpha] = [(blendModes[i] ?? 0) & 0xff, ((blendModes[i] ?? 0) >> 8) & 0xff];
    modes[i] = exact.get(colour) ?? near.get(colour) ?? DRAWN.normal;
    if (!exact.has(colour) || alpha !== over) simplified++;
  }
  return { modes, simplified };
}

function byNumber(core: CubismCore, names: readonly (readonly [string, Drawn])[]): ReadonlyMap<number, Drawn> {
  return new Map(
    names.flatMap(([name, drawn]) => {
      const number = numberOf(core, `ColorBlendType_${name}`);
      return number === undefined ? [] : [[number, drawn] as const];
    }),
  );
}

function numberOf(core: CubismCore, name: string): number | undefined {
  const value: unknown = Reflect.get(core, name);
  return typeof value === 'number' ? value : undefined;
}
