/** A matrix of the wrapper library: 4 × 4, column after column; its array is its own, changed in place. */
export interface WrapperMatrix {
  getArray(): Float32Array;
  loadIdentity(): void;
  translateRelative(x: number, y: number): void;
  scaleRelative(x: number, y: number): void;
}

/**
 * Has the wrapper's matrices move and scale in place. By itself it makes two arrays of each step, for which a clipping mask takes ten in every frame:
 * some kilobytes of garbage a frame for a pair of eyes.
 */
export function spareGarbage(prototype: WrapperMatrix): void {
  prototype.loadIdentity = function (this: WrapperMatrix) {
    const values = this.getArray();
    values.fill(0);
    values[0] = values[5] = values[10] = values[15] = 1;
  };
  prototype.translateRelative = function (this: WrapperMatrix, x, y) {
    const values = this.getArray();
    for (let i = 0; i < 4; i++) values[12 + i] = (values[12 + i] ?? 0) + x * (values[i] ?? 0) + y * (values[4 + i] ?? 0);
  };
  prototype.scaleRelative = function (this: WrapperMatrix, x, y) {
    const values = this.getArray();
    for (let i = 0; i < 4; i++) {
      values[i] = (values[i] ?? 0) * x;
      values[4 + i] = (values[4 + i] ?? 0) * y;
    }
  };
}
