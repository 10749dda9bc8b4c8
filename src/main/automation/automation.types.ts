import type { AutomationRule, RuleChange, RuleDraft, RuleFile } from '#shared/automation/rule.ts';
import type { TimelineEntry } from '#shared/automation/timeline.ts';
import type { Cell } from '#shared/cell.ts';
import type { AutomationView } from '#shared/contract/automation.ts';
import type { AutomationInput } from './engine/engine.types.ts';

export type { AutomationInput } from './engine/engine.types.ts';

/** When → if → do: the streamer's rules, what fires them, and what became of it. */
export interface AutomationDesk {
  /** Everything that may fire a rule comes in here. Returns at once. */
  input(input: AutomationInput): void;
  readonly rules: Cell<readonly AutomationRule[]>;
  readonly timeline: Cell<readonly TimelineEntry[]>;
  /** Rises when `view` would be another. */
  readonly viewVersion: Cell<number>;
  view(): AutomationView;
  /** Whatever triggers and conditions say. Throws `not-found`; `conflict` when it lacks something. */
  run(id: string): void;
  /** Does what a draft says without keeping it; resolves with what went wrong, in plain words. */
  test(draft: RuleDraft): Promise<readonly string[]>;
  add(drafts: readonly RuleDraft[]): readonly string[];
  change(id: string, change: RuleChange): void;
  remove(ids: readonly string[]): void;
  duplicate(id: string): string;
  move(id: string, beforeId: string | null): void;
  undo(): void;
  exported(ids: readonly string[]): RuleFile;
  clearTimeline(): void;
  programs(): Promise<readonly string[]>;
  /** Automation was switched on or off. */
  settingsChanged(): void;
  /** Ends what is being done; later triggers fire again. */
  stop(): void;
  close(): Promise<void>;
}
