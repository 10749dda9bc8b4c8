import { StudioError } from '#shared/errors.ts';
import type { CoreModel } from './cubism-core.ts';
import type { Live2dModel } from './live2d-model.ts';
import { spareGarbage, type WrapperMatrix } from './wrapper-matrix.ts';

/**
 * Draws ArtMeshes: the only file that knows the wrapper library. Of pixi-live2d-display only its copy of Live2D's drawing code is used (shaders, clipping
 * masks, blend modes); its own model class updates, animates and draws in one go, in an order that is not the stage's. NOTICE: 0.5.0-beta, quirks named
 * where they are met; the successor is untitled-pixi-live2d-engine.
 */
export interface CubismPainter {
  /** Colour (premultiplied into the model's own) and opacity of each drawable, 0…1, four per drawable. Written by the rig. */
  readonly tints: Float32Array;
  /** Light laid over the model's own by screening, 0…1, three per drawable. Written by the rig. */
  readonly screens: Float32Array;
  /** `matrix`: model units to the picture. Size in device pixels. */
  draw(matrix: Float32Array, width: number, height: number): void;
  dispose(): void;
}

export interface PainterOptions {
  readonly gl: WebGL2RenderingContext;
  readonly model: Live2dModel;
  readonly textures: readonly WebGLTexture[];
  /** Pixels on a side of the pictures that clipping masks share. */
  readonly maskSize: number;
}

interface Colour {
  R: number;
  G: number;
  B: number;
  A: number;
}
interface FrameworkModel {
  getMultiplyColor(index: number): Colour;
  getScreenColor(index: number): Colour;
  getDrawableOpacity(index: number): number;
  getDrawableBlendMode(index: number): number;
  getDrawableRenderOrders(): Int32Array;
  getDrawableDynamicFlagIsVisible(index: number): boolean;
  getDrawableDynamicFlagVertexPositionsDidChange(index: number): boolean;
}
interface FrameworkRenderer {
  initialize(model: FrameworkModel, maskBuffers: number): void;
  setClippingMaskBufferSize(size: number): void;
  setIsPremultipliedAlpha(enable: boolean): void;
  startUp(gl: WebGL2RenderingContext): void;
  bindTexture(index: number, texture: WebGLTexture): void;
  getMvpMatrix(): { setMatrix(values: Float32Array): void };
  setRenderState(framebuffer: WebGLFramebuffer | null, viewport: readonly number[]): void;
  doDrawModel(): void;
  release(): void;
  getModelColor(): Colour;
}
interface FrameworkShader {
  setGl(gl: WebGL2RenderingContext): void;
  release(): void;
}
interface Framework {
  readonly CubismMatrix44: { readonly prototype: WrapperMatrix };
  readonly CubismModel: new (model: CoreModel) => FrameworkModel;
  readonly CubismRenderer_WebGL: new () => FrameworkRenderer;
  readonly CubismShader_WebGL: (new () => FrameworkShader) & { getInstance(): FrameworkShader };
}

/** Clipping masks that one mask picture holds when there are several, and alone. */
const MASKS_PER_PICTURE = 32;
const MASKS_ALONE = 36;
const MOST_PICTURES = 8;

let framework: Promise<Framework> | undefined;
/** Of the painter that draws now. The wrapper has one for all canvases. */
let shader: FrameworkShader | undefined;

/** The Core's script must have run: the library throws without it. */
export async function loadPainter(): Promise<(options: PainterOptions) => CubismPainter> {
  framework ??= import('pixi-live2d-display/cubism4').then((module: unknown) => {
    if (!isFramework(module))
      throw new StudioError('internal', 'pixi-live2d-display lacks its drawing classes; reinstall the program');
    spareGarbage(module.CubismMatrix44.prototype);
    module.CubismShader_WebGL.getInstance = () => {
      if (shader === undefined) throw new StudioError('internal', 'a Live2D picture was drawn outside of its painter');
      return shader;
    };
    return module;
  });
  const loaded = await framework;
  return (options) => createPainter(loaded, options);
}

function createPainter(
  { CubismModel, CubismRenderer_WebGL, CubismShader_WebGL }: Framework,
  options: PainterOptions,
): CubismPainter {
  const { gl, textures } = options;
  const { core } = options.model;
  const { drawables } = core;
  const masks = countMasks(core);
  const pictures = masks <= MASKS_ALONE ? 1 : Math.ceil(masks / MASKS_PER_PICTURE);
  if (pictures > MOST_PICTURES)
    throw new StudioError(
      'too-large',
      `the model uses ${masks} different clipping masks, ${MASKS_PER_PICTURE * MOST_PICTURES} can be drawn; merge masks in the Cubism Editor`,
    );
  const tints = new Float32Array(drawables.count * 4).fill(1);
  const screens = new Float32Array(drawables.count * 3);
  const model = new CubismModel(core);
  overrideModel(model, options.model, tints, screens);
  const renderer = new CubismRenderer_WebGL();
  const own = new CubismShader_WebGL();
  own.setGl(gl);
  const colour: Colour = { R: 1, G: 1, B: 1, A: 1 };
  renderer.getModelColor = () => {
    // The library multiplies into what it gets, and would make a new object per mesh.
    colour.R = colour.G = colour.B = colour.A = 1;
    return colour;
  };
  renderer.initialize(model, pictures);
  if (masks > 0) renderer.setClippingMaskBufferSize(options.maskSize);
  renderer.setIsPremultipliedAlpha(true);
  shader = own;
  renderer.startUp(gl);
  for (const [at, texture] of textures.entries()) renderer.bindTexture(at, texture);
  const viewport = [0, 0, 0, 0];

  return {
    tints,
    screens,
    draw(matrix, width, height) {
      shader = own;
      viewport[2] = width;
      viewport[3] = height;
      renderer.setRenderState(null, viewport);
      renderer.getMvpMatrix().setMatrix(matrix);
      gl.viewport(0, 0, width, height);
      // Not `drawModel`: it asks the graphics card for some twenty states before each picture, to put them back. The canvas is ours alone.
      renderer.doDrawModel();
    },
    dispose() {
      own.release();
      // NOTICE: release() of a model without masks fails in 0.5.0-beta; there the context's own end frees the three buffers.
      if (masks > 0) renderer.release();
      if (shader === own) shader = undefined;
    },
  };
}

/** Per drawable the library asks the model; answers are written into one object instead of a new one each. */
function overrideModel(
  model: FrameworkModel,
  { core: { drawables }, visible, renderOrders, blends: { modes } }: Live2dModel,
  tints: Float32Array,
  screens: Float32Array,
): void {
  const multiply: Colour = { R: 1, G: 1, B: 1, A: 1 };
  const screen: Colour = { R: 0, G: 0, B: 0, A: 1 };
  model.getMultiplyColor = (index) => {
    const at = index * 4;
    multiply.R = (drawables.multiplyColors?.[at] ?? 1) * (tints[at] ?? 1);
    multiply.G = (drawables.multiplyColors?.[at + 1] ?? 1) * (tints[at + 1] ?? 1);
    multiply.B = (drawables.multiplyColors?.[at + 2] ?? 1) * (tints[at + 2] ?? 1);
    return multiply;
  };
  model.getScreenColor = (index) => {
    const at = index * 4;
    screen.R = screened(drawables.screenColors?.[at] ?? 0, screens[index * 3] ?? 0);
    screen.G = screened(drawables.screenColors?.[at + 1] ?? 0, screens[index * 3 + 1] ?? 0);
    screen.B = screened(drawables.screenColors?.[at + 2] ?? 0, screens[index * 3 + 2] ?? 0);
    return screen;
  };
  model.getDrawableOpacity = (index) => (drawables.opacities[index] ?? 1) * (tints[index * 4 + 3] ?? 1);
  if (modes !== undefined) model.getDrawableBlendMode = (index) => modes[index] ?? 0;
  // NOTICE: 0.5.0-beta reads them where Cores from 6.0 have none (guansss/pixi-live2d-display#177).
  model.getDrawableRenderOrders = renderOrders;
  model.getDrawableDynamicFlagIsVisible = visible;
  // Asked of masks only. A mask that did not move since the last picture is as good as one that did, and without it its eyes would vanish.
  model.getDrawableDynamicFlagVertexPositionsDidChange = () => true;
}

const screened = (one: number, other: number): number => one + other - one * other;

/** Different sets of masks: each takes a place in a mask picture. */
function countMasks({ drawables }: CoreModel): number {
  const sets = new Set<string>();
  for (let i = 0; i < drawables.count; i++) {
    const count = drawables.maskCounts[i] ?? 0;
    if (count > 0) sets.add([...(drawables.masks[i] ?? []).slice(0, count)].sort((a, b) => a - b).join());
  }
  return sets.size;
}

function isFramework(module: unknown): module is Framework {
  const has = (name: string): boolean =>
    typeof module === 'object' && module !== null && typeof Reflect.get(module, name) === 'function';
  return has('CubismMatrix44') && has('CubismModel') && has('CubismRenderer_WebGL') && has('CubismShader_WebGL');
}
