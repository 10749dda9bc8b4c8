import type { Cell } from '#shared/cell.ts';
import type { DrivingMode, DrivingView } from '#shared/tracking/driving.ts';

/** What hotkeys and pages may ask. toggle: between the AI and the human's last mode; cycle: AI, both, human, and round again. */
export interface DriveRequest {
  readonly mode?: DrivingMode | 'toggle' | 'cycle' | undefined;
  readonly fader?: number | undefined;
}

/** Who drives the avatar: one weight a part, which moves smoothly whatever is asked, and the reason why it is where it is. */
export interface DrivingDesk {
  readonly view: Cell<DrivingView>;
  /** The human's share of each part by index of `BODY_PARTS`, 0…1; written anew while it moves. */
  readonly shares: Float64Array;
  /** Whether she may begin to answer the chat. */
  readonly aiAnswers: boolean;
  drive(request: DriveRequest, by: 'page' | 'hotkey'): void;
  /** A face came into sight or was lost. */
  faceFound(found: boolean): void;
  /** The streamer is heard to speak, or is silent again. */
  heard(speaking: boolean): void;
  /** The human who is seen moves. */
  moved(): void;
  settingsChanged(): void;
  close(): void;
}
