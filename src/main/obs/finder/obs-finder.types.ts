import type { ObsFailure } from '../link/obs-failures.ts';

/** An address at which OBS may answer. */
export interface ObsPlace {
  readonly url: string;
  /** undefined: none is known. */
  readonly password: string | undefined;
  /** The streamer wrote it, OBS's own settings file says so, or it is where OBS is by default. */
  readonly from: 'streamer' | 'obs-file' | 'default';
}

export interface ObsFinder {
  /** Where to try, best first; never empty, never rejects but for the signal. */
  places(signal: AbortSignal): Promise<readonly ObsPlace[]>;
  /** The same failure, or a better one where this computer knows more about `place`: OBS is not running, its server is off, it is too old. */
  explain(failure: ObsFailure, place: ObsPlace, signal: AbortSignal): Promise<ObsFailure>;
  /** Changes with everything of the settings that `places` depends on. */
  settingsKey(): string;
}
