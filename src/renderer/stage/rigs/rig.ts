import type { StageConfig } from '#shared/stage/stage-protocol.ts';
import type { Pose } from '../layers/pose.ts';
import type { Quality } from '../render/governor.ts';

export type Framing = StageConfig['stage']['framing'];

/** What the page wants of the picture; the rig turns it into a camera. */
export interface View {
  readonly framing: Framing;
  /** Times the natural size. */
  readonly zoom: number;
  /** Shift in shares of the picture; right and up are positive. */
  readonly offsetX: number;
  readonly offsetY: number;
  /** CSS colour, or 'transparent'. */
  readonly background: string;
}

export interface RigCapabilities {
  /** Expressions of the model, presets and its own. */
  readonly expressions: readonly string[];
  /** It knows the perfect-sync (ARKit) shapes. */
  readonly fine: boolean;
}

/** An avatar of some format, with a canvas of its own. Only the active one exists. */
export interface Rig {
  readonly canvas: HTMLCanvasElement;
  readonly capabilities: RigCapabilities;
  /** Whether pictures are drawn by the processor: everything costs ten times as much. */
  readonly softwareRendered: boolean;
  /** The browser took the graphics context away; it comes back by itself. */
  readonly lost: boolean;
  setView(view: View): void;
  /** How much a picture may cost; no more than a comparison when nothing changes. */
  setQuality(quality: Quality): void;
  /** CSS pixels and device pixels per CSS pixel. */
  resize(width: number, height: number, pixelRatio: number): void;
  /** One step of the model: bones, expressions, springs. `dt` in seconds. Allocates nothing. */
  update(dt: number, pose: Pose): void;
  render(): void;
  /** False until the graphics card has finished the last `startProbe`d picture: how long a picture really takes. */
  startProbe(): void;
  probeDone(): boolean;
  /** Writes parameters as last applied, by name: expression weights 0…1 and angles in degrees. */
  readParameters(into: Record<string, number>): void;
  dispose(): void;
}

/** Makes rigs of one format. */
export interface RigLoader {
  /** Rejects when `file` is no avatar; its message calls it `name`. The work stalls the page for a moment; `signal` ends it between steps. */
  load(file: ArrayBuffer, name: string, signal: AbortSignal): Promise<Rig>;
}
