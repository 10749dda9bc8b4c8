import { StudioError } from '#shared/errors.ts';

/** The rig's own canvas, and the signs of a graphics context that comes and goes. */
export interface Live2dCanvas {
  readonly canvas: HTMLCanvasElement;
  readonly gl: WebGL2RenderingContext;
  /** Until the context is back and `restore` has done its work. */
  readonly lost: boolean;
  setBackground(colour: string): void;
  clear(): void;
  startProbe(): void;
  probeDone(): boolean;
  dispose(): void;
}

/** `restore` makes everything anew that lay in the graphics card. */
export function createLive2dCanvas(smooth: boolean, restore: () => Promise<void>): Live2dCanvas {
  const canvas = document.createElement('canvas');
  const gl = canvas.getContext('webgl2', {
    alpha: true,
    antialias: smooth,
    premultipliedAlpha: true,
    powerPreference: 'high-performance',
  });
  if (gl === null)
    throw new StudioError(
      'unavailable',
      'this browser offers no WebGL; switch on hardware acceleration (in OBS: Settings → Advanced → Sources)',
    );
  const background = new Float32Array(4);
  let lost = false;
  let disposed = false;
  let probe: WebGLSync | null = null;
  canvas.addEventListener('webglcontextlost', (event) => {
    // Without this the browser never gives it back.
    event.preventDefault();
    lost = true;
    probe = null;
  });
  canvas.addEventListener('webglcontextrestored', () => {
    if (disposed) return;
    restore().then(
      () => {
        lost = gl.isContextLost();
      },
      // It stays lost, which the stage shows; the next loss and return tries again.
      () => {},
    );
  });
  return {
    canvas,
    gl,
    get lost() {
      return lost;
    },
    setBackground(colour) {
      background.set(rgba(colour));
    },
    clear() {
      const [red = 0, green = 0, blue = 0, alpha = 0] = background;
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.disable(gl.SCISSOR_TEST);
      gl.clearColor(red, green, blue, alpha);
      gl.clear(gl.COLOR_BUFFER_BIT);
    },
    startProbe() {
      if (lost) return;
      if (probe !== null) gl.deleteSync(probe);
      probe = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      gl.flush();
    },
    probeDone: () => probe === null || gl.getSyncParameter(probe, gl.SYNC_STATUS) === gl.SIGNALED,
    dispose() {
      disposed = true;
      gl.getExtension('WEBGL_lose_context')?.loseContext();
      canvas.remove();
    },
  };
}

/** A CSS colour as the canvas takes it, 0…1, premultiplied. */
function rgba(colour: string): readonly number[] {
  if (colour === 'transparent') return [0, 0, 0, 0];
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) return [0, 0, 0, 0];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return [(red * alpha) / 65_025, (green * alpha) / 65_025, (blue * alpha) / 65_025, alpha / 255];
}
