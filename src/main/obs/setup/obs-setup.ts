import { createCell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { SetupResult, SetupView } from '#shared/obs/setup/setup-view.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { SetupFile } from './record.ts';
import type { ObsSetup } from './setup.types.ts';
import { createSetupBook, type SetupBookOptions } from './setup-book.ts';
import { changesAnything, createSetupPlanner, type SetupSurroundings } from './setup-planner.ts';
import { createSetupRuns, type RunKind, type SetupRunsOptions } from './setup-runs.ts';
import { withoutTemplate, withTemplate } from './template-shelf.ts';

export type ObsSetupOptions = SetupBookOptions & SetupSurroundings & Pick<SetupRunsOptions, 'setStage'>;

/** Things of OBS's that may change a plan; each set-up causes many, so they are taken together. */
const CHANGES = [
  'SceneCreated',
  'SceneRemoved',
  'SceneNameChanged',
  'InputCreated',
  'InputRemoved',
  'InputNameChanged',
  'SceneItemCreated',
  'SceneItemRemoved',
  'CurrentSceneCollectionChanged',
] as const;
const TOGETHER_MS = 800;

export function createObsSetup(options: ObsSetupOptions): ObsSetup {
  const { link, clock } = options;
  const book = createSetupBook(options);
  const planner = createSetupPlanner({ ...options, book });
  const runs = createSetupRuns({
    ...options,
    book,
    planner,
    onProgress: (kind, done, total, name) => showRun({ kind, done, total, name }),
  });
  let version = 0;
  let last: SetupView['last'] = null;
  let run: SetupView['run'] = null;
  let running: AbortController | undefined;
  let finished: Promise<unknown> = Promise.resolve();
  let cancelBump: (() => void) | undefined;
  const view = createCell<SetupView>(wholeView());
  const unsubscribes = [
    link.status.subscribe(bump),
    ...CHANGES.map((event) =>
      link.on(event, () => {
        cancelBump ??= clock.after(TOGETHER_MS, () => {
          cancelBump = undefined;
          bump();
        });
      }),
    ),
  ];

  function wholeView(): SetupView {
    const { chosenId, wish, undo } = book.current();
    const templates = planner.templates();
    const chosen = templates.find(({ template }) => template.id === chosenId) ?? templates[0];
    return {
      templates,
      chosenId: chosen?.template.id ?? '',
      wish,
      run,
      last,
      undo: undo === null ? null : { kind: undo.kind, atMs: undo.atMs },
      version,
    };
  }
  function bump(): void {
    version += 1;
    tell();
  }
  const tell = (): void => view.set(wholeView());
  function showRun(now: SetupView['run']): void {
    run = now;
    tell();
  }
  function change(patch: Partial<SetupFile>): void {
    book.change(patch);
    bump();
  }

  return {
    view,
    async plan({ kind, templateId }, signal) {
      const blocked = planner.blockedBy(kind);
      if (blocked !== null) return { blocked, steps: [], notes: [], changes: 0, present: false };
      const { steps, notes, present } = planner.planFor(kind, templateId, await readSnapshot(link, signal));
      const bare = steps.map(({ changes: _, ...step }) => step);
      return { blocked, steps: bare, notes: [...notes], changes: steps.filter(changesAnything).length, present };
    },
    apply: (templateId) => begin('apply', (signal) => runs.carryOut('apply', templateId, signal)),
    remove: () => begin('remove', (signal) => runs.carryOut('remove', '', signal)),
    undo: () => begin('undo', runs.takeLastBack),
    cancel: () => running?.abort(),
    choose(templateId) {
      planner.template(templateId);
      change({ chosenId: templateId });
    },
    setWish: (patch) => change({ wish: { ...book.current().wish, ...patch } }),
    saveTemplate: (template) => change({ templates: withTemplate(book.current().templates, template) }),
    removeTemplate: (templateId) => change({ templates: withoutTemplate(book.current().templates, templateId) }),
    refresh: bump,
    async close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      cancelBump?.();
      running?.abort();
      await finished;
      await book.close();
    },
  };

  /** One run at a time, with its progress in the view. */
  async function begin(kind: RunKind, work: (signal: AbortSignal) => Promise<SetupResult>): Promise<SetupResult> {
    if (running !== undefined)
      throw new StudioError('conflict', 'Yingxi is at work in OBS already. Wait until that is done, or cancel it.');
    const blocked = planner.blockedBy(kind === 'apply' ? 'apply' : 'remove');
    if (blocked === 'remote')
      throw new StudioError(
        'unavailable',
        'OBS runs on another computer, which cannot reach the pages of this one. Run Yingxi there.',
      );
    if (blocked !== null) throw new StudioError('unavailable', 'OBS is not connected. Start OBS and connect first.');
    const abort = new AbortController();
    running = abort;
    showRun({ kind, done: 0, total: 0, name: '' });
    const working = work(abort.signal);
    finished = working.catch(() => undefined);
    try {
      last = await working;
      return last;
    } finally {
      running = undefined;
      run = null;
      bump();
    }
  }
}
