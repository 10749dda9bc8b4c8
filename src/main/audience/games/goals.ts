import { countFrom } from '#shared/audience/command-text.ts';
import { type Goal, type GoalSetup, goalSchema, MAX_GOALS } from '#shared/audience/games.ts';
import { createCell } from '#shared/cell.ts';
import { assertNever, messageFromUnknown, StudioError } from '#shared/errors.ts';
import { isPaid, type ViewerEvent } from '#shared/live/live-event.ts';
import { cnyMicrosFromMoney } from '#shared/live/money.ts';
import { spokenText } from '../answers/answer-texts.ts';
import type { Asker, ChatOutcome } from '../commands/command.types.ts';
import { announced } from './announcements.ts';
import { done, type GameParts, refused, type StoredGame } from './game.types.ts';
import { createSerial } from './serial.ts';

/** Goals that the room works towards; each is celebrated once. What counts is written under the id of its event, so nothing counts twice. */
export interface Goals extends StoredGame<readonly Goal[]> {
  save(setup: GoalSetup): Promise<void>;
  remove(id: string): Promise<Goal>;
  /** Sets the progress, by the streamer's hand; a goal that falls below its target can be reached again. */
  setProgress(id: string, progress: number): Promise<void>;
  /** Puts a viewer's points into the first active goal that takes points. */
  contribute(asker: Asker, argument: string): Promise<ChatOutcome>;
  /** Counts what an event adds. Returns at once. */
  take(event: ViewerEvent): void;
}

const COLLECTION = 'goals';
/** Likes come by the thousand: they are written together. */
const LIKES_MS = 1000;
const MAX_POINTS = 1_000_000;

export function createGoals(parts: GameParts): Goals {
  const { book, clock, logger, text } = parts;
  const serial = createSerial();
  const view = createCell<readonly Goal[]>([]);
  let likes = 0;
  let writes = 0;
  let cancelLikes: (() => void) | undefined;

  const find = (id: string): Goal => {
    const goal = view.get().find((one) => one.id === id);
    if (goal === undefined) throw new StudioError('not-found', 'There is no such goal any more.');
    return goal;
  };
  const put = (goal: Goal): void => view.set(view.get().map((one) => (one.id === goal.id ? goal : one)));

  function grown(goal: Goal, by: number): Goal {
    const progress = Math.min(goal.progress + by, Number.MAX_SAFE_INTEGER);
    const reached = goal.reachedAt === null && progress >= goal.target;
    return { ...goal, progress, reachedAt: reached ? clock.now() : goal.reachedAt };
  }

  function celebrate(before: Goal, after: Goal): void {
    if (before.reachedAt === null && after.reachedAt !== null)
      parts.announce(announced(parts.language(), 'goalReached', { title: spokenText(after.title, 120) }));
  }

  /** Under `eventId` once: what was counted before is left as it is. */
  async function grow(kind: Goal['kind'], by: number, eventId: string): Promise<void> {
    const goals = view.get().filter((goal) => goal.active && goal.kind === kind);
    if (goals.length === 0 || by <= 0) return;
    const next = goals.map((goal) => grown(goal, by));
    const outcome = await book.transact({
      eventId,
      reason: `goal-${kind}`,
      documents: next.map((goal) => ({ collection: COLLECTION, key: goal.id, value: goal })),
    });
    if (!outcome.ok || outcome.repeated) return;
    for (const [index, goal] of next.entries()) {
      put(goal);
      celebrate(goals[index] ?? goal, goal);
    }
  }

  function count(kind: Goal['kind'], by: number, eventId: string): void {
    if (!view.get().some((goal) => goal.active && goal.kind === kind)) return;
    serial(() => grow(kind, by, eventId)).catch((cause: unknown) =>
      logger.warn('a goal could not be counted', { kind, cause: messageFromUnknown(cause) }),
    );
  }

  function countLikes(): void {
    cancelLikes = undefined;
    const by = likes;
    likes = 0;
    writes += 1;
    count('likes', by, `goal:likes:${Math.floor(clock.now())}:${writes}`);
  }

  async function store(goal: Goal, step: string): Promise<void> {
    writes += 1;
    await book.transact({
      eventId: `goal:${goal.id}:${step}:${Math.floor(clock.now())}:${writes}`,
      reason: 'goal-change',
      documents: [{ collection: COLLECTION, key: goal.id, value: step === 'remove' ? undefined : goal }],
    });
  }

  async function contributeNow(asker: Asker, viewerKey: string, points: number): Promise<ChatOutcome> {
    const goal = view.get().find((one) => one.active && one.kind === 'points' && one.progress < one.target);
    if (goal === undefined) return refused(text(asker, 'goalClosed'));
    // Nobody pays for more than what is missing.
    const given = Math.min(points, goal.target - goal.progress);
    const next = grown(goal, given);
    const outcome = await book.transact({
      eventId: asker.eventId,
      reason: 'goal-points',
      points: [{ viewerKey, points: -given }],
      documents: [{ collection: COLLECTION, key: goal.id, value: next }],
      note: goal.title,
    });
    if (!outcome.ok)
      return refused(text(asker, 'tooPoor', { cost: given, points: outcome.why === 'too-poor' ? outcome.balance : 0 }));
    if (!outcome.repeated) {
      put(next);
      celebrate(goal, next);
    }
    const percent = Math.floor((100 * next.progress) / next.target);
    return done(text(asker, 'contributed', { points: given, goal: spokenText(goal.title, 60), percent }));
  }

  return {
    view,
    async load() {
      view.set((await book.documents(COLLECTION)).flatMap(({ value }) => goalSchema.safeParse(value).data ?? []));
    },
    save: (setup) =>
      serial(async () => {
        const old = view.get().find(({ id }) => id === setup.id);
        if (old === undefined && view.get().length >= MAX_GOALS)
          throw new StudioError('invalid-input', `There can be ${MAX_GOALS} goals. Remove one first.`);
        const progress = old === undefined || old.kind !== setup.kind ? 0 : old.progress;
        const reachedAt = old?.reachedAt != null && progress >= setup.target ? old.reachedAt : null;
        const goal: Goal = { ...setup, progress, reachedAt };
        await store(goal, 'save');
        view.set(old === undefined ? [...view.get(), goal] : view.get().map((one) => (one === old ? goal : one)));
      }),
    remove: (id) =>
      serial(async () => {
        const goal = find(id);
        await store(goal, 'remove');
        view.set(view.get().filter((one) => one !== goal));
        return goal;
      }),
    setProgress: (id, progress) =>
      serial(async () => {
        const before = find(id);
        const goal = grown({ ...before, progress, reachedAt: progress < before.target ? null : before.reachedAt }, 0);
        await store(goal, 'progress');
        put(goal);
        celebrate(before, goal);
      }),
    contribute(asker, argument) {
      const { viewerKey } = asker;
      if (viewerKey === undefined) return Promise.resolve(refused(text(asker, 'noIdentity')));
      const points = countFrom(argument, MAX_POINTS) ?? 100;
      return serial(() => contributeNow(asker, viewerKey, points));
    },
    take(event) {
      switch (event.kind) {
        case 'follow':
          return count('follows', 1, event.id);
        case 'membership':
          if (isPaid(event)) count('members', event.membership.giftCount ?? 1, event.id);
          if (event.value !== null) count('money', cnyMicrosFromMoney(event.value), event.id);
          return;
        case 'superchat':
          return count('money', cnyMicrosFromMoney(event.value), event.id);
        case 'gift':
          if (event.final && event.paid && event.value !== null) count('money', cnyMicrosFromMoney(event.value), event.id);
          return;
        case 'like':
          likes += event.count;
          cancelLikes ??= clock.after(LIKES_MS, countLikes);
          return;
        case 'chat':
        case 'join':
        case 'share':
        case 'raid':
        case 'redemption':
          return;
        default:
          return assertNever(event);
      }
    },
    close() {
      cancelLikes?.();
      if (likes > 0) countLikes();
    },
  };
}
