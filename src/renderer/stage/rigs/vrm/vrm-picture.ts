import type { VRM } from '@pixiv/three-vrm';
import { AmbientLight, Color, DirectionalLight, type Object3D, Scene, WebGLRenderer } from 'three';
import { StudioError } from '#shared/errors.ts';
import type { View } from '../rig.ts';
import type { BodyMeasure } from './body-measure.ts';
import { takeSoftwareCanvas } from './software-renderer.ts';
import { createVrmCamera, type VrmCamera } from './vrm-camera.ts';

/** Light, camera and canvas. */
export interface VrmPicture {
  readonly canvas: HTMLCanvasElement;
  readonly view: VrmCamera;
  readonly lost: boolean;
  setView(view: View): void;
  resize(width: number, height: number, pixelRatio: number): void;
  /** `drawn`: the part of the scene that is seen. */
  render(drawn: Object3D): void;
  startProbe(): void;
  probeDone(): boolean;
  dispose(): void;
}

export function createVrmPicture(vrm: VRM, measure: BodyMeasure, smooth: boolean): VrmPicture {
  const renderer = createRenderer(smooth);
  const canvas = renderer.domElement;
  const scene = new Scene();
  const key = new DirectionalLight(0xffffff, Math.PI * 0.85);
  key.position.set(0.6, 1.2, 1.6);
  scene.add(vrm.scene, key, new AmbientLight(0xffffff, 0.5));
  const view = createVrmCamera(measure);
  const gl = renderer.getContext();
  let probe: WebGLSync | null = null;
  let lost = false;
  let compiled: Object3D | undefined;
  // three itself asks for the context back and sets everything up again.
  canvas.addEventListener('webglcontextlost', () => {
    lost = true;
    probe = null;
  });
  canvas.addEventListener('webglcontextrestored', () => {
    lost = false;
  });

  return {
    canvas,
    view,
    get lost() {
      return lost;
    },
    setView(next) {
      setBackground(renderer, next.background);
      view.setView(next);
    },
    resize(width, height, pixelRatio) {
      renderer.setPixelRatio(pixelRatio);
      renderer.setSize(width, height, false);
      view.resize(width, height);
    },
    render(drawn) {
      // All programs are asked for before the first is waited for.
      if (compiled !== drawn) renderer.compile(drawn, view.camera, scene);
      compiled = drawn;
      renderer.render(scene, view.camera);
    },
    startProbe() {
      if (lost || !(gl instanceof WebGL2RenderingContext)) return;
      if (probe !== null) gl.deleteSync(probe);
      probe = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      gl.flush();
    },
    probeDone() {
      if (probe === null || !(gl instanceof WebGL2RenderingContext)) return true;
      return gl.getSyncParameter(probe, gl.SYNC_STATUS) === gl.SIGNALED;
    },
    dispose() {
      renderer.dispose();
      renderer.forceContextLoss();
      canvas.remove();
    },
  };
}

function createRenderer(smooth: boolean): WebGLRenderer {
  const quality = { alpha: true, antialias: smooth, premultipliedAlpha: true, powerPreference: 'high-performance' } as const;
  const canvas = smooth ? undefined : takeSoftwareCanvas();
  try {
    const renderer = new WebGLRenderer(canvas === undefined ? quality : { ...quality, canvas });
    renderer.setClearColor(0x000000, 0);
    // Asking each program whether it compiled makes the first picture wait for the graphics process, program by program.
    renderer.debug.checkShaderErrors = false;
    return renderer;
  } catch (error) {
    const advice = 'switch on hardware acceleration (in OBS: Settings → Advanced → Sources)';
    throw new StudioError('unavailable', `this browser offers no WebGL; ${advice}`, { cause: error });
  }
}

function setBackground(renderer: WebGLRenderer, background: string): void {
  if (background === 'transparent') renderer.setClearColor(0x000000, 0);
  else renderer.setClearColor(new Color(background), 1);
}
