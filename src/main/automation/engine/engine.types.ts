import type { ObsNotice } from '#main/obs/obs.types.ts';
import type { AutomationRule, RuleStep } from '#shared/automation/rule.ts';
import type { RefusalReason, RuleFiredBy } from '#shared/automation/timeline.ts';
import type { Reading } from '#shared/live/appraisal.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';
import type { Emotion } from '#shared/speech/emotion.ts';

/** All that the engine is told. Nothing else reaches it: no clock, no chance, no disk. */
export type AutomationInput =
  /** About once a second. `offsetMinutes`: local time minus UTC. */
  | { readonly type: 'tick'; readonly offsetMinutes: number }
  /** As it may be shown; each event once. */
  | {
      readonly type: 'live';
      readonly event: LiveEvent;
      readonly viewerKey?: string | undefined;
      readonly reading?: Reading | undefined;
    }
  /** A sentence of hers, when the room begins to hear it. */
  | { readonly type: 'heard'; readonly turnId: number; readonly text: string; readonly emotion: Emotion }
  | { readonly type: 'speech'; readonly on: boolean }
  /** `song` '' = none; a paused song is still the song. */
  | { readonly type: 'music'; readonly song: string; readonly playing: boolean }
  | { readonly type: 'obs'; readonly notice: ObsNotice }
  /** How OBS is found when it comes up: known, but no event. */
  | { readonly type: 'obs-state'; readonly scene: string; readonly outputs: Readonly<Record<ObsOutput, OutputState>> }
  /** Names of the programs that run, as `programName`. */
  | { readonly type: 'programs'; readonly running: readonly string[] }
  /** By hand or by the API: triggers, conditions and cooldowns do not matter. */
  | { readonly type: 'run'; readonly ruleId: string };

export type ObsOutput = 'stream' | 'record' | 'replay';
export type OutputState = ObsState['stream']['state'];

/** What fired a rule, for gaps in its texts and for the timeline. */
export interface Cause {
  readonly by: RuleFiredBy;
  readonly user: string;
  readonly text: string;
  readonly viewerKey: string | undefined;
  /** Further gaps: gift, amount, viewers, scene, song. */
  readonly values: Readonly<Record<string, string>>;
  /** The event, where a viewer's event fired it. */
  readonly event: LiveEvent | undefined;
}

export interface Firing {
  readonly rule: AutomationRule;
  readonly atMs: number;
  readonly cause: Cause;
  /** Gaps filled, and one picture chosen of several. */
  readonly steps: readonly RuleStep[];
}
export interface Refusal {
  readonly rule: AutomationRule;
  readonly atMs: number;
  readonly cause: Cause;
  readonly reason: RefusalReason;
  /** Index of the condition that did not hold; −1 none. */
  readonly condition: number;
  /** It may fire again at; 0 unknown. */
  readonly untilMs: number;
}
