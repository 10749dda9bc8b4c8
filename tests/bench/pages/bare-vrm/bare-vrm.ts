import { type VRM, VRMLoaderPlugin, VRMUtils } from '@pixiv/three-vrm';
import { AmbientLight, DirectionalLight, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

/** The least that shows a VRM alive: load, update, render. The yardstick for the stage's own work per frame. */
async function main(): Promise<void> {
  const renderer = new WebGLRenderer({ alpha: true, antialias: false, premultipliedAlpha: true });
  renderer.setSize(innerWidth, innerHeight);
  renderer.setClearColor(0, 0);
  document.body.append(renderer.domElement);
  const scene = new Scene();
  const light = new DirectionalLight(0xffffff, Math.PI);
  light.position.set(1, 1, 1);
  scene.add(light, new AmbientLight(0xffffff, 0.4));
  const camera = new PerspectiveCamera(24, innerWidth / innerHeight, 0.1, 20);
  camera.position.set(0, 1.35, 1.6);
  camera.lookAt(0, 1.3, 0);
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  const vrm: VRM = (await loader.loadAsync('/avatars/default.vrm')).userData.vrm;
  VRMUtils.removeUnnecessaryVertices(vrm.scene);
  VRMUtils.combineSkeletons(vrm.scene);
  VRMUtils.combineMorphs(vrm);
  vrm.scene.traverse((object) => {
    object.frustumCulled = false;
  });
  scene.add(vrm.scene);
  const head = vrm.humanoid.getNormalizedBoneNode('head');
  let last = performance.now();
  const frame = (now: number): void => {
    requestAnimationFrame(frame);
    const dt = Math.min(0.1, (now - last) / 1000);
    last = now;
    if (head) head.rotation.y = Math.sin(now / 900) * 0.1;
    vrm.expressionManager?.setValue('aa', 0.5 + 0.5 * Math.sin(now / 120));
    vrm.update(dt);
    renderer.render(scene, camera);
  };
  requestAnimationFrame(frame);
}

void main();
