import { type VRM, VRMLoaderPlugin, VRMUtils } from '@pixiv/three-vrm';
import { AmbientLight, DirectionalLight, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';

/** Draws a made avatar on a canvas: at rest, breathing springs, turned as the streamer likes. */
export interface LookView {
  /** Takes the place of the one before once it is ready. Rejects when the file cannot be read. */
  show(vrm: ArrayBuffer): Promise<void>;
  /** Degrees to her left. */
  turn(degrees: number): void;
  close(): void;
}

const FIELD_OF_VIEW_DEG = 18;
/** The middle of the picture, metres above the floor, and how much of her is seen. */
const CENTRE_M = 0.76;
const TALL_M = 1.68;
/** Radians: arms hang down, as on stage. */
const ARMS_DOWN = 1.2;
const LONGEST_STEP_S = 1 / 20;
/** Hair and skirt come to rest within this; then nothing is drawn until she is turned or changed. */
const RESTLESS_MS = 2500;

/** Throws when the browser has no WebGL. */
export function createLookView(canvas: HTMLCanvasElement): LookView {
  const renderer = new WebGLRenderer({ canvas, alpha: true, antialias: true });
  renderer.setClearColor(0x000000, 0);
  const scene = new Scene();
  const sun = new DirectionalLight(0xffffff, Math.PI * 0.85);
  sun.position.set(0.6, 1.2, 1.6);
  scene.add(sun, new AmbientLight(0xffffff, 0.5));
  const camera = new PerspectiveCamera(FIELD_OF_VIEW_DEG, 1, 0.1, 20);
  const distance = TALL_M / 2 / Math.tan((FIELD_OF_VIEW_DEG * Math.PI) / 360);
  camera.position.set(0, CENTRE_M, distance);
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  let shown: VRM | undefined;
  let yaw = 0;
  let frame = 0;
  let lastMs = performance.now();
  let restlessUntilMs = 0;
  let closed = false;

  const stir = (): void => {
    restlessUntilMs = performance.now() + RESTLESS_MS;
  };
  const resized = new ResizeObserver(stir);
  resized.observe(canvas);
  const draw = (nowMs: number): void => {
    frame = requestAnimationFrame(draw);
    const { clientWidth, clientHeight } = canvas;
    if (clientWidth === 0 || clientHeight === 0 || nowMs > restlessUntilMs) return;
    renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    renderer.setSize(clientWidth, clientHeight, false);
    camera.aspect = clientWidth / clientHeight;
    camera.updateProjectionMatrix();
    if (shown !== undefined) {
      shown.scene.rotation.y = yaw;
      shown.update(Math.min(LONGEST_STEP_S, (nowMs - lastMs) / 1000));
    }
    lastMs = nowMs;
    renderer.render(scene, camera);
  };
  frame = requestAnimationFrame(draw);

  const drop = (vrm: VRM | undefined): void => {
    if (vrm === undefined) return;
    scene.remove(vrm.scene);
    VRMUtils.deepDispose(vrm.scene);
  };
  return {
    async show(bytes) {
      const { userData } = await loader.parseAsync(bytes, '');
      const vrm: VRM = userData.vrm;
      if (closed) return drop(vrm);
      for (const [bone, sign] of [['leftUpperArm', -1] as const, ['rightUpperArm', 1] as const]) {
        const arm = vrm.humanoid.getNormalizedBoneNode(bone);
        if (arm) arm.rotation.z = sign * ARMS_DOWN;
      }
      vrm.scene.rotation.y = yaw;
      vrm.update(0);
      vrm.springBoneManager?.reset();
      drop(shown);
      shown = vrm;
      scene.add(vrm.scene);
      stir();
    },
    turn(degrees) {
      yaw = (degrees * Math.PI) / 180;
      stir();
    },
    close() {
      closed = true;
      cancelAnimationFrame(frame);
      resized.disconnect();
      drop(shown);
      renderer.dispose();
      // Browsers allow few contexts at a time.
      renderer.forceContextLoss();
    },
  };
}
