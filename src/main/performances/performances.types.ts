import type { AvatarDesk } from '#main/avatar/avatar.types.ts';
import type { ItemDesk } from '#main/avatar/items.types.ts';
import type { MeasuredBus } from '#main/avatar/parameter-bus.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { UploadIntake } from '#main/server/uploads.types.ts';
import type { SpeechSink, UtteranceStart } from '#main/speech/speech.types.ts';
import type { TrackingHub } from '#main/tracking/tracking.types.ts';
import type { Cell } from '#shared/cell.ts';
import type { MappingView } from '#shared/contract/parameters.ts';
import type { PerformanceEntry, PerformanceFormat, PerformancesView } from '#shared/contract/performances.ts';
import type { HealthReport } from '#shared/health.ts';
import type { VisemeCue, WordCue } from '#shared/speech/cues.ts';

/** Records how the avatar is moved, plays it back on any avatar, gives it away as other programs' motions. Wired in performance-side.ts. */
export interface Performances extends UploadIntake {
  readonly view: Cell<PerformancesView>;
  /** Rejects `conflict` while one runs, `storage` when no file can be made. Returns its id. */
  record(name: string): Promise<string>;
  /** Rejects `conflict` when nothing is recorded. */
  finish(): Promise<PerformanceEntry>;
  /** Begins at once with what is read; another replay ends. Rejects `not-found`, `invalid-input`. */
  play(id: string, loop: boolean): Promise<void>;
  /** Ends the replay, and lets go of everything at once. The recording goes on. */
  stop(): void;
  rename(id: string, name: string): void;
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** What to call the file, and where it lies in the folder, with forward slashes. */
  export(id: string, format: PerformanceFormat): Promise<{ readonly fileName: string; readonly path: string }>;
  /** A file comes in piece by piece, to `url`. */
  beginImport(fileName: string, bytes: number): Promise<{ readonly id: string; readonly url: string }>;
  /** All of it is there. Rejects `invalid-input` for what is no performance. */
  finishImport(upload: string): Promise<PerformanceEntry>;
  close(): Promise<void>;
}

/** A sentence on stage. Read only; its lists grow at the end, and its sound is let go (in favour of a new list) when it is `finished`: heard to its end. */
export interface PlayingLine {
  readonly start: UtteranceStart;
  readonly visemes: readonly VisemeCue[];
  readonly words: readonly WordCue[];
  /** Mono float32, 48 kHz, −1…1, without gaps. */
  readonly chunks: readonly Float32Array[];
  readonly finished: boolean;
}
/** What she says now, as it is heard: `positionMs` of sentence `index`. */
export interface PlayingTurn {
  readonly utterances: readonly (PlayingLine | undefined)[];
  readonly index: number;
  readonly positionMs: number;
}

export interface PerformancesOptions {
  /** performances/ of the data folder. */
  readonly folder: string;
  /** performances.json */
  readonly file: string;
  readonly bus: Pick<MeasuredBus, 'inject' | 'drop' | 'eachTick' | 'eachMoving' | 'value'>;
  readonly avatar: Pick<AvatarDesk, 'view' | 'setExpression' | 'playMotion'>;
  readonly items: Pick<ItemDesk, 'items' | 'onThrow' | 'load' | 'unload' | 'change' | 'throwAt' | 'unloadAllOf'>;
  readonly mapping: () => MappingView;
  /** Bones that are tracked, and where bones of a replay go. */
  readonly tracking: Pick<TrackingHub, 'attach' | 'follow'>;
  readonly voice: {
    /** What she says now; the same object for the same answer. */
    playing(): PlayingTurn | undefined;
    /** She begins nothing until this is called. */
    hold(): () => void;
    /** Says what was recorded, at once; returns an end of it. */
    replay(speak: (sink: SpeechSink, signal: AbortSignal) => Promise<void>): () => void;
  };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
}
