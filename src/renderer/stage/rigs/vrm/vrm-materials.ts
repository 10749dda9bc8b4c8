import {
  MToonMaterial,
  type VRMExpression,
  VRMExpressionMaterialColorBind,
  type VRMExpressionMaterialColorType,
  VRMExpressionTextureTransformBind,
} from '@pixiv/three-vrm';
import { Color, type Material, type Mesh, SRGBColorSpace } from 'three';
import type { Tint } from '#shared/avatar/scene.ts';
import type { Moment } from '../../layers/moment.ts';
import { materialsOf, type VrmMesh } from './vrm-meshes.ts';

/** Colours of the model: what expressions change, times the tints of its meshes. */
export interface VrmMaterials {
  setTints(tints: readonly Tint[]): void;
  /** `shown`: weights of the expressions as they are drawn. */
  update(moment: Moment, shown: Float64Array): void;
  /** Another material that shows the same colours, on a cheaper level. */
  follow(material: Material, follower: Material): void;
}

interface ColorBind {
  readonly expression: number;
  /** Place in `Surface.colors`; −1: only the alpha. */
  readonly color: number;
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}
/** One material on one mesh. */
interface Surface {
  readonly material: Material;
  readonly followers: Material[];
  readonly colors: readonly Color[];
  /** As the file has them. */
  readonly base: readonly Color[];
  readonly opacity: number;
  readonly transparent: boolean;
  readonly binds: ColorBind[];
  readonly tint: Color;
  tintAlpha: number;
}

const COLORS = [
  'color',
  'shadeColorFactor',
  'emissive',
  'outlineColorFactor',
  'matcapFactor',
  'parametricRimColorFactor',
] as const;
const COLOR_OF_TYPE: Readonly<Record<VRMExpressionMaterialColorType, (typeof COLORS)[number]>> = {
  color: 'color',
  emissionColor: 'emissive',
  shadeColor: 'shadeColorFactor',
  matcapColor: 'matcapFactor',
  rimColor: 'parametricRimColorFactor',
  outlineColor: 'outlineColorFactor',
};

/**
 * Gives every mesh materials of its own: tints are per mesh, and a material that two meshes with different morph targets share makes the renderer look
 * for its program anew at every draw. Programs themselves stay shared.
 */
export function createVrmMaterials(meshes: readonly VrmMesh[], expressions: readonly VRMExpression[]): VrmMaterials {
  const byMesh = new Map<string, readonly Surface[]>();
  const byOriginal = new Map<Material, Surface[]>();
  for (const { id, mesh } of meshes) byMesh.set(id, surfacesOf(mesh, byOriginal));
  const surfaces = [...byMesh.values()].flat();
  const bound = bindExpressions(expressions, byOriginal);
  const moving = surfaces.flatMap(({ material }) => (material instanceof MToonMaterial && isMoving(material) ? [material] : []));
  for (const { material } of surfaces) if (material instanceof MToonMaterial) material.update(0);
  const seen = new Float64Array(expressions.length);
  let weights: Float64Array = seen;

  function recolour(surface: Surface): void {
    const { colors, base, binds, tint } = surface;
    let alpha = surface.opacity;
    for (let i = 0; i < colors.length; i++) {
      const color = colors[i];
      const from = base[i];
      if (color !== undefined && from !== undefined) color.copy(from);
    }
    for (const { expression, color, red, green, blue, alpha: more } of binds) {
      const weight = weights[expression] ?? 0;
      const target = colors[color];
      target?.setRGB(target.r + red * weight, target.g + green * weight, target.b + blue * weight);
      alpha += more * weight;
    }
    for (const color of colors) color.multiply(tint);
    setOpacity(surface, alpha * surface.tintAlpha);
  }

  return {
    setTints(tints) {
      for (const surface of surfaces) {
        surface.tint.setRGB(1, 1, 1);
        surface.tintAlpha = 1;
      }
      for (const { meshes: ids, red, green, blue, alpha } of tints)
        for (const surface of ids === null ? surfaces : ids.flatMap((id) => byMesh.get(id) ?? [])) {
          surface.tint.setRGB(red / 255, green / 255, blue / 255, SRGBColorSpace);
          surface.tintAlpha = alpha / 255;
        }
      for (const surface of surfaces) recolour(surface);
    },
    update(moment, shown) {
      for (let i = 0; i < moving.length; i++) moving[i]?.update(moment.dt);
      let changed = false;
      for (let i = 0; i < bound.expressions.length; i++) {
        const expression = bound.expressions[i] ?? 0;
        const weight = shown[expression] ?? 0;
        if (seen[expression] === weight) continue;
        seen[expression] = weight;
        changed = true;
      }
      if (!changed) return;
      weights = shown;
      for (const surface of surfaces) if (surface.binds.length > 0) recolour(surface);
      moveTextures(bound.textures, shown);
    },
    follow(material, follower) {
      surfaces.find((surface) => surface.material === material)?.followers.push(follower);
    },
  };
}

function surfacesOf(mesh: Mesh, byOriginal: Map<Material, Surface[]>): readonly Surface[] {
  const surfaces = materialsOf(mesh).map((original) => {
    const others = byOriginal.get(original) ?? [];
    const material = others.length === 0 ? original : original.clone();
    const colors = COLORS.flatMap((name) => colorOf(material, name) ?? []);
    const surface: Surface = {
      material,
      followers: [],
      colors,
      base: colors.map((color) => color.clone()),
      opacity: material.opacity,
      transparent: material.transparent,
      binds: [],
      tint: new Color(1, 1, 1),
      tintAlpha: 1,
    };
    byOriginal.set(original, [...others, surface]);
    return surface;
  });
  mesh.material = Array.isArray(mesh.material)
    ? surfaces.map(({ material }) => material)
    : (surfaces[0]?.material ?? mesh.material);
  return surfaces;
}

function colorOf(material: Material, name: (typeof COLORS)[number]): Color | undefined {
  const value: unknown = Reflect.get(material, name);
  return value instanceof Color ? value : undefined;
}

interface Bound {
  /** Expressions that change a material. */
  readonly expressions: readonly number[];
  readonly textures: readonly TextureBind[];
}
interface TextureBind {
  readonly expression: number;
  readonly bind: VRMExpressionTextureTransformBind;
  readonly surfaces: readonly Surface[];
}

function bindExpressions(expressions: readonly VRMExpression[], byOriginal: ReadonlyMap<Material, Surface[]>): Bound {
  const touching = new Set<number>();
  const textures: TextureBind[] = [];
  expressions.forEach(({ binds }, expression) => {
    for (const bind of binds) {
      if (bind instanceof VRMExpressionMaterialColorBind)
        for (const surface of byOriginal.get(bind.material) ?? []) surface.binds.push(colorBind(expression, bind, surface));
      else if (bind instanceof VRMExpressionTextureTransformBind)
        textures.push({ expression, bind, surfaces: byOriginal.get(bind.material) ?? [] });
      else continue;
      touching.add(expression);
    }
  });
  return { expressions: [...touching], textures };
}

function colorBind(expression: number, bind: VRMExpressionMaterialColorBind, surface: Surface): ColorBind {
  const live = colorOf(surface.material, COLOR_OF_TYPE[bind.type]);
  const color = live === undefined ? -1 : surface.colors.indexOf(live);
  const base = surface.base[color];
  const { r, g, b } = bind.targetValue;
  return {
    expression,
    color,
    red: base === undefined ? 0 : r - base.r,
    green: base === undefined ? 0 : g - base.g,
    blue: base === undefined ? 0 : b - base.b,
    // Only a surface's own colour has an alpha.
    alpha: bind.type === 'color' ? bind.targetAlpha - surface.opacity : 0,
  };
}

function moveTextures(textures: readonly TextureBind[], shown: Float64Array): void {
  for (const { bind } of textures) bind.clearAppliedWeight();
  for (const { bind, expression } of textures) bind.applyWeight(shown[expression] ?? 0);
  for (const { surfaces } of textures)
    for (const { material } of surfaces) if (material instanceof MToonMaterial) material.update(0);
}

function setOpacity({ material, followers, transparent }: Surface, opacity: number): void {
  const seeThrough = transparent || opacity < 1;
  for (const one of [material, ...followers]) {
    one.opacity = opacity;
    one.visible = opacity > 0;
    if (one.transparent !== seeThrough) {
      one.transparent = seeThrough;
      one.needsUpdate = true;
    }
    if (!(one instanceof MToonMaterial)) continue;
    const uniform = one.uniforms.opacity;
    if (uniform !== undefined) uniform.value = opacity;
    one.uniformsNeedUpdate = true;
  }
}

function isMoving(material: MToonMaterial): boolean {
  const { uvAnimationScrollXSpeedFactor: x, uvAnimationScrollYSpeedFactor: y, uvAnimationRotationSpeedFactor: turn } = material;
  return x !== 0 || y !== 0 || turn !== 0;
}
