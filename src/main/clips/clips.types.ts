import type { ObsControl } from '#main/obs/obs.types.ts';
import type { Cell } from '#shared/cell.ts';
import type { Clip, Recording, ShowMark, SpokenLine } from '#shared/clips/show-mark.ts';
import type { ClipsView } from '#shared/contract/clips.ts';

/** What clips and recordings need of OBS. */
export type ClipsObs = Pick<ObsControl, 'state' | 'onNotice' | 'saveReplay' | 'replay'>;

export interface RecordingLog {
  readonly recording: Recording;
  readonly lines: readonly SpokenLine[];
  readonly marks: readonly ShowMark[];
}

/** The show's log tied to recordings, and "clip that". */
export interface Clips {
  readonly view: Cell<ClipsView>;
  /** Saves the last moments; '' = a title from the log. Rejects in plain words with the next step. */
  clip(title: string, signal: AbortSignal): Promise<Clip>;
  /** Rejects `not-found`. */
  log(recordingId: string): Promise<RecordingLog>;
  /** Takes the log away, never the video. Rejects `not-found`, and `conflict` while it runs. */
  removeRecording(id: string): Promise<void>;
  /** Takes the clip off the list, never the video. */
  removeClip(id: string): boolean;
  close(): Promise<void>;
}
