import { PerspectiveCamera } from 'three';
import type { Framing, View } from '../rig.ts';
import type { BodyMeasure } from './body-measure.ts';

/** The camera, and what it has to see. */
export interface VrmCamera {
  readonly camera: PerspectiveCamera;
  setView(view: View): void;
  /** CSS pixels. */
  resize(width: number, height: number): void;
  /** Angle at which the avatar's eyes see the camera, degrees, positive upwards. */
  eyeToCameraPitch(): number;
}

/** A long lens: faces look flat and kind, as drawn. Degrees, vertical. */
const FIELD_OF_VIEW = 18;

interface Measure {
  readonly bottom: number;
  readonly top: number;
  /** Width that must stay in the picture when it is narrow. */
  readonly width: number;
}

export function createVrmCamera(body: BodyMeasure): VrmCamera {
  const camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 50);
  const measures = framings(body);
  let view: View = { framing: 'bust', zoom: 1, offsetX: 0, offsetY: 0, rotation: 0, background: 'transparent' };
  let width = 1;
  let height = 1;
  let eyePitch = 0;

  function place(): void {
    const { bottom, top, width: needed } = measures[view.framing];
    const aspect = width / height;
    const tall = Math.max(top - bottom, needed / aspect);
    const distance = tall / 2 / Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
    // A narrow picture has height to spare: a quarter of it becomes headroom, the rest shows more of her.
    const spare = tall - (top - bottom);
    const centre = (top + bottom) / 2 - spare * 0.25;
    camera.aspect = aspect;
    camera.position.set(0, centre, distance);
    camera.rotation.z = (view.rotation * Math.PI) / 180;
    camera.near = Math.max(0.05, distance - 3);
    camera.far = distance + 10;
    // The lens, not the way to her: up close her nose would grow, and at last the camera would be inside her head.
    camera.zoom = Math.max(0.01, view.zoom);
    camera.setViewOffset(width, height, -view.offsetX * width, view.offsetY * height, width, height);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
    eyePitch = (Math.atan2(centre - body.eyes, distance) * 180) / Math.PI;
  }

  return {
    camera,
    setView(next) {
      view = next;
      place();
    },
    resize(w, h) {
      width = Math.max(1, w);
      height = Math.max(1, h);
      place();
    },
    eyeToCameraPitch: () => eyePitch,
  };
}

function framings({ box, hips, chest, head }: BodyMeasure): Record<Framing, Measure> {
  const top = box.max.y;
  const headroom = (top - head) * 0.12;
  const bust = chest - (chest - hips) * 0.1;
  const half = hips - hips * 0.14;
  const tall = top - box.min.y;
  return {
    bust: { bottom: bust, top: top + headroom, width: (top - bust) * 0.9 },
    half: { bottom: half, top: top + headroom, width: (top - half) * 0.7 },
    full: { bottom: box.min.y - tall * 0.03, top: top + tall * 0.03, width: tall * 0.55 },
  };
}
