import { z } from 'zod';
import { type PredictionSetup, type PredictionView, poolSchema, predictionSetupSchema } from '#shared/audience/games.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { spokenText } from '../answers/answer-texts.ts';
import type { DocumentChange, PointsLine } from '../audience.types.ts';
import type { Asker, ChatOutcome } from '../commands/command.types.ts';
import { announced, predictionOpenText } from './announcements.ts';
import { done, type GameParts, refused, type StoredGame } from './game.types.ts';
import { createHistory } from './history.ts';
import { listed, optionAndAmount } from './options.ts';
import { payoutsOf, refundsOf, type Stake } from './payout.ts';
import { createSerial } from './serial.ts';
import { createShards, type Shards } from './shards.ts';

/**
 * Predictions: viewers stake points on what will happen; who was right shares the pool.
 *   open → locked → resolved | cancelled
 * A stake and its record are one transaction, and so is the whole payout with the new state.
 */
export interface Prediction extends StoredGame<PredictionView> {
  open(setup: PredictionSetup): Promise<void>;
  /** Takes no more stakes. */
  lock(): Promise<void>;
  /** `outcome`: place of the option that came true. */
  resolve(outcome: number): Promise<void>;
  /** Gives every stake back. */
  cancel(): Promise<void>;
  clear(): Promise<void>;
  stake(asker: Asker, argument: string): Promise<ChatOutcome>;
}

const stateSchema = z.object({
  id: z.string(),
  setup: predictionSetupSchema,
  phase: z.enum(['open', 'locked', 'resolved', 'cancelled']),
  openedAt: z.number(),
  closesAt: z.number().nullable(),
  outcome: z.number().int().nullable(),
});
type State = z.infer<typeof stateSchema>;
const historySchema = z.object({
  id: z.string(),
  question: z.string(),
  pools: z.array(poolSchema),
  outcome: z.number().int().nullable(),
  closedAt: z.number(),
});
const entrySchema = z.tuple([z.number().int().min(0), z.number().int().min(1)]);
/** [option, points] */
type Entry = z.infer<typeof entrySchema>;

const STATE = { collection: 'prediction', key: 'state' } as const;
const SHOWN_HISTORY = 10;

export function createPrediction(parts: GameParts): Prediction {
  const { book, clock, logger, text } = parts;
  const serial = createSerial();
  let state: State | undefined;
  let stakes: Shards<Entry> = createShards('prediction-none', [], readEntry);
  const history = createHistory(book, 'prediction-history', historySchema);
  let cancelLock: (() => void) | undefined;
  const view = createCell<PredictionView>({ current: null, history: [] });

  function poolsNow(): z.infer<typeof poolSchema>[] {
    const pools = (state?.setup.options ?? []).map((label) => ({ label, stake: 0, people: 0 }));
    for (const [, [option, points]] of stakes.values()) {
      const pool = pools[option];
      if (pool === undefined) continue;
      pool.stake += points;
      pool.people += 1;
    }
    return pools;
  }

  function show(): void {
    const shown = history.entries.slice(0, SHOWN_HISTORY);
    if (state === undefined) {
      view.set({ current: null, history: shown });
      return;
    }
    const { id, setup, phase, openedAt, closesAt, outcome } = state;
    const ended = history.entries.find((one) => one.id === id);
    view.set({
      current: {
        id,
        question: setup.question,
        pools: ended === undefined ? poolsNow() : ended.pools,
        phase,
        openedAt,
        closesAt,
        minStake: setup.minStake,
        maxStake: setup.maxStake,
        outcome,
      },
      history: shown,
    });
  }

  /** Steps are named by the prediction and what they do: each happens once, however often it is asked for. */
  async function step(
    next: State | undefined,
    name: string,
    more: { readonly points?: readonly PointsLine[]; readonly documents?: readonly DocumentChange[] } = {},
  ): Promise<void> {
    const outcome = await book.transact({
      eventId: `prediction:${(next ?? state)?.id ?? 'none'}:${name}`,
      reason: 'prediction',
      documents: [{ ...STATE, value: next }, ...(more.documents ?? [])],
      ...(more.points === undefined ? {} : { points: more.points }),
    });
    if (!outcome.ok) throw new StudioError('storage', `The prediction could not be changed (${outcome.why}). Try again.`);
    state = next;
    armLock();
    show();
  }

  function armLock(): void {
    cancelLock?.();
    cancelLock = undefined;
    if (state?.closesAt == null || state.phase !== 'open') return;
    cancelLock = clock.after(Math.max(0, state.closesAt - clock.now()), () => {
      serial(lockNow).catch((cause: unknown) =>
        logger.error('a prediction could not be locked', { cause: messageFromUnknown(cause) }),
      );
    });
  }

  async function lockNow(): Promise<void> {
    if (state?.phase !== 'open') return;
    await step({ ...state, phase: 'locked' }, 'lock');
    if (state.setup.announce) parts.announce(announced(parts.language(), 'predictionLocked', {}));
  }

  const allStakes = (): Stake[] => [...stakes.values()].map(([viewerKey, [option, points]]) => ({ viewerKey, option, points }));

  async function end(next: State, name: string, payouts: ReadonlyMap<string, number>): Promise<void> {
    const result = {
      id: next.id,
      question: next.setup.question,
      pools: poolsNow(),
      outcome: next.outcome,
      closedAt: clock.now(),
    };
    await step(next, name, {
      points: [...payouts].map(([viewerKey, points]) => ({ viewerKey, points })),
      documents: [...history.changes(result, result.closedAt), ...stakes.removal()],
    });
    history.put(result, result.closedAt);
    show();
  }

  function running(): State {
    if (state === undefined || state.phase === 'resolved' || state.phase === 'cancelled')
      throw new StudioError('conflict', 'No prediction is running.');
    return state;
  }

  async function stakeNow(asker: Asker, viewerKey: string, argument: string): Promise<ChatOutcome> {
    if (state?.phase !== 'open') return refused(text(asker, 'predictClosed'));
    const { setup, id } = state;
    const options = listed(setup.options);
    const wanted = optionAndAmount(setup.options, argument);
    if (wanted === undefined) return refused(text(asker, 'predictUnknown', { options }));
    const before = stakes.get(viewerKey);
    if (before !== undefined && before[0] !== wanted.option)
      return refused(text(asker, 'predictOther', { option: spokenText(setup.options[before[0]] ?? '', 60) }));
    const total = (before?.[1] ?? 0) + wanted.points;
    if (wanted.points < setup.minStake || total > setup.maxStake)
      return refused(text(asker, 'predictLimits', { least: setup.minStake, most: setup.maxStake }));
    const entry: Entry = [wanted.option, total];
    const outcome = await book.transact({
      eventId: asker.eventId,
      reason: 'prediction-stake',
      points: [{ viewerKey, points: -wanted.points }],
      documents: [stakes.withEntry(viewerKey, entry)],
      note: `${id} ${setup.options[wanted.option] ?? ''}`.slice(0, 200),
    });
    if (!outcome.ok)
      return refused(text(asker, 'tooPoor', { cost: wanted.points, points: outcome.why === 'too-poor' ? outcome.balance : 0 }));
    if (!outcome.repeated) {
      stakes.put(viewerKey, entry);
      show();
    }
    const points = stakes.get(viewerKey)?.[1] ?? total;
    return done(text(asker, 'predicted', { option: spokenText(setup.options[wanted.option] ?? '', 60), points }));
  }

  return {
    view,
    async load() {
      const stored = stateSchema.safeParse((await book.document(STATE.collection, STATE.key))?.value);
      await history.load();
      if (stored.success) {
        state = stored.data;
        stakes = createShards(collectionOf(state.id), await book.documents(collectionOf(state.id)), readEntry);
      }
      armLock();
      show();
    },
    open: (setup) =>
      serial(async () => {
        if (state?.phase === 'open' || state?.phase === 'locked')
          throw new StudioError('conflict', 'A prediction is running. Resolve or cancel it first.');
        if (setup.maxStake < setup.minStake)
          throw new StudioError('invalid-input', 'The highest stake is lower than the lowest. Raise it.');
        const openedAt = clock.now();
        const id = Math.floor(openedAt).toString(36);
        const closesAt = setup.seconds === null ? null : openedAt + setup.seconds * 1000;
        stakes = createShards(collectionOf(id), [], readEntry);
        await step({ id, setup, phase: 'open', openedAt, closesAt, outcome: null }, 'open');
        if (setup.announce) parts.announce(predictionOpenText(parts.language(), setup.question, setup.options));
      }),
    lock: () => serial(lockNow),
    resolve: (outcome) =>
      serial(async () => {
        const now = running();
        const option = now.setup.options[outcome];
        if (option === undefined) throw new StudioError('invalid-input', 'This prediction has no such choice.');
        const all = allStakes();
        await end({ ...now, phase: 'resolved', outcome }, 'end', payoutsOf(all, outcome));
        if (!now.setup.announce) return;
        const people = all.filter((stake) => stake.option === outcome).length;
        const points = all.reduce((sum, stake) => sum + stake.points, 0);
        const values = { option: spokenText(option, 60), people, points };
        parts.announce(announced(parts.language(), people === 0 ? 'predictionNobody' : 'predictionResult', values));
      }),
    cancel: () =>
      serial(async () => {
        const now = running();
        await end({ ...now, phase: 'cancelled' }, 'end', refundsOf(allStakes()));
        if (now.setup.announce) parts.announce(announced(parts.language(), 'predictionCancelled', {}));
      }),
    clear: () =>
      serial(async () => {
        if (state === undefined) return;
        if (state.phase === 'open' || state.phase === 'locked')
          throw new StudioError('conflict', 'The prediction still runs. Resolve or cancel it first.');
        await step(undefined, 'clear');
      }),
    stake(asker, argument) {
      const { viewerKey } = asker;
      if (viewerKey === undefined) return Promise.resolve(refused(text(asker, 'noIdentity')));
      return serial(() => stakeNow(asker, viewerKey, argument));
    },
    close() {
      cancelLock?.();
    },
  };
}

const collectionOf = (id: string): string => `prediction-${id}`;
function readEntry(value: unknown): Entry | undefined {
  return entrySchema.safeParse(value).data;
}
