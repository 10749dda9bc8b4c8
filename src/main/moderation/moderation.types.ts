import type { Appraised } from '#main/director/appraise.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { SentenceGuard } from '#main/speech/speech.types.ts';
import type { Cell } from '#shared/cell.ts';
import type { Evidence, EvidencePage, LineTrial, ModerationView } from '#shared/contract/moderation.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Verdict } from '#shared/live/appraisal.ts';
import type { LiveEvent, LivePlatform, ViewerEvent } from '#shared/live/live-event.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { Language } from '#shared/speech/emotion.ts';
import type { EvidenceQuery } from './evidence-log.ts';
import type { AskModel } from './model-check.ts';

export interface ModerationOptions {
  /** The folder of the user's data. */
  readonly dataDir: string;
  readonly settings: () => Pick<Settings, 'moderation' | 'director'>;
  readonly askModel: AskModel;
  /** Takes released messages in, as if they had just come. */
  readonly accept: (events: readonly LiveEvent[]) => void;
  /** Asks the platform to silence a viewer; undefined: it cannot. Rejects with a StudioError. */
  readonly timeOutOnPlatform: (
    viewer: PlatformViewer,
    seconds: number,
    reason: string,
    signal: AbortSignal,
  ) => Promise<void> | undefined;
  /** Of built-in substitutes for her sentences. */
  readonly language: () => Language;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

export interface PlatformViewer {
  readonly platform: LivePlatform;
  readonly userId: string;
}

export interface TimeOutRequest {
  readonly viewerKey: string;
  /** The platform's own; null: only she stops hearing the viewer. */
  readonly userId: string | null;
  readonly platform: LivePlatform;
  readonly userName: string;
  /** Without it those of the settings. */
  readonly seconds?: number | undefined;
}

/** Decides what of the room may be shown and spoken, both ways, and keeps what waits for the streamer. */
export interface Moderation {
  /**
   * The verdict on an event and the event as it may be shown. Synchronous; the cost grows with the length of the text alone. `viewerKey`: the viewer
   * across platforms, undefined where the platform hides who it is. What was paid is never held or blocked: only its words are left out.
   */
  judge(
    event: ViewerEvent,
    viewerKey: string | undefined,
    nowMs: number,
  ): { readonly verdict: Verdict; readonly shown: ViewerEvent };
  /** Events that were taken in: fills the queue, counts strikes, writes the log, forgets what was withdrawn. */
  taken(fresh: readonly Appraised[]): void;
  /** A guard for one answer of hers: called with its sentences in order, before they are synthesised. */
  guardReply(): SentenceGuard;
  readonly view: Cell<Omit<ModerationView, 'panic'>>;
  /** Throws `not-found` when nothing of that id waits any more. */
  approve(id: string): void;
  reject(id: string): void;
  timeOut(request: TimeOutRequest): void;
  liftTimeOut(viewerKey: string): void;
  tryLine(text: string, platform: LivePlatform): Omit<LineTrial, 'ms'>;
  /** Whether a regular expression can be used, and all that it finds. */
  tryPattern(pattern: string, text: string): { problem: string | null; matches: { from: number; to: number }[] };
  evidence(query: EvidenceQuery): Promise<EvidencePage>;
  eraseEvidence(day: string | null): Promise<void>;
  /** Writes a deed of the streamer that other parts did. */
  note(deed: Evidence['deed']): void;
  /** The lists are built: the first message does not wait for that. */
  warmUp(): void;
  /** Idempotent; within 2 s. */
  close(): Promise<void>;
}
