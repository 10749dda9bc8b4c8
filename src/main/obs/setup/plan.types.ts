import type { SetupNote, SetupStep, SetupWish } from '#shared/obs/setup/setup-view.ts';
import type { SetupPage, SetupTemplate } from '#shared/obs/setup/template.ts';
import type { Change } from './deeds.ts';
import type { ObsSnapshot } from './obs-snapshot.types.ts';
import type { CollectionRecord } from './record.ts';

/** The stage's window and background, as far as the set-up changes them. */
export interface StageState {
  readonly background: string;
  readonly windowOpen: boolean;
  /** Whether this host can open the window. */
  readonly windowAvailable: boolean;
}

export interface PlanInput {
  readonly template: SetupTemplate;
  readonly wish: SetupWish;
  readonly snapshot: ObsSnapshot;
  readonly record: CollectionRecord;
  readonly hasKind: (kind: string) => boolean;
  readonly pageUrl: (page: SetupPage) => string | undefined;
  readonly stage: StageState;
  /** Titles that the stage's window may have. */
  readonly windowTitles: readonly string[];
  /** The streamer wrote the template's names: a changed one renames. Shipped ones follow the interface's language and never rename. */
  readonly ownNames: boolean;
  readonly desktopSoundName: string;
}

export interface PlannedStep extends SetupStep {
  readonly changes: readonly Change[];
}
export interface Planned {
  readonly steps: readonly PlannedStep[];
  readonly notes: readonly SetupNote[];
  readonly present: boolean;
}
