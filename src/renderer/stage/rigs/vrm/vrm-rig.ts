import { VRMUtils } from '@pixiv/three-vrm';
import { AmbientLight, Color, DirectionalLight, Scene, WebGLRenderer } from 'three';
import { emptyDescription, type ModelDescription } from '#shared/avatar/model.ts';
import { StudioError } from '#shared/errors.ts';
import type { Rig, RigLoader } from '../rig.ts';
import { isSoftwareRendered } from './software-renderer.ts';
import { createVrmCamera } from './vrm-camera.ts';
import { createVrmFace } from './vrm-face.ts';
import { createVrmGaze } from './vrm-gaze.ts';
import { type LoadedVrm, loadVrm } from './vrm-load.ts';
import { createVrmParameters, type VrmParameters } from './vrm-parameters.ts';
import { createVrmQuality } from './vrm-quality.ts';
import { createVrmStance } from './vrm-stance.ts';

/** VRM 0.x and 1.0 by three and three-vrm. */
export const vrmRigLoader: RigLoader = {
  async load(source, signal) {
    const loaded = await loadVrm(source, signal);
    try {
      return createVrmRig(loaded);
    } catch (error) {
      VRMUtils.deepDispose(loaded.vrm.scene);
      throw error;
    }
  },
};

function createRenderer(software: boolean): WebGLRenderer {
  const quality = { alpha: true, antialias: !software, premultipliedAlpha: true, powerPreference: 'high-performance' } as const;
  try {
    const renderer = new WebGLRenderer(quality);
    renderer.setClearColor(0x000000, 0);
    // Asking each program whether it compiled makes the first picture wait for the graphics process, program by program.
    renderer.debug.checkShaderErrors = false;
    return renderer;
  } catch (error) {
    const advice = 'switch on hardware acceleration (in OBS: Settings → Advanced → Sources)';
    throw new StudioError('unavailable', `this browser offers no WebGL; ${advice}`, { cause: error });
  }
}

function createVrmRig({ vrm, expressions, halves }: LoadedVrm): Rig {
  const software = isSoftwareRendered();
  const renderer = createRenderer(software);
  const canvas = renderer.domElement;
  const scene = new Scene();
  const key = new DirectionalLight(0xffffff, Math.PI * 0.85);
  key.position.set(0.6, 1.2, 1.6);
  scene.add(vrm.scene, key, new AmbientLight(0xffffff, 0.5));
  const parameters = createVrmParameters(expressions);
  const description = describe(parameters);
  const stance = createVrmStance(vrm, parameters);
  const face = createVrmFace(parameters, halves);
  const gaze = createVrmGaze(vrm, parameters);
  const quality = createVrmQuality(vrm.scene);
  vrm.update(0);
  vrm.springBoneManager?.reset();
  const view = createVrmCamera(vrm);
  let probe: WebGLSync | null = null;
  const gl = renderer.getContext();
  let lost = false;
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
    description,
    fine: face.fine,
    softwareRendered: software,
    get lost() {
      return lost;
    },
    setView(next) {
      setBackground(renderer, next.background);
      view.setView(next);
    },
    setQuality: quality.set,
    resize(width, height, pixelRatio) {
      renderer.setPixelRatio(pixelRatio);
      renderer.setSize(width, height, false);
      view.resize(width, height);
    },
    pose(_dt, pose, values) {
      values.set(parameters.defaults);
      stance.pose(pose, values);
      gaze.pose(pose, view.eyeToCameraPitch(), values);
      face.pose(pose, values);
    },
    motion() {},
    apply(dt, values) {
      stance.apply(values);
      face.apply(values);
      gaze.apply(values);
      vrm.update(dt);
    },
    render() {
      renderer.render(scene, view.camera);
    },
    playMotion: () => false,
    stopMotion() {},
    setIdleMotion() {},
    onMotion() {},
    setTints() {},
    setPhysics() {},
    resetPhysics() {
      vrm.springBoneManager?.reset();
    },
    hit: () => undefined,
    anchor: () => false,
    outline: () => [],
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
      quality.set('full');
      quality.dispose();
      VRMUtils.deepDispose(vrm.scene);
      renderer.dispose();
      renderer.forceContextLoss();
      canvas.remove();
    },
  };
}

function describe(parameters: VrmParameters): ModelDescription {
  return {
    ...emptyDescription,
    parameters: [...parameters.list],
    expressions: parameters.list.flatMap(({ id }, place) =>
      parameters.expressions[place] === undefined
        ? []
        : [
            {
              name: id,
              file: `${id}.exp3.json`,
              fadeIn: 0.3,
              fadeOut: 0.3,
              parameters: [{ id, value: 1, blend: 'overwrite' as const }],
            },
          ],
    ),
  };
}

function setBackground(renderer: WebGLRenderer, background: string): void {
  if (background === 'transparent') renderer.setClearColor(0x000000, 0);
  else renderer.setClearColor(new Color(background), 1);
}
