import { hitAreasOf } from '#shared/avatar/cubism/model3.ts';
import type { AvatarSource } from '#shared/avatar/model.ts';
import type { Tint } from '#shared/avatar/scene.ts';
import { StudioError } from '#shared/errors.ts';
import { isSmoothed, type Rig, type RigLoader, type Smoothing } from '../rig.ts';
import { isSoftwareRendered } from '../vrm/software-renderer.ts';
import { loadCubismCore } from './cubism-core.ts';
import { type CubismPainter, loadPainter, type PainterOptions } from './cubism-painter.ts';
import { examine } from './live2d-anatomy.ts';
import { createLive2dAnchors } from './live2d-anchors.ts';
import { fetchLive2dAssets, type Live2dAssets } from './live2d-assets.ts';
import { createLive2dBody } from './live2d-body.ts';
import { createLive2dCanvas, type Live2dCanvas } from './live2d-canvas.ts';
import { createLive2dModel, type Live2dModel } from './live2d-model.ts';
import { type AlphaMap, alphaMapOf, decodeTextures, uploadTexture } from './live2d-textures.ts';
import { createLive2dTouch } from './live2d-touch.ts';
import { createLive2dView } from './live2d-view.ts';

/** Cubism 3–5 models, drawn with the Core that the user brought. */
export const live2dRigLoader: RigLoader = {
  async load(source: AvatarSource, signal: AbortSignal, smoothing: Smoothing): Promise<Rig> {
    // The Core first: without it nothing else is worth fetching.
    const core = await loadCubismCore(source.coreUrl);
    const [assets, painterOf] = await Promise.all([fetchLive2dAssets(source, signal), loadPainter()]);
    signal.throwIfAborted();
    const model = createLive2dModel(core, assets.moc, assets.mocFile);
    try {
      return await createLive2dRig(model, assets, painterOf, smoothing, signal);
    } catch (error) {
      model.dispose();
      throw error;
    }
  },
};

/** Pixels on a side of the picture that clipping masks share. */
const MASK_SIZE = 1024;
const MASK_SIZE_SOFTWARE = 256;

interface Picture {
  readonly painter: CubismPainter;
  readonly alphaMaps: readonly AlphaMap[];
  /** Of the files, pixels on the longer side. */
  readonly largest: number;
}

async function createLive2dRig(
  model: Live2dModel,
  assets: Live2dAssets,
  painterOf: (options: PainterOptions) => CubismPainter,
  smoothing: Smoothing,
  signal: AbortSignal,
): Promise<Rig> {
  const software = isSoftwareRendered();
  const surface = createLive2dCanvas(isSmoothed(smoothing, software), async () => {
    const again = await paint(surface, model, assets, painterOf, software, new AbortController().signal);
    again.painter.tints.set(picture.painter.tints);
    again.painter.screens.set(picture.painter.screens);
    picture = again;
  });
  let picture: Picture;
  try {
    picture = await paint(surface, model, assets, painterOf, software, signal);
    if (signal.aborted) throw new StudioError('cancelled', 'loading was overtaken by another avatar');
    return assembleRig(model, assets, surface, () => picture, software);
  } catch (error) {
    surface.dispose();
    throw error;
  }
}

/** Textures and painter on the rig's graphics context; again after it was lost. */
async function paint(
  surface: Live2dCanvas,
  model: Live2dModel,
  assets: Live2dAssets,
  painterOf: (options: PainterOptions) => CubismPainter,
  software: boolean,
  signal: AbortSignal,
): Promise<Picture> {
  const { gl } = surface;
  const limit: unknown = gl.getParameter(gl.MAX_TEXTURE_SIZE);
  const images = await decodeTextures(assets.textures, typeof limit === 'number' ? limit : 4096, signal);
  try {
    const alphaMaps = images.map(alphaMapOf);
    const textures = images.map((image) => uploadTexture(gl, image));
    const painter = painterOf({ gl, model, textures, maskSize: software ? MASK_SIZE_SOFTWARE : MASK_SIZE });
    return { painter, alphaMaps, largest: Math.max(0, ...images.map(({ fileSize }) => fileSize)) };
  } finally {
    for (const { bitmap } of images) bitmap.close();
  }
}

function assembleRig(
  model: Live2dModel,
  assets: Live2dAssets,
  surface: Live2dCanvas,
  picture: () => Picture,
  software: boolean,
): Rig {
  const { core, visible } = model;
  const body = createLive2dBody(model, assets, picture().largest);
  const anatomy = examine(model, assets.names);
  const view = createLive2dView(anatomy.measures);
  const anchors = createLive2dAnchors(core, anatomy, view, visible);
  const touch = createLive2dTouch({ model, anatomy, view, hitAreas: hitAreasOf(assets.model), alphaMaps: picture().alphaMaps });
  let disposed = false;

  return {
    ...body,
    canvas: surface.canvas,
    softwareRendered: software,
    costs: { full: 1, plain: 1, flat: 1 },
    get lost() {
      return surface.lost;
    },
    setView(next) {
      surface.setBackground(next.background);
      view.setView(next);
    },
    // An ArtMesh has one look: there is nothing to leave out.
    setQuality() {},
    resize(width, height, pixelRatio) {
      surface.canvas.width = Math.max(1, Math.round(width * pixelRatio));
      surface.canvas.height = Math.max(1, Math.round(height * pixelRatio));
      view.resize(width, height);
    },
    render() {
      if (surface.lost || disposed) return;
      surface.clear();
      picture().painter.draw(view.matrix, surface.canvas.width, surface.canvas.height);
    },
    setTints: (tints) => writeTints(tints, core.drawables.ids, picture().painter),
    hit: touch.hit,
    anchor: anchors.anchor,
    outline: touch.outline,
    startProbe: surface.startProbe,
    probeDone: surface.probeDone,
    dispose() {
      if (disposed) return;
      disposed = true;
      picture().painter.dispose();
      surface.dispose();
      model.dispose();
    },
  };
}

const NO_LIGHT = { red: 0, green: 0, blue: 0 };

/** The last tint of a mesh wins. */
function writeTints(tints: readonly Tint[], ids: readonly string[], painter: Pick<CubismPainter, 'tints' | 'screens'>): void {
  painter.tints.fill(1);
  painter.screens.fill(0);
  for (const tint of tints) {
    const meshes = tint.meshes === null ? undefined : new Set(tint.meshes);
    ids.forEach((id, at) => {
      if (meshes !== undefined && !meshes.has(id)) return;
      const { red, green, blue } = tint.screen ?? NO_LIGHT;
      painter.tints.set([tint.red / 255, tint.green / 255, tint.blue / 255, tint.alpha / 255], at * 4);
      painter.screens.set([red / 255, green / 255, blue / 255], at * 3);
    });
  }
}
