import type { ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { createSavedDocument } from '#main/platform/saved-document.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import type { SetupPlan, SetupResult, SetupView } from '#shared/obs/setup/setup-view.ts';
import { desktopSoundName, type SetupLanguage } from '#shared/obs/setup/shipped-templates.ts';
import type { SetupPage } from '#shared/obs/setup/template.ts';
import { createHands } from './hands.ts';
import { isThisComputer } from './is-this-computer.ts';
import type { ObsSnapshot } from './obs-snapshot.types.ts';
import { copiesIn, findOurs } from './ours.ts';
import { planSetup } from './plan.ts';
import type { Planned, PlannedStep, StageState } from './plan.types.ts';
import { planRemoval } from './plan-removal.ts';
import { newNames, withUuids } from './present-names.ts';
import { readSnapshot } from './read-snapshot.ts';
import { type CollectionRecord, emptyRecord, emptySetupFile, type SetupFile, setupFileSchema } from './record.ts';
import { renamedDeeds } from './renamed-deeds.ts';
import { type Problem, type RunReport, runChanges, wayBack } from './run-deeds.ts';
import type { ObsSetup } from './setup.types.ts';
import { templatesOf, withoutTemplate, withTemplate } from './template-shelf.ts';

export interface ObsSetupOptions {
  readonly link: ObsLink;
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report: (health: HealthReport) => void;
  readonly language: () => SetupLanguage;
  readonly stage: () => StageState;
  readonly setStage: (patch: { readonly background?: string; readonly windowOpen?: boolean }) => void;
  /** Address of a page with its token; undefined: there is no such page. */
  readonly pageUrl: (page: SetupPage) => string | undefined;
  readonly windowTitles: readonly string[];
}

type RunKind = SetupResult['kind'];
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
/** OBS forgets what was removed a moment later. */
const SETTLE_MS = 60;
const SETTLE_TRIES = 25;
const TAKE_BACK_WITHIN_MS = 30_000;

export function createObsSetup(options: ObsSetupOptions): ObsSetup {
  const { link, clock, logger } = options;
  const document = createSavedDocument<SetupFile>({
    file: options.file,
    what: 'What Yingxi made in OBS',
    version: 1,
    schema: setupFileSchema,
    empty: emptySetupFile(),
    migrate: (old) => old,
    clock,
    logger,
    report: options.report,
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
    const { templates: own, chosenId, wish, undo } = document.current();
    const templates = templatesOf(own, options.language());
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
  function change(patch: Partial<SetupFile>): void {
    document.set({ ...document.current(), ...patch });
    bump();
  }

  const recordOf = (collection: string): CollectionRecord => document.current().collections[collection] ?? emptyRecord();
  function keepRecord(collection: string, record: CollectionRecord, undo: SetupFile['undo']): void {
    const { collections } = document.current();
    document.set({ ...document.current(), collections: { ...collections, [collection]: record }, undo });
  }

  function blockedBy(kind: 'apply' | 'remove'): SetupPlan['blocked'] {
    const { state, url } = link.status.get();
    if (state !== 'ready') return 'not-connected';
    return kind === 'apply' && !isThisComputer(url) ? 'remote' : null;
  }

  function planFrom(kind: 'apply' | 'remove', templateId: string, snapshot: ObsSnapshot): Planned {
    const record = recordOf(snapshot.collection);
    const stage = options.stage();
    if (kind === 'remove') return planRemoval({ snapshot, record, stage });
    const { template, shipped, edited } = templateOf(templateId);
    return planSetup({
      template,
      wish: document.current().wish,
      snapshot,
      record,
      hasKind: link.hasInputKind,
      pageUrl: options.pageUrl,
      stage,
      windowTitles: options.windowTitles,
      ownNames: edited || !shipped,
      desktopSoundName: desktopSoundName(options.language()),
    });
  }

  function templateOf(templateId: string): SetupView['templates'][number] {
    const found = view.get().templates.find(({ template }) => template.id === templateId);
    if (found === undefined) throw new StudioError('not-found', `There is no template "${templateId}". Choose another one.`);
    return found;
  }

  return {
    view,
    async plan({ kind, templateId }, signal) {
      const blocked = blockedBy(kind);
      if (blocked !== null) return { blocked, steps: [], notes: [], changes: 0, present: false };
      const { steps, notes, present } = planFrom(kind, templateId, await readSnapshot(link, signal));
      const bare = steps.map(({ changes: _, ...step }) => step);
      return { blocked, steps: bare, notes: [...notes], changes: steps.filter(changesAnything).length, present };
    },
    apply: (templateId) => begin('apply', (signal) => carryOut('apply', templateId, signal)),
    remove: () => begin('remove', (signal) => carryOut('remove', '', signal)),
    undo: () => begin('undo', takeLastBack),
    cancel: () => running?.abort(),
    choose(templateId) {
      templateOf(templateId);
      change({ chosenId: templateId });
    },
    setWish: (patch) => change({ wish: { ...document.current().wish, ...patch } }),
    saveTemplate: (template) => change({ templates: withTemplate(document.current().templates, template) }),
    removeTemplate: (templateId) => change({ templates: withoutTemplate(document.current().templates, templateId) }),
    refresh: bump,
    async close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      cancelBump?.();
      running?.abort();
      await finished;
      await document.close();
    },
  };

  /** One run at a time, with its progress in the view. */
  async function begin(kind: RunKind, work: (signal: AbortSignal) => Promise<SetupResult>): Promise<SetupResult> {
    if (running !== undefined)
      throw new StudioError('conflict', 'Yingxi is at work in OBS already. Wait until that is done, or cancel it.');
    const blocked = blockedBy(kind === 'apply' ? 'apply' : 'remove');
    if (blocked === 'remote')
      throw new StudioError(
        'unavailable',
        'OBS runs on another computer, which cannot reach the pages of this one. Run Yingxi there.',
      );
    if (blocked !== null) throw new StudioError('unavailable', 'OBS is not connected. Start OBS and connect first.');
    const abort = new AbortController();
    running = abort;
    run = { kind, done: 0, total: 0, name: '' };
    tell();
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

  async function carryOut(kind: 'apply' | 'remove', templateId: string, signal: AbortSignal): Promise<SetupResult> {
    const snapshot = await readSnapshot(link, signal);
    const { collection } = snapshot;
    const before = withBefore(recordOf(collection), snapshot, kind);
    const steps = planFrom(kind, templateId, snapshot).steps;
    const changes = steps.flatMap((step) => step.changes);
    if (changes.length === 0) return resultOf(kind, 'done', 0, []);
    const report = await perform(kind, changes, before, signal);
    if (report.brokeOff === undefined) return finish(kind, collection, templateId, report, signal);
    return takeBack(kind, collection, report, changes.length);
  }

  function perform(
    kind: RunKind,
    changes: Parameters<typeof runChanges>[0]['changes'],
    record: CollectionRecord,
    signal: AbortSignal,
  ): Promise<RunReport> {
    return runChanges({
      hands: createHands({ link, clock, setStage: options.setStage }),
      changes,
      record,
      signal,
      isConnected: () => link.status.get().state === 'ready',
      onProgress(done, name) {
        run = { kind, done, total: changes.length, name };
        tell();
      },
    });
  }

  /** What OBS has now is read again: names and uuids are written down, and what is not there in spite of OBS's word is told. */
  async function finish(
    kind: 'apply' | 'remove',
    collection: string,
    templateId: string,
    report: RunReport,
    signal: AbortSignal,
  ): Promise<SetupResult> {
    const undo = { kind, atMs: clock.now(), collection, deeds: wayBack(report.done) };
    keepRecord(collection, report.record, undo);
    const problems = [...report.problems];
    try {
      const { snapshot, left } = await settled(kind, templateId, signal);
      keepRecord(collection, withUuids(report.record, snapshot), undo);
      const told = new Set(problems.map(({ doing }) => doing));
      for (const { name } of left)
        if (!told.has(name))
          problems.push({
            doing: name,
            message: 'OBS took the request, but did not do it. Try again, or look for an open dialog in OBS.',
          });
    } catch (error) {
      problems.push({ doing: '', message: `What OBS has now could not be checked: ${messageFromUnknown(error)}` });
    }
    return resultOf(kind, problems.length === 0 ? 'done' : 'partly', report.done.length, problems);
  }

  async function settled(kind: 'apply' | 'remove', templateId: string, signal: AbortSignal) {
    for (let tries = 1; ; tries++) {
      const snapshot = await readSnapshot(link, signal);
      const left = planFrom(kind, templateId, snapshot).steps.filter(changesAnything);
      if (left.length === 0 || tries >= SETTLE_TRIES) return { snapshot, left };
      await new Promise<void>((resolve) => clock.after(SETTLE_MS, resolve));
    }
  }

  /** It broke off: with OBS still there what was done is undone at once; else that waits for the streamer's "undo" or another try. */
  async function takeBack(
    kind: 'apply' | 'remove',
    collection: string,
    report: RunReport,
    planned: number,
  ): Promise<SetupResult> {
    const deeds = wayBack(report.done);
    const undo = { kind, atMs: clock.now(), collection, deeds };
    logger.warn('the set-up of OBS broke off', { kind, done: report.done.length, planned, why: report.problems.at(-1)?.message });
    if (report.brokeOff === 'lost' || link.status.get().state !== 'ready') {
      keepRecord(collection, report.record, undo);
      return resultOf(kind, 'stopped', report.done.length, report.problems);
    }
    const limit = new AbortController();
    const cancelLimit = clock.after(TAKE_BACK_WITHIN_MS, () => limit.abort());
    const back = await perform('undo', deeds.map(withoutBack), report.record, limit.signal);
    cancelLimit();
    const clean = back.brokeOff === undefined && back.problems.length === 0;
    keepRecord(collection, clean ? recordOf(collection) : back.record, clean ? document.current().undo : undo);
    return resultOf(kind, clean ? 'taken-back' : 'stopped', 0, [...report.problems, ...back.problems]);
  }

  async function takeLastBack(signal: AbortSignal): Promise<SetupResult> {
    const { undo } = document.current();
    if (undo === null) throw new StudioError('not-found', 'There is nothing to take back.');
    const snapshot = await readSnapshot(link, signal);
    if (snapshot.collection !== undo.collection)
      throw new StudioError(
        'conflict',
        `That was in the scene collection "${undo.collection}". Switch to it in OBS, then try again.`,
      );
    const record = recordOf(undo.collection);
    const deeds = renamedDeeds(undo.deeds, newNames(snapshot, record));
    const report = await perform('undo', deeds.map(withoutBack), record, signal);
    const after = report.brokeOff === undefined ? withUuids(report.record, await readSnapshot(link, signal)) : report.record;
    keepRecord(undo.collection, after, report.brokeOff === undefined ? null : undo);
    return resultOf('undo', report.problems.length === 0 ? 'done' : 'partly', report.done.length, report.problems);
  }

  /** How things were before the first set-up, to go back to in the end. */
  function withBefore(old: CollectionRecord, snapshot: ObsSnapshot, kind: 'apply' | 'remove'): CollectionRecord {
    const ours = findOurs(snapshot, old);
    const record = { ...old, copies: copiesIn(snapshot, ours) };
    if (kind === 'remove' || (record.before !== null && ours.scenes.size > 0)) return record;
    const { background, windowOpen } = options.stage();
    return { ...record, before: { program: snapshot.programScene, background, windowOpen } };
  }

  function resultOf(kind: RunKind, outcome: SetupResult['outcome'], changed: number, problems: readonly Problem[]): SetupResult {
    return { kind, outcome, changed, problems: [...problems], atMs: clock.now() };
  }
}

const changesAnything = ({ changes }: PlannedStep): boolean => changes.length > 0;
const withoutBack = <D extends object>(deed: D): D & { readonly back: readonly never[] } => ({ ...deed, back: [] });
