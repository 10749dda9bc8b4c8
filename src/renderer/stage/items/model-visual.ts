import {
  AmbientLight,
  AnimationMixer,
  Box3,
  type BufferGeometry,
  DirectionalLight,
  type Material,
  Mesh,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer,
} from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { StudioError } from '#shared/errors.ts';
import type { ItemVisual } from './still-visual.ts';

/** One graphics context draws all props, one after the other, each into a picture of its own: browsers allow only a few contexts. */
let shared: { readonly renderer: WebGLRenderer; users: number } | undefined;

const PIXELS = 256;
/** A turn in ms of a prop that has no animation of its own. */
const TURN_MS = 6000;
const EVERY_MS = 1000 / 30;

/** A little GLB (or VRM) prop, seen from the front, turning or playing its first animation. */
export async function createModel(url: string, signal: AbortSignal): Promise<ItemVisual> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new StudioError('not-found', `the item ${url} cannot be fetched`);
  const gltf = await new GLTFLoader().parseAsync(await response.arrayBuffer(), '');
  signal.throwIfAborted();
  const scene = new Scene();
  scene.add(gltf.scene, new AmbientLight(0xffffff, 1.2));
  const light = new DirectionalLight(0xffffff, 2);
  light.position.set(1, 2, 3);
  scene.add(light);
  const camera = framing(gltf.scene);
  const [clip] = gltf.animations;
  const mixer = clip === undefined ? undefined : new AnimationMixer(gltf.scene);
  if (clip !== undefined) mixer?.clipAction(clip).play();

  const canvas = document.createElement('canvas');
  canvas.width = PIXELS;
  canvas.height = PIXELS;
  const context = canvas.getContext('2d');
  shared ??= { renderer: createRenderer(), users: 0 };
  shared.users++;
  const { renderer } = shared;
  let playing = true;
  let speed = 1;
  let lastMs = -1;

  function draw(): void {
    if (context === null) return;
    renderer.render(scene, camera);
    context.clearRect(0, 0, PIXELS, PIXELS);
    context.drawImage(renderer.domElement, 0, 0);
  }
  draw();

  return {
    element: canvas,
    aspect: 1,
    setPlayback(next) {
      playing = next.playing;
      speed = next.frameRate === null ? 1 : next.frameRate / 30;
    },
    update(nowMs) {
      if (!playing || nowMs - lastMs < EVERY_MS) return;
      const passedMs = lastMs < 0 ? 0 : Math.min(100, nowMs - lastMs);
      lastMs = nowMs;
      if (mixer === undefined) gltf.scene.rotation.y += (passedMs / TURN_MS) * 2 * Math.PI * speed;
      else mixer.update((passedMs / 1000) * speed);
      draw();
    },
    dispose() {
      mixer?.stopAllAction();
      disposeModel(gltf.scene);
      if (shared === undefined || --shared.users > 0) return;
      shared.renderer.dispose();
      shared.renderer.forceContextLoss();
      shared = undefined;
    },
  };
}

function createRenderer(): WebGLRenderer {
  const renderer = new WebGLRenderer({ alpha: true, antialias: true });
  renderer.setSize(PIXELS, PIXELS, false);
  renderer.setClearColor(0x000000, 0);
  return renderer;
}

/** A camera that just sees all of it, and the model turned about its own middle. */
function framing(model: Scene | import('three').Object3D): PerspectiveCamera {
  const box = new Box3().setFromObject(model);
  const middle = box.getCenter(new Vector3());
  const radius = Math.max(box.getSize(new Vector3()).length() / 2, 1e-3);
  for (const child of model.children) child.position.sub(middle);
  const camera = new PerspectiveCamera(30, 1, radius / 50, radius * 20);
  camera.position.z = radius / Math.sin((15 * Math.PI) / 180);
  return camera;
}

function disposeModel(model: import('three').Object3D): void {
  model.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    const { geometry, material } = object as Mesh<BufferGeometry, Material | Material[]>;
    geometry.dispose();
    for (const one of Array.isArray(material) ? material : [material]) one.dispose();
  });
}
