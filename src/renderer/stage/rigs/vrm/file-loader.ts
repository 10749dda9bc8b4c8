import { LoadingManager } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';

/** A manager for files from strangers: what they name beyond their own bytes is never fetched. */
export function closedManager(): LoadingManager {
  const manager = new LoadingManager();
  manager.setURLModifier((url) => (/^(blob|data):/.test(url) ? url : 'data:,'));
  return manager;
}

export function closedGltfLoader(): GLTFLoader {
  return new GLTFLoader(closedManager());
}
