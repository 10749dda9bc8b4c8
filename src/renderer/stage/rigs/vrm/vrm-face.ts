import type { StandardParameterId } from '#shared/avatar/standard-parameters.ts';
import { FACE_CONTROLS } from '../../layers/face.ts';
import { MOUTH_NAMES, type Pose } from '../../layers/pose.ts';
import type { VrmParameters } from './vrm-parameters.ts';

/** Between a pose, parameter values and the weights of expressions. */
export interface VrmFace {
  /** Perfect-sync (ARKit) shapes are there. */
  readonly fine: boolean;
  /** What she does with her face by herself. `values` hold their defaults. */
  pose(pose: Pose, values: Float32Array): void;
  /** Writes the wanted weight of every expression: the model's, then the mouth halves. */
  apply(values: Float32Array, wanted: Float64Array): void;
}

/** A pose's control and the parameter it moves. */
interface Control {
  readonly control: number;
  readonly place: number;
  /** It moves the mouth: speech holds it down. */
  readonly mouth: boolean;
}
interface MouthHalf {
  /** Parameter of the emotion whose half it is. */
  readonly place: number;
  /** Control that moves this half alone; −1: none. */
  readonly control: number;
}

const MOUTH_CONTROL = /^(mouth|jaw|cheekPuff)/;
const FINE_MARKS = ['browInnerUp', 'mouthSmileLeft', 'eyeWideLeft'] as const;
const CONTROL_NAMES: readonly string[] = FACE_CONTROLS;
const OPENNESS = MOUTH_NAMES.length;

/** `halves`: emotions of which the mouth is an expression of its own, in the order of those expressions. */
export function createVrmFace(parameters: VrmParameters, halves: readonly string[]): VrmFace {
  const controls: Control[] = [];
  FACE_CONTROLS.forEach((control, index) => {
    const place = parameters.place(control);
    if (place >= 0) controls.push({ control: index, place, mouth: MOUTH_CONTROL.test(control) });
  });
  const mouthHalves: MouthHalf[] = halves.map((emotion) => ({
    place: parameters.place(emotion),
    control: CONTROL_NAMES.indexOf(`${emotion}:mouth`),
  }));
  const mouthAlone = new Float32Array(mouthHalves.length);
  // In an object: numbers in a closure are boxed anew with each change.
  const now = { faceMouth: 1 };
  const vowels = MOUTH_NAMES.map((name) => parameters.place(name));
  const mouthOpen = parameters.place('ParamMouthOpenY');
  const leftOpen = parameters.place('ParamEyeLOpen');
  const rightOpen = parameters.place('ParamEyeROpen');
  const weights = new Float32Array(parameters.list.length);
  const shapes = createShapeSetters(parameters);
  const { expressionPlaces } = parameters;

  return {
    fine: FINE_MARKS.every((name) => parameters.place(name) >= 0),
    pose(pose, values) {
      now.faceMouth = pose.faceMouth;
      for (let i = 0; i < controls.length; i++) {
        const one = controls[i];
        if (one === undefined) continue;
        const weight = pose.face[one.control] ?? 0;
        values[one.place] = one.mouth ? weight * pose.faceMouth : weight;
      }
      for (let i = 0; i < mouthHalves.length; i++) {
        const control = mouthHalves[i]?.control ?? -1;
        mouthAlone[i] = control < 0 ? 0 : (pose.face[control] ?? 0);
      }
      for (let i = 0; i < vowels.length; i++) write(values, vowels[i], pose.mouth[i] ?? 0);
      write(values, mouthOpen, pose.mouth[OPENNESS] ?? 0);
      write(values, leftOpen, 1 - pose.blink);
      write(values, rightOpen, 1 - pose.blink);
      shapes.posed(values);
    },
    apply(values, wanted) {
      weights.set(values);
      for (let i = 0; i < shapes.setters.length; i++) shapes.setters[i]?.(values, weights);
      for (let i = 0; i < expressionPlaces.length; i++) wanted[i] = weights[expressionPlaces[i] ?? 0] ?? 0;
      for (let i = 0; i < mouthHalves.length; i++) {
        const of = weights[mouthHalves[i]?.place ?? 0] ?? 0;
        wanted[expressionPlaces.length + i] = (of + (mouthAlone[i] ?? 0)) * now.faceMouth;
      }
    },
  };
}

/** Turns standard parameters into shapes: reads `values`, writes `weights`; both are laid out as the model's parameters. */
type ShapeSetter = (values: Float32Array, weights: Float32Array) => void;

function createShapeSetters(parameters: VrmParameters): { setters: readonly ShapeSetter[]; posed(values: Float32Array): void } {
  const mouth = mouthSetter(parameters);
  const lids = lidSetter(parameters);
  const shapes = (id: StandardParameterId, rising: readonly string[], falling: readonly string[]): ShapeSetter =>
    twoWaySetter(parameters, id, rising, falling);
  return {
    setters: [
      ...(['Left', 'Right'] as const).flatMap((side) => {
        const letter = side === 'Left' ? 'L' : 'R';
        return [
          shapes(`ParamBrow${letter}Y`, [`browOuterUp${side}`], [`browDown${side}`]),
          shapes(`ParamEye${letter}Smile`, [`eyeSquint${side}`], []),
        ];
      }),
      shapes('ParamMouthX', ['mouthLeft'], ['mouthRight']),
      shapes('ParamMouthForm', ['mouthSmileLeft', 'mouthSmileRight'], ['mouthFrownLeft', 'mouthFrownRight']),
      mouth.set,
      lids.set,
    ],
    posed(values) {
      mouth.posed(values);
      lids.posed(values);
    },
  };
}

/** A parameter whose positive way is some shapes and whose negative way is others; adds to what the shapes have. */
function twoWaySetter(
  parameters: VrmParameters,
  id: StandardParameterId,
  rising: readonly string[],
  falling: readonly string[],
): ShapeSetter {
  const from = parameters.place(id);
  const places = (names: readonly string[]): number[] =>
    names.map((name) => parameters.place(name)).filter((place) => place >= 0);
  const up = places(rising);
  const down = places(falling);
  return (values, weights) => {
    const value = from < 0 ? 0 : (values[from] ?? 0);
    if (value === 0) return;
    for (const place of value > 0 ? up : down) weights[place] = (weights[place] ?? 0) + Math.abs(value);
  };
}

/**
 * Openness rules the vowels that her own voice shapes: a tracker that shuts the mouth shuts them too, and one that opens it wider opens `aa`
 * (or the jaw). A vowel that somebody else wrote is left to them.
 */
function mouthSetter(parameters: VrmParameters): { set: ShapeSetter; posed(values: Float32Array): void } {
  const open = parameters.place('ParamMouthOpenY');
  const vowels = MOUTH_NAMES.map((name) => parameters.place(name)).filter((place) => place >= 0);
  const opener = parameters.place('aa') >= 0 ? parameters.place('aa') : parameters.place('jawOpen');
  const posed = new Float32Array(vowels.length);
  /** As she posed it, and what is left of it. In arrays of numbers, which are never boxed. */
  const posedOpen = new Float32Array(1);
  const share = new Float64Array(1);
  return {
    posed(values) {
      for (let i = 0; i < vowels.length; i++) posed[i] = values[vowels[i] ?? 0] ?? 0;
      posedOpen[0] = open < 0 ? 0 : (values[open] ?? 0);
    },
    set(values, weights) {
      const before = posedOpen[0] ?? 0;
      if (open < 0 || values[open] === before) return;
      const wanted = Math.max(0, values[open] ?? 0);
      share[0] = before > 0 ? Math.min(1, wanted / before) : 0;
      for (let i = 0; i < vowels.length; i++) {
        const place = vowels[i] ?? 0;
        if (values[place] === posed[i]) weights[place] = (values[place] ?? 0) * (share[0] ?? 0);
      }
      if (opener >= 0) weights[opener] = (weights[opener] ?? 0) + Math.max(0, wanted - before);
    },
  };
}

/**
 * Each lid by itself where the model can, so that a wink and a blink do not add up; half-shut lids leave less way to go. A lid that somebody else shuts by its
 * own shape does not blink by itself as well.
 */
function lidSetter(parameters: VrmParameters): { set: ShapeSetter; posed(values: Float32Array): void } {
  const place = (name: string): number => parameters.place(name);
  const leftOpen = place('ParamEyeLOpen');
  const rightOpen = place('ParamEyeROpen');
  const happy = place('happy');
  const relaxed = place('relaxed');
  const winks = [place('eyeBlinkLeft'), place('eyeBlinkRight')] as const;
  const lids = place('blinkLeft') >= 0 && place('blinkRight') >= 0 ? ([place('blinkLeft'), place('blinkRight')] as const) : winks;
  const both = place('blink');
  /** As she posed them: how far the lids were open, and the winks. */
  const posed = new Float32Array(4);
  const openness = (values: Float32Array, side: number, open: number, wink: number): number =>
    at(values, wink, 0) !== posed[2 + side] && at(values, open, 1) === posed[side] ? 1 : at(values, open, 1);
  const shut = (values: Float32Array, side: number, open: number, wink: number): number =>
    (1 - openness(values, side, open, wink)) *
    Math.max(0, 1 - at(values, happy, 0)) *
    (1 - 0.5 * at(values, relaxed, 0)) *
    (1 - at(values, wink, 0));
  return {
    posed(values) {
      posed[0] = at(values, leftOpen, 1);
      posed[1] = at(values, rightOpen, 1);
      posed[2] = at(values, winks[0], 0);
      posed[3] = at(values, winks[1], 0);
    },
    set(values, weights) {
      const left = shut(values, 0, leftOpen, winks[0]);
      const right = shut(values, 1, rightOpen, winks[1]);
      if (lids[0] >= 0 && lids[1] >= 0) {
        weights[lids[0]] = (weights[lids[0]] ?? 0) + left;
        weights[lids[1]] = (weights[lids[1]] ?? 0) + right;
      } else if (both >= 0) weights[both] = Math.max(weights[both] ?? 0, Math.min(left, right));
    },
  };
}

function at(values: Float32Array, place: number, absent: number): number {
  return place < 0 ? absent : (values[place] ?? absent);
}

function write(values: Float32Array, place: number | undefined, value: number): void {
  if (place !== undefined && place >= 0) values[place] = value;
}
