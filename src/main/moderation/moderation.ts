import { join } from 'node:path';
import type { Appraised } from '#main/director/appraise.types.ts';
import { createSavedDocument } from '#main/platform/saved-document.ts';
import { createCell } from '#shared/cell.ts';
import type { Evidence, ModerationView } from '#shared/contract/moderation.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { Appraisal } from '#shared/live/appraisal.ts';
import { isPaid, isViewerEvent, type RetractEvent, textOfEvent, type ViewerEvent } from '#shared/live/live-event.ts';
import { createEventJudge } from './event-judge.ts';
import { createEvidenceLog } from './evidence-log.ts';
import { createHeldQueue, type Held } from './held-queue.ts';
import { createJudgeCache } from './judge-cache.ts';
import { hasRights } from './known-names.ts';
import { createModelCheck, type ModelOpinion } from './model-check.ts';
import type { Moderation, ModerationOptions, TimeOutRequest } from './moderation.types.ts';
import { tryPattern } from './patterns/pattern-trial.ts';
import { rulingOf } from './policy.ts';
import { createReplyGuard } from './reply-guard.ts';
import { starred, withText } from './shown-event.ts';
import { createStrikes, strikesDocumentSchema } from './strikes.ts';

/** Ids of released messages end with this: they must differ from the first delivery's, which the director knows. */
const RELEASED = '#released';
/** Released ids that are remembered: a late withdrawal still reaches the copy. */
const REMEMBERED = 2000;
const VIEW_EVERY_MS = 200;
const KEEP_STRIKES_MS = 1000;
const PLATFORM_TIMEOUT_MS = 10_000;
const NOBODY = { platform: null, userName: '', viewerKey: null, userId: null } as const;

/** See {@link Moderation}. */
export function createModeration(options: ModerationOptions): Moderation {
  const { clock, logger } = options;
  const settings = () => options.settings().moderation;
  const log = createEvidenceLog({
    dir: join(options.dataDir, 'moderation'),
    clock,
    logger,
    report: options.report,
  });
  const queue = createHeldQueue();
  const strikesFile = createSavedDocument({
    file: join(options.dataDir, 'moderation', 'strikes.json'),
    what: 'Strikes and time-outs',
    version: 1,
    schema: strikesDocumentSchema,
    empty: { strikes: [], timedOut: [] },
    migrate: (document) => document,
    clock,
    logger,
    report: options.report,
  });
  const strikes = createStrikes({ settings: () => settings().strikes, kept: strikesFile.current(), onChange: keepStrikes });
  let cancelKeep: (() => void) | undefined;
  const events = createEventJudge();
  const judges = createJudgeCache(options.settings);
  /** Messages that the model looks at, and those that were released: by the streamer past all lists, by the model past itself only. */
  const checking = new Map<string, Held>();
  const released = new Map<string, 'streamer' | 'model'>();
  const counts = { judged: 0, masked: 0, held: 0, blocked: 0, replies: 0 };
  const closing = new AbortController();
  let cancelPublish: (() => void) | undefined;

  const viewNow = (): Omit<ModerationView, 'panic'> => ({
    held: queue.all(),
    timedOut: strikes.timedOut(clock.now()).map(({ untilMs, ...viewer }) => ({ ...viewer, until: untilMs })),
    checking: checking.size,
    patternTroubles: judges.built()?.troubles.map((trouble) => ({ ...trouble })) ?? [],
    counts: { ...counts, lost: log.lost },
  });
  const view = createCell(viewNow());
  function publish(): void {
    if (closing.signal.aborted) return;
    cancelPublish ??= clock.after(VIEW_EVERY_MS, () => {
      cancelPublish = undefined;
      view.set(viewNow());
    });
  }

  /** A wave of spam changes them by the hundred: the disk gets what came of a second. */
  function keepStrikes(): void {
    cancelKeep ??= clock.after(KEEP_STRIKES_MS, () => {
      cancelKeep = undefined;
      strikesFile.set(strikes.snapshot(clock.now()));
    });
  }

  const check = createModelCheck({ ask: options.askModel, settings: () => settings().modelCheck, clock, onOpinion });
  const guardReply = createReplyGuard({
    settings,
    judge: judges.current,
    language: options.language,
    random: options.random,
    onCaught({ sentence, category, evidence, action }) {
      counts.replies += 1;
      const deed = action === 'replace' ? 'reply-replaced' : action === 'drop' ? 'reply-dropped' : 'reply-ended';
      log.add({ deed, by: 'rules', ...NOBODY, text: sentence, category, evidence });
      publish();
    },
  });

  function record(deed: Evidence['deed'], by: Evidence['by'], { event, viewerKey, verdict }: Omit<Held, 'atMs'>): void {
    log.add({
      deed,
      by,
      platform: event.platform,
      userName: event.user.name,
      viewerKey: viewerKey ?? null,
      userId: event.user.id,
      text: textOfEvent(event),
      category: verdict.category ?? null,
      evidence: verdict.evidence ?? '',
    });
  }

  function wantsModel(event: ViewerEvent): boolean {
    return (
      settings().modelCheck.enabled && event.kind === 'chat' && textOfEvent(event).trim() !== '' && !hasRights(event.user.roles)
    );
  }

  /** Lets a held message go on under a new id. */
  function release({ event }: Held, by: 'streamer' | 'model'): void {
    const id = `${event.id}${RELEASED}`;
    released.set(id, by);
    if (released.size > REMEMBERED) released.delete(released.keys().next().value ?? '');
    options.accept([{ ...event, id }]);
  }

  function onOpinion(id: string, opinion: ModelOpinion): void {
    const held = checking.get(id);
    if (held === undefined) return;
    checking.delete(id);
    if (opinion === 'fit' || (opinion === 'unknown' && settings().modelCheck.otherwise === 'allow')) release(held, 'model');
    else hold(held, 'model');
    publish();
  }

  function hold(held: Held, by: 'rules' | 'model'): void {
    counts.held += 1;
    queue.add(held);
    record('hold', by, held);
  }

  function strike({ event, viewerKey }: Held, nowMs: number): void {
    if (viewerKey === undefined || hasRights(event.user.roles)) return;
    const viewer = { viewerKey, platform: event.platform, userName: event.user.name };
    if (strikes.strike(viewer, nowMs)) timeOut({ ...viewer, userId: event.user.id }, 'rules');
  }

  function timeOut(request: TimeOutRequest, by: 'rules' | 'streamer'): void {
    const { viewerKey, platform, userName, userId } = request;
    const { timeoutSeconds, onPlatform } = settings().strikes;
    const seconds = request.seconds ?? timeoutSeconds;
    strikes.timeOut({ viewerKey, platform, userName }, seconds, clock.now());
    log.add({
      deed: 'timed-out',
      by,
      platform,
      userName,
      viewerKey,
      userId,
      text: '',
      category: 'timed-out',
      evidence: `${seconds} s`,
    });
    if (onPlatform && userId !== null) void timeOutOnPlatform({ platform, userId }, seconds);
    publish();
  }

  async function timeOutOnPlatform(
    viewer: { platform: TimeOutRequest['platform']; userId: string },
    seconds: number,
  ): Promise<void> {
    const ending = new AbortController();
    const end = (): void => ending.abort();
    const cancel = clock.after(PLATFORM_TIMEOUT_MS, end);
    closing.signal.addEventListener('abort', end, { once: true });
    try {
      await options.timeOutOnPlatform(viewer, seconds, 'Unfit messages', ending.signal);
    } catch (cause) {
      logger.warn('a platform did not silence a viewer', { platform: viewer.platform, cause: messageFromUnknown(cause) });
    } finally {
      cancel();
      closing.signal.removeEventListener('abort', end);
    }
  }

  function take({ event, appraisal }: Appraised): void {
    if (event.kind === 'retract') retract(event);
    if (appraisal === undefined || !isViewerEvent(event)) return;
    const { verdict, viewerKey } = appraisal;
    const held: Held = { event, viewerKey, verdict, atMs: clock.now() };
    if (verdict.action === 'hold') {
      if (verdict.category !== 'model') hold(held, 'rules');
      else if (check.add({ id: event.id, text: textOfEvent(event) })) checking.set(event.id, held);
      else onOverflow(held);
    } else if (verdict.action === 'block') {
      counts.blocked += 1;
      if (verdict.category === 'timed-out') return;
      record('block', 'rules', held);
      strike(held, held.atMs);
    } else if (verdict.action === 'mask') takeMasked(held, appraisal);
  }

  function takeMasked(held: Held, { shown }: Appraisal): void {
    counts.masked += 1;
    const isCut = isPaid(held.event) && textOfEvent(held.event) !== '' && textOfEvent(shown) === '';
    if (held.verdict.category === 'timed-out') return;
    record(isCut ? 'cut' : 'mask', 'rules', held);
    if (isCut) strike(held, held.atMs);
  }

  /** More messages than the model can look at. */
  function onOverflow(held: Held): void {
    if (settings().modelCheck.otherwise === 'allow') release(held, 'model');
    else hold(held, 'model');
  }

  function retract(event: RetractEvent): void {
    queue.retract(event);
    for (const [id, held] of checking)
      if (event.targetIds?.includes(id) === true || held.event.user.id === event.targetUserId) checking.delete(id);
    const copies = (event.targetIds ?? []).map((id) => `${id}${RELEASED}`).filter((id) => released.has(id));
    if (copies.length > 0) options.accept([{ ...event, id: `${event.id}${RELEASED}`, targetIds: copies }]);
  }

  function held(id: string): Held {
    const found = queue.take(id);
    if (found === undefined)
      throw new StudioError('not-found', 'This message waits no more: it was decided on, or its platform withdrew it.');
    publish();
    return found;
  }

  return {
    judge(event, viewerKey, nowMs) {
      const now = settings();
      if (!now.enabled || event.source === 'microphone') return { verdict: { action: 'allow' }, shown: event };
      counts.judged += 1;
      const by = released.get(event.id);
      const judge = judges.current();
      if (by === 'streamer') return events.judgeName(event, judge, now);
      const judged = events.judge(event, judge, now);
      if (viewerKey !== undefined && strikes.isTimedOut(viewerKey, nowMs) && !hasRights(event.user.roles))
        return unheard(event, judged.shown);
      const passes = judged.verdict.action === 'allow' || judged.verdict.action === 'mask';
      return by === undefined && passes && wantsModel(event)
        ? { verdict: { action: 'hold', category: 'model', at: 'text' }, shown: judged.shown }
        : judged;
    },
    taken(fresh) {
      for (const one of fresh) take(one);
      if (fresh.length > 0) publish();
    },
    guardReply,
    view,
    approve(id) {
      const found = held(id);
      record('approved', 'streamer', found);
      release(found, 'streamer');
    },
    reject(id) {
      const found = held(id);
      record('rejected', 'streamer', found);
      strike(found, clock.now());
    },
    timeOut: (request) => timeOut(request, 'streamer'),
    liftTimeOut(viewerKey) {
      const viewer = strikes.timedOut(clock.now()).find((one) => one.viewerKey === viewerKey);
      if (viewer === undefined || !strikes.lift(viewerKey))
        throw new StudioError('not-found', 'This viewer is not timed out any more.');
      const { platform, userName } = viewer;
      log.add({
        deed: 'time-out-lifted',
        by: 'streamer',
        platform,
        userName,
        viewerKey,
        userId: null,
        text: '',
        category: null,
        evidence: '',
      });
      publish();
    },
    tryLine(text, platform) {
      const findings = judges.current().findings(text);
      const { action, masked } = rulingOf(findings, settings(), platform);
      return {
        action,
        shown: action === 'mask' ? starred(text, masked) : action === 'allow' ? text : '',
        findings: findings.map(({ category, evidence, from, to }) => ({ category, evidence, from, to })),
      };
    },
    tryPattern,
    evidence: log.page,
    eraseEvidence: log.erase,
    note: (deed) => log.add({ deed, by: 'streamer', ...NOBODY, text: '', category: null, evidence: '' }),
    warmUp: () => void judges.current(),
    async close() {
      closing.abort();
      cancelPublish?.();
      check.close();
      if (cancelKeep !== undefined) strikesFile.set(strikes.snapshot(clock.now()));
      cancelKeep?.();
      await Promise.all([log.close(), strikesFile.close()]);
    },
  };
}

/** Of a viewer who is timed out: nothing they write, but thanks for what they pay. */
function unheard(event: ViewerEvent, shown: ViewerEvent): ReturnType<Moderation['judge']> {
  const why = { category: 'timed-out' as const, at: 'text' as const };
  if (!isPaid(event)) return { verdict: { action: 'block', ...why }, shown };
  return { verdict: { action: 'mask', ...why }, shown: textOfEvent(event) === '' ? shown : withText(shown, '') };
}
