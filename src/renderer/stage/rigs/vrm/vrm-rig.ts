import { VRMUtils } from '@pixiv/three-vrm';
import { isSmoothed, type Rig, type RigLoader, type Smoothing } from '../rig.ts';
import { isSoftwareRendered } from './software-renderer.ts';
import { createVrmBody } from './vrm-body.ts';
import { type LoadedVrm, loadVrm } from './vrm-load.ts';
import { createVrmPicture } from './vrm-picture.ts';

/** VRM 0.x and 1.0 by three and three-vrm. */
export const vrmRigLoader: RigLoader = {
  async load(source, signal, smoothing) {
    const loaded = await loadVrm(source, signal);
    try {
      return createVrmRig(loaded, smoothing);
    } catch (error) {
      VRMUtils.deepDispose(loaded.vrm.scene);
      throw error;
    }
  },
};

/** Measured with SwiftShader, 480×270: 400, 210 and 32 ms. */
const COSTS = { full: 12.5, plain: 6.5, flat: 1 };

/** The body (what moves) and the picture (what is drawn of it) as one rig. */
function createVrmRig(loaded: LoadedVrm, smoothing: Smoothing): Rig {
  const software = isSoftwareRendered();
  const body = createVrmBody(loaded);
  const picture = createVrmPicture(loaded.vrm, body.measure, isSmoothed(smoothing, software));
  const { camera } = picture.view;
  let disposed = false;

  return {
    canvas: picture.canvas,
    description: body.description,
    fine: body.fine,
    softwareRendered: software,
    costs: COSTS,
    get lost() {
      return picture.lost;
    },
    setView: picture.setView,
    setQuality: body.setQuality,
    resize: picture.resize,
    pose: (moment, pose, values) => body.pose(moment, pose, picture.view.eyeToCameraPitch(), values),
    motion: (_moment, values) => body.motion(values),
    apply: body.apply,
    render() {
      body.beforePicture();
      picture.render(body.drawn);
    },
    playMotion: body.motions.play,
    stopMotion: body.motions.stop,
    setIdleMotion: body.motions.setIdle,
    onMotion: body.motions.onEvent,
    trackBones: body.tracked.take,
    setTints: body.setTints,
    setPhysics: body.springs.set,
    resetPhysics: body.resetPhysics,
    hit: (x, y) => body.hitTest.at(x, y, camera),
    anchor: (place, into) => body.anchors.read(place, camera, into),
    outline: () => body.outline.read(camera),
    startProbe: picture.startProbe,
    probeDone: picture.probeDone,
    dispose() {
      if (disposed) return;
      disposed = true;
      body.dispose();
      picture.dispose();
    },
  };
}
