import { type VRMExpression, VRMExpressionMorphTargetBind } from '@pixiv/three-vrm';

/**
 * Brings weights of expressions to the morph targets of meshes. Does what three-vrm's expression manager does (binary expressions, overrides of blink, gaze
 * and mouth), but writes only what changed and allocates nothing.
 */
export interface ExpressionWeights {
  /** Asked for, 0…1, one per expression. */
  readonly wanted: Float64Array;
  /** What came of it under the override rules; binds of materials follow these. */
  readonly shown: Float64Array;
  apply(): void;
}

/** One morph target of a mesh, and the expressions that move it. */
interface Slot {
  readonly influences: number[];
  readonly index: number;
  readonly sources: number[];
  readonly weights: number[];
}
interface Override {
  readonly source: number;
  readonly blink: VRMExpression['overrideBlink'];
  readonly lookAt: VRMExpression['overrideLookAt'];
  readonly mouth: VRMExpression['overrideMouth'];
}

const BLINK = /^(blink|blinkLeft|blinkRight|eyeBlinkLeft|eyeBlinkRight)$/;
const LOOK = /^(look(Up|Down|Left|Right)|eyeLook(Up|Down|In|Out)(Left|Right))$/;
const MOUTH = /^(aa|ih|ou|ee|oh)$/;
/** Kinds of expressions that others override; 0: none. */
const BLINKS = 1;
const LOOKS = 2;
const SPEAKS = 3;

/** `names`: the standard spelling of each expression's name. Call after `VRMUtils.combineMorphs`: it moves the binds. */
export function createExpressionWeights(expressions: readonly VRMExpression[], names: readonly string[]): ExpressionWeights {
  const wanted = new Float64Array(expressions.length);
  const shown = new Float64Array(expressions.length);
  const slots = collectSlots(expressions);
  const binary = expressions.map(({ isBinary }) => isBinary);
  const overrides: Override[] = expressions
    .map(({ overrideBlink, overrideLookAt, overrideMouth }, source) => ({
      source,
      blink: overrideBlink,
      lookAt: overrideLookAt,
      mouth: overrideMouth,
    }))
    .filter(({ blink, lookAt, mouth }) => blink !== 'none' || lookAt !== 'none' || mouth !== 'none');
  const kinds = Uint8Array.from(names, (name) =>
    BLINK.test(name) ? BLINKS : LOOK.test(name) ? LOOKS : MOUTH.test(name) ? SPEAKS : 0,
  );

  /** What the overrides leave of each kind. In an array: numbers that go round a loop are boxed. */
  const left = new Float64Array(4);

  return {
    wanted,
    shown,
    apply() {
      left.fill(1);
      for (let i = 0; i < overrides.length; i++) {
        const override = overrides[i];
        if (override === undefined) continue;
        const weight = unit(wanted[override.source] ?? 0, binary[override.source] ?? false);
        left[BLINKS] = (left[BLINKS] ?? 1) - overridden(override.blink, weight);
        left[LOOKS] = (left[LOOKS] ?? 1) - overridden(override.lookAt, weight);
        left[SPEAKS] = (left[SPEAKS] ?? 1) - overridden(override.mouth, weight);
      }
      for (let i = 0; i < wanted.length; i++) {
        const kind = kinds[i] ?? 0;
        const share = kind === 0 ? 1 : Math.max(0, left[kind] ?? 1);
        const isBinary = binary[i] ?? false;
        const weight = unit(wanted[i] ?? 0, isBinary) * share;
        shown[i] = isBinary && weight < 1 ? 0 : weight;
      }
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i];
        if (slot === undefined) continue;
        let sum = 0;
        for (let k = 0; k < slot.sources.length; k++) sum += (shown[slot.sources[k] ?? 0] ?? 0) * (slot.weights[k] ?? 0);
        // Expressions that share a shape open it once.
        slot.influences[slot.index] = Math.min(1, sum);
      }
    },
  };
}

function collectSlots(expressions: readonly VRMExpression[]): Slot[] {
  const byMesh = new Map<number[], Map<number, Slot>>();
  expressions.forEach(({ binds }, source) => {
    for (const bind of binds) {
      if (!(bind instanceof VRMExpressionMorphTargetBind)) continue;
      for (const { morphTargetInfluences: influences } of bind.primitives) {
        if (influences === undefined || influences[bind.index] === undefined) continue;
        const slots = byMesh.get(influences) ?? new Map<number, Slot>();
        byMesh.set(influences, slots);
        const slot = slots.get(bind.index) ?? { influences, index: bind.index, sources: [], weights: [] };
        slots.set(bind.index, slot);
        slot.sources.push(source);
        slot.weights.push(bind.weight);
      }
    }
  });
  return [...byMesh.values()].flatMap((slots) => [...slots.values()]);
}

/** Limits to 0…1; what is no number is 0. Binary expressions are on above a half. */
function unit(value: number, isBinary: boolean): number {
  if (isBinary) return value > 0.5 ? 1 : 0;
  return value > 0 ? Math.min(1, value) : 0;
}

function overridden(rule: VRMExpression['overrideBlink'], weight: number): number {
  if (rule === 'none') return 0;
  return rule === 'blend' ? weight : weight > 0 ? 1 : 0;
}
