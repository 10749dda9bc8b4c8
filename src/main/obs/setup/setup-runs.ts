import type { ObsLink } from '#main/obs/obs.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { SetupResult } from '#shared/obs/setup/setup-view.ts';
import { blackCaptures } from './capture-check.ts';
import { createHands, type HandsOptions } from './hands.ts';
import type { ObsSnapshot } from './obs-snapshot.types.ts';
import { copiesIn, findOurs } from './ours.ts';
import type { StageState } from './plan.types.ts';
import { newNames, withUuids } from './present-names.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { CollectionRecord } from './record.ts';
import { renamedDeeds } from './renamed-deeds.ts';
import { type Problem, type RunOptions, type RunReport, runChanges, wayBack } from './run-deeds.ts';
import type { SetupBook } from './setup-book.ts';
import { changesAnything, type SetupPlanner } from './setup-planner.ts';

export type RunKind = SetupResult['kind'];

export interface SetupRunsOptions {
  readonly link: ObsLink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly book: SetupBook;
  readonly planner: SetupPlanner;
  readonly stage: () => StageState;
  readonly setStage: HandsOptions['setStage'];
  /** `done` of `total` changes; `name` is what comes next. */
  readonly onProgress: (kind: RunKind, done: number, total: number, name: string) => void;
}

/** What one run does in OBS, from its snapshot to what is remembered of it. Rejects only when OBS cannot be read. */
export interface SetupRuns {
  carryOut(kind: 'apply' | 'remove', templateId: string, signal: AbortSignal): Promise<SetupResult>;
  takeLastBack(signal: AbortSignal): Promise<SetupResult>;
}

/** OBS forgets what was removed a moment later. */
const SETTLE_MS = 60;
const SETTLE_TRIES = 25;
const TAKE_BACK_WITHIN_MS = 30_000;

export function createSetupRuns(options: SetupRunsOptions): SetupRuns {
  const { link, clock, logger, book, planner } = options;
  return { carryOut, takeLastBack };

  async function carryOut(kind: 'apply' | 'remove', templateId: string, signal: AbortSignal): Promise<SetupResult> {
    const snapshot = await readSnapshot(link, signal);
    const { collection } = snapshot;
    const before = withBefore(book.recordOf(collection), snapshot, kind);
    const steps = planner.planFor(kind, templateId, snapshot).steps;
    const changes = steps.flatMap((step) => step.changes);
    if (changes.length === 0) return resultOf(kind, 'done', 0, []);
    const report = await perform(kind, changes, before, signal);
    if (report.brokeOff === undefined) return finish(kind, collection, templateId, report, signal);
    return takeBack(kind, collection, report, changes.length);
  }

  function perform(
    kind: RunKind,
    changes: RunOptions['changes'],
    record: CollectionRecord,
    signal: AbortSignal,
  ): Promise<RunReport> {
    return runChanges({
      hands: createHands({ link, clock, setStage: options.setStage }),
      changes,
      record,
      signal,
      isConnected: () => link.status.get().state === 'ready',
      onProgress: (done, name) => options.onProgress(kind, done, changes.length, name),
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
    book.keepRecord(collection, report.record, undo);
    const problems = [...report.problems];
    try {
      const { snapshot, left } = await settled(kind, templateId, signal);
      book.keepRecord(collection, withUuids(report.record, snapshot), undo);
      const told = new Set(problems.map(({ doing }) => doing));
      for (const { name } of left)
        if (!told.has(name))
          problems.push({
            doing: name,
            message: 'OBS took the request, but did not do it. Try again, or look for an open dialog in OBS.',
          });
      if (kind === 'apply') problems.push(...(await blackCaptures(link, clock, snapshot, signal)));
    } catch (error) {
      problems.push({ doing: '', message: `What OBS has now could not be checked: ${messageFromUnknown(error)}` });
    }
    return resultOf(kind, problems.length === 0 ? 'done' : 'partly', report.done.length, problems);
  }

  async function settled(kind: 'apply' | 'remove', templateId: string, signal: AbortSignal) {
    for (let tries = 1; ; tries++) {
      const snapshot = await readSnapshot(link, signal);
      const left = planner.planFor(kind, templateId, snapshot).steps.filter(changesAnything);
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
      book.keepRecord(collection, report.record, undo);
      return resultOf(kind, 'stopped', report.done.length, report.problems);
    }
    const limit = new AbortController();
    const cancelLimit = clock.after(TAKE_BACK_WITHIN_MS, () => limit.abort());
    const back = await perform('undo', deeds.map(withoutBack), report.record, limit.signal);
    cancelLimit();
    const clean = back.brokeOff === undefined && back.problems.length === 0;
    book.keepRecord(collection, clean ? book.recordOf(collection) : back.record, clean ? book.current().undo : undo);
    return resultOf(kind, clean ? 'taken-back' : 'stopped', 0, [...report.problems, ...back.problems]);
  }

  async function takeLastBack(signal: AbortSignal): Promise<SetupResult> {
    const { undo } = book.current();
    if (undo === null) throw new StudioError('not-found', 'There is nothing to take back.');
    const snapshot = await readSnapshot(link, signal);
    if (snapshot.collection !== undo.collection)
      throw new StudioError(
        'conflict',
        `That was in the scene collection "${undo.collection}". Switch to it in OBS, then try again.`,
      );
    const record = book.recordOf(undo.collection);
    const deeds = renamedDeeds(undo.deeds, newNames(snapshot, record));
    const report = await perform('undo', deeds.map(withoutBack), record, signal);
    const after = report.brokeOff === undefined ? withUuids(report.record, await readSnapshot(link, signal)) : report.record;
    book.keepRecord(undo.collection, after, report.brokeOff === undefined ? null : undo);
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

const withoutBack = <D extends object>(deed: D): D & { readonly back: readonly never[] } => ({ ...deed, back: [] });
