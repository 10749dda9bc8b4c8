import { type VRM, VRMLoaderPlugin, VRMUtils } from '@pixiv/three-vrm';
import { AmbientLight, DirectionalLight, PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

/** Moves and draws one frame. `dt` in seconds, `nowMs` of any clock. */
export type BareStep = (dt: number, nowMs: number) => void;

/** The least that shows a VRM alive: load, update, render. The yardstick for the stage's own work per frame. */
export async function createBareVrm(url: string): Promise<BareStep> {
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
  const vrm: VRM = (await loader.loadAsync(url)).userData.vrm;
  VRMUtils.removeUnnecessaryVertices(vrm.scene);
  VRMUtils.combineSkeletons(vrm.scene);
  VRMUtils.combineMorphs(vrm);
  vrm.scene.traverse((object) => {
    object.frustumCulled = false;
  });
  scene.add(vrm.scene);
  const head = vrm.humanoid.getNormalizedBoneNode('head');
  return (dt, nowMs) => {
    if (head) head.rotation.y = Math.sin(nowMs / 900) * 0.1;
    vrm.expressionManager?.setValue('aa', 0.5 + 0.5 * Math.sin(nowMs / 120));
    vrm.update(dt);
    renderer.render(scene, camera);
  };
}
