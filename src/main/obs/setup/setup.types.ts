import type { Cell } from '#shared/cell.ts';
import type { SetupPlan, SetupResult, SetupView, SetupWish } from '#shared/obs/setup/setup-view.ts';
import type { SetupTemplate } from '#shared/obs/setup/template.ts';

/** Builds scenes and sources in OBS from a template, and takes them away again. Touches nothing that it did not make. */
export interface ObsSetup {
  readonly view: Cell<SetupView>;
  /** What would be done now. Rejects like the link's calls, but not for being unconnected: the plan says so itself. */
  plan(request: { readonly kind: 'apply' | 'remove'; readonly templateId: string }, signal: AbortSignal): Promise<SetupPlan>;
  /** One run at a time: `conflict`. Resolves with what became of it, whatever that is. */
  apply(templateId: string): Promise<SetupResult>;
  remove(): Promise<SetupResult>;
  /** Takes back the last run, also after a new start. `not-found`: there is none. */
  undo(): Promise<SetupResult>;
  /** Ends the present run; what it did is taken back. */
  cancel(): void;
  choose(templateId: string): void;
  setWish(patch: Partial<SetupWish>): void;
  /** Adds a template or replaces that of its id; a shipped one can be had back by removing the changed one. */
  saveTemplate(template: SetupTemplate): void;
  /** `not-found`: a shipped one that was not changed, or none. */
  removeTemplate(templateId: string): void;
  /** The interface's language or the stage's settings changed. */
  refresh(): void;
  close(): Promise<void>;
}
