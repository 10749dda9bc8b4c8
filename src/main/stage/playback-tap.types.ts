/** Hears what the sounding stage plays, for those who must know her voice again. Called while a stage sounds, not by the silent clock. */
export interface PlaybackTap {
  /** Mono float32, 48 kHz, as sent to the stage, in order. Read only: it is not the listener's. */
  pcm(turnId: number, index: number, startSample: number, samples: Float32Array): void;
  /** Where the sound is now; some twenty times a second, and once when it stops. */
  clock(turnId: number, index: number, positionMs: number, playing: boolean): void;
  /** The turn was cut off: nothing more of it sounds. */
  stopped(turnId: number): void;
}
