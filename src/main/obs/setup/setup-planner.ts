import type { ObsLink } from '#main/obs/obs.types.ts';
import { StudioError } from '#shared/errors.ts';
import type { SetupPlan, SetupView } from '#shared/obs/setup/setup-view.ts';
import { desktopSoundName, type SetupLanguage } from '#shared/obs/setup/shipped-templates.ts';
import type { SetupPage } from '#shared/obs/setup/template.ts';
import { isThisComputer } from './is-this-computer.ts';
import type { ObsSnapshot } from './obs-snapshot.types.ts';
import { planSetup } from './plan.ts';
import type { Planned, PlannedStep, StageState } from './plan.types.ts';
import { planRemoval } from './plan-removal.ts';
import type { SetupBook } from './setup-book.ts';
import { templatesOf } from './template-shelf.ts';

export interface SetupSurroundings {
  readonly link: ObsLink;
  readonly language: () => SetupLanguage;
  readonly stage: () => StageState;
  /** Address of a page with its token; undefined: there is no such page. */
  readonly pageUrl: (page: SetupPage) => string | undefined;
  readonly windowTitles: readonly string[];
}

/** Answers what would be done to an OBS, as things are now. */
export interface SetupPlanner {
  templates(): SetupView['templates'];
  /** `not-found`: there is none. */
  template(id: string): SetupView['templates'][number];
  blockedBy(kind: 'apply' | 'remove'): SetupPlan['blocked'];
  planFor(kind: 'apply' | 'remove', templateId: string, snapshot: ObsSnapshot): Planned;
}

export function createSetupPlanner({ link, book, ...around }: SetupSurroundings & { readonly book: SetupBook }): SetupPlanner {
  const templates = (): SetupView['templates'] => templatesOf(book.current().templates, around.language());

  function template(id: string): SetupView['templates'][number] {
    const found = templates().find((entry) => entry.template.id === id);
    if (found === undefined) throw new StudioError('not-found', `There is no template "${id}". Choose another one.`);
    return found;
  }

  return {
    templates,
    template,
    blockedBy(kind) {
      const { state, url } = link.status.get();
      if (state !== 'ready') return 'not-connected';
      return kind === 'apply' && !isThisComputer(url) ? 'remote' : null;
    },
    planFor(kind, templateId, snapshot) {
      const record = book.recordOf(snapshot.collection);
      const stage = around.stage();
      if (kind === 'remove') return planRemoval({ snapshot, record, stage });
      const { template: chosen, shipped, edited } = template(templateId);
      return planSetup({
        template: chosen,
        wish: book.current().wish,
        snapshot,
        record,
        hasKind: link.hasInputKind,
        pageUrl: around.pageUrl,
        stage,
        windowTitles: around.windowTitles,
        ownNames: edited || !shipped,
        desktopSoundName: desktopSoundName(around.language()),
      });
    },
  };
}

export const changesAnything = ({ changes }: PlannedStep): boolean => changes.length > 0;
