import type { Clock, SecretStore } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { TrackingHub } from '#main/tracking/tracking.types.ts';
import type { Cell } from '#shared/cell.ts';
import type { MotionIn, MotionOut } from '#shared/tracking/tracking-settings.ts';

/**
 * Phones and other programs that send motion: `createMotionInputs(options)` in motion-inputs.ts. Wired where the hub is: `apply(settings.tracking.inputs)` at the
 * start and with each change of the settings; every enabled input is a source of the hub under its own id, and its report says how it fares.
 */
export interface MotionInputsOptions {
  readonly hub: Pick<TrackingHub, 'attach'>;
  readonly clock: Clock;
  readonly logger: Logger;
}
export interface MotionInputs {
  /** What is wanted from now on. Inputs whose settings stay the same go on undisturbed. */
  apply(inputs: readonly MotionIn[]): void;
  /** When all that was applied so far is done: sockets are open, or their states say why not. */
  settled(): Promise<void>;
  /** Where this program listens for motion: what goes out must not come in again. */
  ports(): ReadonlySet<number>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** As in `trackingViewSchema.outputs`. waiting: for the far side, or for the streamer's word there; `detail` says what to do. */
export interface MotionOutputView {
  readonly id: string;
  readonly state: 'off' | 'sending' | 'waiting' | 'failed';
  readonly detail: string;
}
/** Motion out to other programs: `createMotionOutputs(options)` in motion-outputs.ts. Wired like the inputs, with `settings.tracking.outputs`. */
export interface MotionOutputsOptions {
  readonly hub: Pick<TrackingHub, 'follow'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** VTube Studio's leave to send is kept here. */
  readonly secrets: SecretStore;
  /** Where this program itself listens for motion: the inputs' `ports()`. */
  readonly ownPorts: () => ReadonlySet<number>;
  /** Where this program's own plugin API listens, which looks like VTube Studio's; undefined: nowhere. */
  readonly apiPort: () => number | undefined;
  /** Whether the hub's motion is the mirror's. */
  readonly mirrored: () => boolean;
}
export interface MotionOutputs {
  readonly views: Cell<readonly MotionOutputView[]>;
  apply(outputs: readonly MotionOut[]): void;
  settled(): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}
