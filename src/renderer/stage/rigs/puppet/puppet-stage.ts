import type { PuppetBody } from '#shared/avatar/puppet/body.ts';
import type { Puppet } from '#shared/avatar/puppet/puppet-format.ts';
import { StudioError } from '#shared/errors.ts';
import type { Quality } from '../../render/governor.ts';
import type { Rig } from '../rig.ts';
import { isSoftwareRendered } from '../vrm/software-renderer.ts';
import { createPuppetCamera } from './puppet-camera.ts';
import type { PuppetPage } from './puppet-pages.ts';
import { createPuppetRenderer, type PuppetRenderer } from './puppet-renderer.ts';
import { createPuppetTouch, type PuppetTouch } from './puppet-touch.ts';

/** What a quality costs: share of the mesh's cells, of the window's pixels, and of those for masks. */
const QUALITIES: Readonly<Record<Quality, { readonly detail: number; readonly pixels: number; readonly masks: number }>> = {
  full: { detail: 1, pixels: 1, masks: 1 },
  plain: { detail: 1, pixels: 1, masks: 0.5 },
  flat: { detail: 0.5, pixels: 0.7, masks: 0.5 },
};

/** A puppet's canvas: graphics context, camera, quality, and what happens when the context goes. */
export interface PuppetStage
  extends Pick<
    Rig,
    | 'canvas'
    | 'softwareRendered'
    | 'lost'
    | 'setView'
    | 'setQuality'
    | 'resize'
    | 'render'
    | 'setTints'
    | 'startProbe'
    | 'probeDone'
    | 'dispose'
  > {
  /** The geometry in use; another one after a change of quality. */
  readonly body: PuppetBody;
  readonly touch: PuppetTouch;
  /** Another picture on a page, of the same size: animations. */
  setPage(index: number, picture: TexImageSource): void;
  setBrightness(share: Float32Array): void;
}

export async function createPuppetStage(
  puppet: Puppet,
  pages: readonly PuppetPage[],
  bodyAt: (detail: number) => PuppetBody,
  signal: AbortSignal,
): Promise<PuppetStage> {
  const canvas = document.createElement('canvas');
  const gl = openContext(canvas);
  const software = isSoftwareRendered();
  const camera = createPuppetCamera(puppet.framing);
  const bodies = new Map<number, PuppetBody>();
  let quality: Quality = 'full';
  let body = bodyOf(1);
  let tints: readonly Parameters<Rig['setTints']>[0][number][] = [];
  let [width, height, ratio] = [1, 1, 1];
  let lost = false;
  let brightness: Float32Array = Float32Array.of(1);
  let probe: WebGLSync | null = null;
  let renderer = await createRenderer(signal);

  function bodyOf(detail: number): PuppetBody {
    const known = bodies.get(detail) ?? bodyAt(detail);
    bodies.set(detail, known);
    return known;
  }

  async function createRenderer(until: AbortSignal): Promise<PuppetRenderer> {
    const made = createPuppetRenderer(gl, body, pages, !software);
    try {
      const largest: unknown = gl.getParameter(gl.MAX_TEXTURE_SIZE);
      for (const [index, page] of pages.entries()) {
        const bitmap = await page.decode(typeof largest === 'number' ? largest : 4096);
        made.setPage(index, bitmap);
        bitmap.close();
        until.throwIfAborted();
      }
      return made;
    } catch (error) {
      made.dispose();
      loseContext(gl);
      throw error;
    }
  }

  function applySize(): void {
    const { pixels, masks } = QUALITIES[quality];
    canvas.width = Math.max(1, Math.round(width * ratio * pixels));
    canvas.height = Math.max(1, Math.round(height * ratio * pixels));
    renderer.resize(canvas.width, canvas.height, masks);
    camera.resize(width, height);
  }

  function applyTints(): void {
    const all = renderer.tints.fill(1);
    for (const { meshes, red, green, blue, alpha } of tints) {
      const chosen = meshes === null ? undefined : new Set(meshes);
      body.meshes.forEach(({ layer }, i) => {
        if (chosen === undefined || chosen.has(layer.id)) all.set([red / 255, green / 255, blue / 255, alpha / 255], i * 4);
      });
    }
  }

  const closed = new AbortController();
  canvas.addEventListener('webglcontextlost', (event) => {
    // Only who says so gets it back.
    event.preventDefault();
    lost = true;
    probe = null;
  });
  canvas.addEventListener('webglcontextrestored', () => {
    createRenderer(closed.signal).then(
      (made) => {
        renderer = made;
        lost = false;
        applySize();
        applyTints();
      },
      // Lost again, or disposed of; the next restoration tries anew.
      () => {},
    );
  });

  return {
    canvas,
    softwareRendered: software,
    get lost() {
      return lost;
    },
    get body() {
      return body;
    },
    touch: createPuppetTouch(puppet, () => body, pages, camera),
    setPage(index, picture) {
      if (!lost) renderer.setPage(index, picture);
    },
    setBrightness(share) {
      brightness = share;
    },
    setView(view) {
      canvas.style.background = view.background === 'transparent' ? '' : view.background;
      camera.setView(view);
    },
    setQuality(next) {
      if (next === quality) return;
      quality = next;
      body = bodyOf(QUALITIES[next].detail);
      renderer.setBody(body);
      applySize();
    },
    resize(nextWidth, nextHeight, nextRatio) {
      [width, height, ratio] = [nextWidth, nextHeight, nextRatio];
      applySize();
    },
    render() {
      if (!lost) renderer.draw(camera.matrix, brightness);
    },
    setTints(next) {
      tints = next;
      applyTints();
    },
    startProbe() {
      if (lost) return;
      if (probe !== null) gl.deleteSync(probe);
      probe = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      gl.flush();
    },
    probeDone: () => probe === null || gl.getSyncParameter(probe, gl.SYNC_STATUS) === gl.SIGNALED,
    dispose() {
      closed.abort();
      if (!lost) renderer.dispose();
      lost = true;
      loseContext(gl);
      canvas.remove();
    },
  };
}

function openContext(canvas: HTMLCanvasElement): WebGL2RenderingContext {
  // Layers carry their own soft edges: multisampling would cost and show nothing.
  const gl = canvas.getContext('webgl2', {
    alpha: true,
    premultipliedAlpha: true,
    antialias: false,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  });
  if (gl === null)
    throw new StudioError(
      'unavailable',
      'this browser offers no WebGL 2; switch on hardware acceleration (in OBS: Settings → Advanced → Sources)',
    );
  return gl;
}

/** Gives the context back at once: browsers keep only a few. */
function loseContext(gl: WebGL2RenderingContext): void {
  gl.getExtension('WEBGL_lose_context')?.loseContext();
}
