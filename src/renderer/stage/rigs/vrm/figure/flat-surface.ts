import {
  Color,
  GLSL3,
  LinearMipmapNearestFilter,
  type Material,
  Matrix3,
  NoColorSpace,
  RawShaderMaterial,
  Texture,
  Vector4,
} from 'three';

/** A surface of the flat figure: the texture times the colour, and nothing else. */
export interface FlatSurface {
  readonly material: RawShaderMaterial;
  /** Takes over colour, opacity and texture transform as they are now. */
  update(): void;
  dispose(): void;
}

const VERTEX = `precision highp float;
in vec3 position; in vec2 uv;
uniform mat4 viewMatrix, projectionMatrix; uniform mat3 mapMove;
out vec2 at;
void main() { at = (mapMove * vec3(uv, 1.0)).xy; gl_Position = projectionMatrix * (viewMatrix * vec4(position, 1.0)); }`;
const FRAGMENT = `precision highp float;
uniform sampler2D map; uniform vec4 tint; uniform float cut, opaque;
in vec2 at; out vec4 colour;
void main() {
  colour = tint;
  #ifdef HAS_MAP
  colour *= texture(map, at);
  #endif
  #ifdef HAS_CUT
  if (colour.a < cut) discard;
  #endif
  colour.a = max(colour.a, opaque);
}`;

/**
 * For pictures drawn by the processor, where every step of a pixel costs: textures are read as they are stored and tinted in that very space, without the
 * way to linear light and back, and from one level of their smaller copies instead of two.
 */
export function createFlatSurface(source: Material): FlatSurface {
  const of = (key: string): unknown => Reflect.get(source, key);
  const [map, color] = [of('map'), of('color')];
  const texture = map instanceof Texture ? map : undefined;
  const stored = texture === undefined ? null : asStored(texture);
  const tint = new Vector4(1, 1, 1, 1);
  const opaque = { value: 1 };
  const { side, depthWrite, depthTest, transparent, opacity, visible, alphaTest } = source;
  const material = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    // A key without a value is no constant: surfaces of one kind share their program.
    defines: { ...(stored === null ? {} : { HAS_MAP: '' }), ...(alphaTest > 0 ? { HAS_CUT: '' } : {}) },
    uniforms: {
      map: { value: stored },
      mapMove: { value: texture?.matrix ?? new Matrix3() },
      tint: { value: tint },
      cut: { value: alphaTest },
      opaque,
    },
    ...{ side, depthWrite, depthTest, transparent, opacity, visible },
  });
  const shown = new Color();
  return {
    material,
    update() {
      if (texture?.matrixAutoUpdate === true) texture.updateMatrix();
      if (color instanceof Color) shown.copy(color).convertLinearToSRGB();
      tint.set(shown.r, shown.g, shown.b, material.opacity);
      opaque.value = material.transparent ? 0 : 1;
    },
    dispose() {
      stored?.dispose();
      material.dispose();
    },
  };
}

function asStored(texture: Texture): Texture {
  const stored = texture.clone();
  stored.colorSpace = NoColorSpace;
  stored.minFilter = LinearMipmapNearestFilter;
  stored.anisotropy = 1;
  stored.needsUpdate = true;
  return stored;
}
