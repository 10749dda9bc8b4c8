import { type VRM, VRMLoaderPlugin, VRMUtils } from '@pixiv/three-vrm';
import { AmbientLight, Color, DirectionalLight, Scene, WebGLRenderer } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { POSE_ANGLES, type Pose } from '../../layers/pose.ts';
import type { Rig, RigLoader, View } from '../rig.ts';
import { isSoftwareRendered } from './software-renderer.ts';
import { createVrmCamera } from './vrm-camera.ts';
import { createVrmExpressions, type VrmExpressions } from './vrm-expressions.ts';
import { createVrmGaze } from './vrm-gaze.ts';
import { createVrmQuality } from './vrm-quality.ts';
import { createVrmStance } from './vrm-stance.ts';

/** VRM 0.x and 1.0 by three and three-vrm. */
export const vrmRigLoader: RigLoader = {
  async load(file, name, signal) {
    const { vrm, expressions } = await loadVrm(file, name, signal);
    try {
      return createVrmRig(vrm, expressions);
    } catch (error) {
      VRMUtils.deepDispose(vrm.scene);
      throw error;
    }
  },
};

async function loadVrm(file: ArrayBuffer, name: string, signal: AbortSignal): Promise<{ vrm: VRM; expressions: VrmExpressions }> {
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  const gltf = await loader.parseAsync(file, '').catch((error: unknown) => {
    throw new StudioError(
      'invalid-input',
      `the avatar ${name} cannot be read (${messageFromUnknown(error)}); choose a .vrm file`,
      { cause: error },
    );
  });
  const vrm: VRM | undefined = gltf.userData.vrm;
  if (vrm === undefined) throw new StudioError('invalid-input', `the avatar ${name} is a 3D file but no VRM; choose a .vrm file`);
  if (signal.aborted) {
    VRMUtils.deepDispose(vrm.scene);
    throw new StudioError('cancelled', `loading ${name} was overtaken by another avatar`);
  }
  return { vrm, expressions: optimise(vrm) };
}

/** Everything here stalls for a moment, which is why it happens once, before the first picture. */
function optimise(vrm: VRM): VrmExpressions {
  VRMUtils.removeUnnecessaryVertices(vrm.scene);
  VRMUtils.combineSkeletons(vrm.scene);
  const expressions = createVrmExpressions(vrm);
  VRMUtils.combineMorphs(vrm);
  VRMUtils.rotateVRM0(vrm);
  // Bounds do not follow bones and morphs: parts would vanish at the picture's edge.
  vrm.scene.traverse((object) => {
    object.frustumCulled = false;
  });
  return expressions;
}

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

function createVrmRig(vrm: VRM, expressions: VrmExpressions): Rig {
  const software = isSoftwareRendered();
  const renderer = createRenderer(software);
  const canvas = renderer.domElement;
  const scene = new Scene();
  const key = new DirectionalLight(0xffffff, Math.PI * 0.85);
  key.position.set(0.6, 1.2, 1.6);
  scene.add(vrm.scene, key, new AmbientLight(0xffffff, 0.5));
  const stance = createVrmStance(vrm);
  const gaze = createVrmGaze(vrm);
  const quality = createVrmQuality(vrm.scene);
  vrm.update(0);
  vrm.springBoneManager?.reset();
  const view = createVrmCamera(vrm);
  let last: Pose | undefined;
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
    capabilities: { expressions: expressions.names, fine: expressions.fine },
    softwareRendered: software,
    get lost() {
      return lost;
    },
    setView(next: View) {
      setBackground(renderer, next.background);
      view.setView(next);
    },
    setQuality: quality.set,
    resize(width, height, pixelRatio) {
      renderer.setPixelRatio(pixelRatio);
      renderer.setSize(width, height, false);
      view.resize(width, height);
    },
    update(dt, pose) {
      last = pose;
      stance.apply(pose);
      expressions.apply(pose);
      gaze(pose, view.eyeToCameraPitch());
      vrm.update(dt);
    },
    render() {
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
    readParameters(into) {
      expressions.readWeights(into);
      if (last !== undefined) for (const name of POSE_ANGLES) into[name] = last[name];
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

function setBackground(renderer: WebGLRenderer, background: string): void {
  if (background === 'transparent') renderer.setClearColor(0x000000, 0);
  else renderer.setClearColor(new Color(background), 1);
}
