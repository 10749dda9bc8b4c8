// Runs in Chromium: draws a VRM file in a given pose and expression. Bundled by make-avatars.mjs.
import { type VRM, VRMLoaderPlugin } from '@pixiv/three-vrm';
import { AmbientLight, DirectionalLight, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';

export interface Shot {
  readonly width: number;
  readonly height: number;
  /** What the camera looks at (height) and how much of her it sees, metres; and from where, degrees to her left. */
  readonly centre: number;
  readonly tall: number;
  readonly yaw: number;
  readonly pitch?: number;
  /** Degrees by which she looks to her left, and upwards. */
  readonly gaze?: readonly [yaw: number, pitch: number];
  readonly expressions?: Readonly<Record<string, number>>;
  /** Bone turns about x, y, z, radians. */
  readonly bones?: Readonly<Record<string, readonly [number, number, number]>>;
}

declare global {
  interface Window {
    loadAvatar(base64: string): Promise<number>;
    drawAvatar(shot: Shot): string;
  }
}

const FIELD_OF_VIEW = 18;
const renderer = new WebGLRenderer({ alpha: true, antialias: true, premultipliedAlpha: true, preserveDrawingBuffer: true });
const scene = new Scene();
const key = new DirectionalLight(0xffffff, Math.PI * 0.85);
key.position.set(0.6, 1.2, 1.6);
scene.add(key, new AmbientLight(0xffffff, 0.5));
renderer.setClearColor(0x000000, 0);
let shown: VRM | undefined;

/** Answers with the milliseconds that parsing took. */
window.loadAvatar = async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  const began = performance.now();
  const gltf = await loader.parseAsync(bytes.buffer, '');
  const took = performance.now() - began;
  if (shown !== undefined) scene.remove(shown.scene);
  const vrm: VRM = gltf.userData.vrm;
  vrm.scene.traverse((object) => {
    object.frustumCulled = false;
  });
  scene.add(vrm.scene);
  shown = vrm;
  return took;
};

/** A PNG as a data URL. */
window.drawAvatar = ({ width, height, centre, tall, yaw, pitch = 0, gaze = [0, 0], expressions = {}, bones = {} }) => {
  if (shown === undefined) throw new Error('no avatar is loaded');
  renderer.setSize(width, height, false);
  const manager = shown.expressionManager;
  for (const expression of manager?.expressions ?? []) expression.weight = expressions[expression.expressionName] ?? 0;
  shown.humanoid.resetNormalizedPose();
  const pose: Readonly<Record<string, readonly [number, number, number]>> = { ...REST, ...bones };
  for (const node of Object.keys(shown.humanoid.humanBones)) {
    const turn = pose[node];
    // Names come from the model itself.
    if (turn !== undefined)
      shown.humanoid
        .getNormalizedBoneNode(node as Parameters<VRM['humanoid']['getNormalizedBoneNode']>[0])
        ?.rotation.set(...turn);
  }
  if (shown.lookAt) {
    shown.lookAt.autoUpdate = false;
    shown.lookAt.yaw = gaze[0];
    // The library counts pitch downwards.
    shown.lookAt.pitch = -gaze[1];
  }
  // Hair and skirt come to rest before the picture is taken.
  shown.update(0);
  shown.springBoneManager?.reset();
  for (let i = 0; i < 60; i++) shown.update(1 / 60);
  const camera = new PerspectiveCamera(FIELD_OF_VIEW, width / height, 0.1, 50);
  const distance = tall / 2 / Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
  const [y, p] = [(yaw * Math.PI) / 180, (pitch * Math.PI) / 180];
  camera.position.set(
    Math.sin(y) * Math.cos(p) * distance,
    centre + Math.sin(p) * distance,
    Math.cos(y) * Math.cos(p) * distance,
  );
  camera.lookAt(0, centre, 0);
  renderer.render(scene, camera);
  return renderer.domElement.toDataURL('image/png');
};

/** Arms down, hands loose. */
const REST: Readonly<Record<string, readonly [number, number, number]>> = {
  leftUpperArm: [0, 0, -1.22],
  rightUpperArm: [0, 0, 1.22],
  leftLowerArm: [0, -0.25, -0.08],
  rightLowerArm: [0, 0.25, 0.08],
  ...Object.fromEntries(
    (['left', 'right'] as const).flatMap((side) =>
      ['Index', 'Middle', 'Ring', 'Little'].flatMap((finger) =>
        ['Proximal', 'Intermediate'].map(
          (joint) => [`${side}${finger}${joint}`, [0, 0, side === 'left' ? -0.32 : 0.32]] as const,
        ),
      ),
    ),
  ),
};
