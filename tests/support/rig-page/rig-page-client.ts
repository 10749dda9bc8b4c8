import { loader } from 'virtual:rig-of-format';
import { FACE_CONTROLS } from '#renderer/stage/layers/face.ts';
import { createMoment } from '#renderer/stage/layers/moment.ts';
import { createPose, type Pose } from '#renderer/stage/layers/pose.ts';
import type { Rig, View } from '#renderer/stage/rigs/rig.ts';
import type { AvatarSource, ModelDescription } from '#shared/avatar/model.ts';

/**
 * A page with one rig and nothing that moves by itself: time passes only when a test says so, and a frame holds just what the test wrote.
 * `window.rigPage` is driven through `rig-page.ts`.
 */
const HOME: View = { framing: 'bust', zoom: 1, offsetX: 0, offsetY: 0, rotation: 0, background: 'transparent' };
const pose = createPose(FACE_CONTROLS.length);
let rig: Rig | undefined;
let values = new Float32Array(0);

const current = (): Rig => {
  if (rig === undefined) throw new Error('load a model first');
  return rig;
};

const rigPage = {
  /** What `frame` hands to the rig. */
  pose,
  get rig(): Rig {
    return current();
  },
  /** Rejects with the loader's own error. The rig before is disposed only when this one is there. */
  async load(source: AvatarSource, width: number, height: number): Promise<{ description: ModelDescription; loadMs: number }> {
    const start = performance.now();
    const next = await loader.load(source, new AbortController().signal, 'auto');
    const loadMs = performance.now() - start;
    rig?.dispose();
    rig = next;
    values = new Float32Array(next.description.parameters.length);
    document.body.replaceChildren(next.canvas);
    Object.assign(next.canvas.style, { width: `${width}px`, height: `${height}px`, display: 'block' });
    next.resize(width, height, 1);
    next.setView(HOME);
    return { description: next.description, loadMs };
  },
  /** Starts a load that another one overtakes; resolves with how it ended. */
  async loadAndAbort(source: AvatarSource): Promise<string> {
    const abort = new AbortController();
    const loading = loader.load(source, abort.signal, 'auto');
    abort.abort();
    return loading.then(
      (late) => {
        late.dispose();
        return 'loaded';
      },
      (error: unknown) => String(error),
    );
  },
  /** Draws another model on a canvas of its own while the first one stays; resolves with how many of its pixels are not empty. */
  async drawBeside(source: AvatarSource): Promise<number> {
    const other = await loader.load(source, new AbortController().signal, 'auto');
    const otherValues = new Float32Array(other.description.parameters.length);
    other.resize(480, 270, 1);
    other.setView(HOME);
    other.pose(createMoment(), pose, otherValues);
    other.apply(createMoment(), otherValues);
    // In turns, as a stage does while one avatar takes the other's place.
    current().render();
    other.render();
    const gl = other.canvas.getContext('webgl2');
    if (gl === null) throw new Error('the rig draws without WebGL');
    const rgba = new Uint8Array(480 * 270 * 4);
    gl.readPixels(0, 0, 480, 270, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
    other.dispose();
    return rgba.filter((value, i) => i % 4 === 3 && value > 0).length;
  },
  setView(change: Partial<View>): void {
    current().setView({ ...HOME, ...change });
  },
  /**
   * One frame of `dt` seconds, drawn: what the pose (zero but for `posed`) asks for, `set` written over it by parameter id, then motion and the rest.
   * Returns the values as they were applied, by id. `drawn` false: everything but the picture, which is what takes long here.
   */
  frame(dt: number, set: Readonly<Record<string, number>>, posed: Partial<Pose>, drawn = true): Record<string, number> {
    const shown = current();
    const { parameters } = shown.description;
    Object.assign(pose, posed);
    const moment = createMoment(dt);
    shown.pose(moment, pose, values);
    for (const [id, value] of Object.entries(set)) {
      const place = parameters.findIndex((parameter) => parameter.id === id);
      if (place < 0) throw new Error(`the model has no parameter ${id}`);
      values[place] = value;
    }
    shown.motion(moment, values);
    shown.apply(moment, values);
    if (drawn) shown.render();
    return Object.fromEntries(parameters.map(({ id }, i) => [id, values[i] ?? 0]));
  },
  /** The picture just drawn, RGBA with premultiplied alpha, top row first, in base64. Only in the same task as `frame`. */
  pixels(): { width: number; height: number; base64: string } {
    const { canvas } = current();
    const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
    if (gl === null) throw new Error('the rig draws without WebGL: read its picture from a screenshot');
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
    const rows = new Uint8Array(width * height * 4);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, rows);
    const picture = new Uint8Array(rows.length);
    for (let y = 0; y < height; y++) picture.set(rows.subarray(y * width * 4, (y + 1) * width * 4), (height - 1 - y) * width * 4);
    let binary = '';
    for (let at = 0; at < picture.length; at += 0x8000) binary += String.fromCharCode(...picture.subarray(at, at + 0x8000));
    return { width, height, base64: btoa(binary) };
  },
  /**
   * For each set of parameters, how many pixels it changes against the pose alone, by more than `threshold` (0…255) in any channel. The last number is
   * the zero control: the pose alone once more. No time passes.
   */
  changes(sets: readonly Readonly<Record<string, number>>[], threshold: number): number[] {
    const read = (): Uint8Array => {
      const gl = current().canvas.getContext('webgl2') ?? current().canvas.getContext('webgl');
      if (gl === null) throw new Error('the rig draws without WebGL');
      const picture = new Uint8Array(gl.drawingBufferWidth * gl.drawingBufferHeight * 4);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.readPixels(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight, gl.RGBA, gl.UNSIGNED_BYTE, picture);
      return picture;
    };
    rigPage.frame(0, {}, {});
    const rest = read();
    return [...sets, {}].map((set) => {
      rigPage.frame(0, set, {});
      const picture = read();
      let changed = 0;
      for (let i = 0; i < rest.length; i += 4)
        for (let channel = i; channel < i + 4; channel++)
          if (Math.abs((rest[channel] ?? 0) - (picture[channel] ?? 0)) > threshold) {
            changed++;
            break;
          }
      return changed;
    });
  },
  /** Squares of 16 CSS pixels behind the canvas, for screenshots: black and white. */
  checkerboard(on: boolean): void {
    const squares = 'repeating-conic-gradient(#000 0 25%, #fff 0 50%) 0 0 / 32px 32px';
    document.body.style.background = on ? squares : '';
  },
  dispose(): void {
    rig?.dispose();
    rig = undefined;
  },
};

export type RigPageApi = typeof rigPage;
declare global {
  interface Window {
    rigPage: RigPageApi;
  }
}
window.rigPage = rigPage;
