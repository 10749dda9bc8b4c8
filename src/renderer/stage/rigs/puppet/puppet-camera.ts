import type { Puppet } from '#shared/avatar/puppet/puppet-format.ts';
import type { View } from '../rig.ts';

/** From the puppet's canvas to the window: x right and y up, edges ±1. */
export interface PuppetCamera {
  /** a, b, c, d, tx, ty: x′ = a·x + c·y + tx, y′ = b·x + d·y + ty. Written anew by every change. */
  readonly matrix: Float32Array;
  /** Grows with every change. */
  readonly version: number;
  setView(view: View): void;
  resize(width: number, height: number): void;
  /** Width of the window in heights. */
  readonly aspect: number;
  /** From the window back to the canvas; writes x and y. */
  toCanvas(x: number, y: number, into: Float32Array): void;
}

export function createPuppetCamera(framing: Puppet['framing']): PuppetCamera {
  let view: View = { framing: 'bust', zoom: 1, offsetX: 0, offsetY: 0, rotation: 0, background: 'transparent' };
  let width = 1;
  let height = 1;
  let version = 0;
  const matrix = new Float32Array(6);

  function place(): void {
    const frame = framing[view.framing];
    const natural = Math.min(width / frame.width, height / frame.height);
    // A bust stands on the lower edge of the window; where there is height to spare it shows above her.
    const spare = view.framing === 'full' ? 0 : (height - frame.height * natural) / 2;
    const scale = natural * view.zoom;
    const [middleX, middleY] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
    const turn = (view.rotation * Math.PI) / 180;
    const [cos, sin] = [Math.cos(turn) * scale, Math.sin(turn) * scale];
    // In window pixels, y downwards: turned about the middle of the window, then shifted.
    const down = spare * view.zoom;
    const shiftX = -Math.sin(turn) * down + view.offsetX * width;
    const shiftY = Math.cos(turn) * down - view.offsetY * height;
    const [perX, perY] = [2 / width, -2 / height];
    matrix[0] = cos * perX;
    matrix[1] = sin * perY;
    matrix[2] = -sin * perX;
    matrix[3] = cos * perY;
    matrix[4] = (shiftX - cos * middleX + sin * middleY) * perX;
    matrix[5] = (shiftY - sin * middleX - cos * middleY) * perY;
    version++;
  }
  place();

  return {
    matrix,
    get version() {
      return version;
    },
    get aspect() {
      return width / height;
    },
    setView(next) {
      view = next;
      place();
    },
    resize(w, h) {
      width = Math.max(1, w);
      height = Math.max(1, h);
      place();
    },
    toCanvas(x, y, into) {
      const [a = 1, b = 0, c = 0, d = 1, tx = 0, ty = 0] = matrix;
      const determinant = a * d - b * c;
      into[0] = (d * (x - tx) - c * (y - ty)) / determinant;
      into[1] = (a * (y - ty) - b * (x - tx)) / determinant;
    },
  };
}
