/**
 * Live2D's own framework, as the wrapper library carries it, for comparison: what authors see in Cubism's viewer is the measure of our physics and poses.
 * It only needs to believe that there is a Core.
 */
interface FrameworkModel {
  getModel(): unknown;
  getParameterCount(): number;
  getParameterIndex(id: string): number;
  getParameterValueByIndex(index: number): number;
  setParameterValueByIndex(index: number, value: number): void;
  getPartIndex(id: string): number;
  getPartOpacityByIndex(index: number): number;
  setPartOpacityByIndex(index: number, value: number): void;
}
interface Reference {
  readonly CubismPhysics: {
    create(json: unknown): {
      evaluate(model: FrameworkModel, dt: number): void;
      initialize(): void;
      setOptions(options: unknown): void;
    };
  };
  readonly CubismPose: { create(json: unknown): { updateParameters(model: FrameworkModel, dt: number): void } };
}

export async function loadFramework(): Promise<Reference> {
  Object.assign(globalThis, { window: globalThis, self: globalThis, Live2DCubismCore: { Utils: {} } });
  const module: unknown = await import('pixi-live2d-display/cubism4');
  if (typeof module !== 'object' || module === null || !('CubismPhysics' in module)) throw new Error('the framework has changed');
  return module as unknown as Reference;
}

/** A model of numbers alone. Ids that are not parameters become such, as parts do in a pose. */
export function frameworkModel(
  parameters: {
    readonly ids: readonly string[];
    readonly values: Float32Array;
    readonly minimumValues: Float32Array;
    readonly maximumValues: Float32Array;
    readonly defaultValues: Float32Array;
  },
  parts: readonly string[] = [],
  opacities = new Float32Array(parts.length),
): FrameworkModel & { readonly extra: Map<string, number> } {
  const extra = new Map<string, number>();
  const names = [...parameters.ids];
  const nameAt = (index: number): string => names[index] ?? '';
  return {
    extra,
    getModel: () => ({ parameters }),
    getParameterCount: () => parameters.ids.length,
    getParameterIndex(id) {
      if (!names.includes(id)) names.push(id);
      return names.indexOf(id);
    },
    getParameterValueByIndex: (index) =>
      index < parameters.ids.length ? (parameters.values[index] ?? 0) : (extra.get(nameAt(index)) ?? 0),
    setParameterValueByIndex(index, value) {
      if (index < parameters.ids.length) parameters.values[index] = value;
      else extra.set(nameAt(index), value);
    },
    getPartIndex: (id) => parts.indexOf(id),
    getPartOpacityByIndex: (index) => opacities[index] ?? 0,
    setPartOpacityByIndex(index, value) {
      opacities[index] = value;
    },
  };
}
