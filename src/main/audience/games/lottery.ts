import { z } from 'zod';
import { countFrom } from '#shared/audience/command-text.ts';
import { type Proof, proofDrawSchema, proofSchema } from '#shared/audience/fairness.ts';
import {
  type Drawn,
  drawnSchema,
  type LotteryRules,
  type LotteryView,
  lotteryRulesSchema,
  MAX_PRIZES,
  type Prize,
  prizeSchema,
  WHOLE_CHANCE,
  type Win,
  winSchema,
} from '#shared/audience/games.ts';
import { createCell } from '#shared/cell.ts';
import { StudioError } from '#shared/errors.ts';
import { spokenText } from '../answers/answer-texts.ts';
import type { DocumentChange } from '../audience.types.ts';
import type { ForgottenViewer } from '../audience-desk.types.ts';
import type { Asker, ChatOutcome } from '../commands/command.types.ts';
import { beginRound, type FairRound, hashOf } from './fair-draw.ts';
import { done, type GameParts, refused, type StoredGame } from './game.types.ts';
import { createHistory } from './history.ts';
import { canBeWon, type DrawResult, drawPrizes } from './lottery-draw.ts';
import { createSerial } from './serial.ts';

/**
 * The lottery: viewers pay points and draw. Price, prizes, stock, points won and the record of the draw change in one transaction under the id of the
 * viewer's message, so that a line that comes again is answered with what it won the first time.
 */
export interface Lottery extends StoredGame<LotteryView> {
  draw(asker: Asker, argument: string): Promise<ChatOutcome>;
  setRules(rules: LotteryRules): Promise<void>;
  /** Adds or changes a prize. `stockBefore` is what the editor saw: where it did not touch the stock, draws since then keep counting. */
  savePrize(prize: Prize, stockBefore: number | null): Promise<void>;
  removePrize(id: string): Promise<void>;
  handOver(seq: number, handedOver: boolean): Promise<void>;
  /** Ends the round: its seed is published, and a new one begins under a new commitment. */
  reveal(): Promise<Proof>;
  /** Takes the viewer's name out of what is kept of draws; what was won stays. */
  forget(viewer: ForgottenViewer): Promise<void>;
  /** Rounds that ended, newest first. */
  proofs(): readonly Proof[];
}

const roundSchema = z.object({
  id: z.string(),
  seed: z.string(),
  commit: z.string(),
  counter: z.number().int(),
  startedAt: z.number(),
});
const stateSchema = z.object({
  rules: lotteryRulesSchema,
  prizes: z.array(prizeSchema).max(MAX_PRIZES),
  round: roundSchema,
  /** Of the next record. */
  nextSeq: z.number().int(),
});
type State = z.infer<typeof stateSchema>;
const recordSchema = drawnSchema.extend({
  eventId: z.string(),
  roundId: z.string(),
  /** Hash of the viewer's key, so that they can be forgotten; '' of older records. */
  who: z.string().default(''),
  draws: z.array(proofDrawSchema),
});
type DrawRecord = z.infer<typeof recordSchema>;
const memoSchema = z.object({ wins: z.array(winSchema), count: z.number().int() });

const STATE = { collection: 'lottery', key: 'state' } as const;
const RECORDS = 'lottery-draws';
const WON = 'lottery-won';
/** A round ends by itself before its proof outgrows a document (256 KiB of text) or its records are forgotten. */
const MAX_ROUND_CHARS = 180_000;
const MAX_ROUND_RECORDS = 400;
const KEPT_RECORDS = 500;
const SHOWN_RECORDS = 100;

export function createLottery(parts: GameParts): Lottery {
  const { book, clock, text } = parts;
  const serial = createSerial();
  const proofs = createHistory(book, 'lottery-proofs', proofSchema);
  let state: State = {
    rules: { open: false, cost: 500, maxDraws: 10 },
    prizes: [],
    round: beginRound(parts.newSeed, clock.now()),
    nextSeq: 1,
  };
  /** Newest first. */
  let records: DrawRecord[] = [];
  let roundRecordCount = 0;
  let roundChars = 0;
  const view = createCell<LotteryView>(viewNow());

  function viewNow(): LotteryView {
    const { id, commit, counter, startedAt } = state.round;
    return {
      rules: state.rules,
      prizes: [...state.prizes],
      round: { id, commit, draws: counter, startedAt },
      drawn: records
        .slice(0, SHOWN_RECORDS)
        .map(
          ({ seq, at, userName, count, cost, wins, handedOver }): Drawn => ({ seq, at, userName, count, cost, wins, handedOver }),
        ),
    };
  }
  const show = (): void => view.set(viewNow());

  /** Changes the state on disk first, then here. */
  async function keep(next: State, step: string, documents: readonly DocumentChange[] = []): Promise<void> {
    await book.transact({
      eventId: `lottery:${step}:${Math.floor(clock.now())}:${parts.newSeed().slice(0, 8)}`,
      reason: 'lottery-change',
      documents: [{ ...STATE, value: next }, ...documents],
    });
    state = next;
    show();
  }

  const roundRecords = (): DrawRecord[] => records.filter(({ roundId }) => roundId === state.round.id);
  const roundIsFull = (): boolean => roundRecordCount >= MAX_ROUND_RECORDS || roundChars > MAX_ROUND_CHARS;
  function measure(added: readonly DrawRecord[]): void {
    roundRecordCount += added.length;
    for (const { draws } of added) roundChars += JSON.stringify(draws).length;
  }

  function proofOf({ id, commit, seed }: FairRound): Proof {
    const draws = roundRecords()
      .flatMap((record) => record.draws)
      .sort((a, b) => a.counter - b.counter);
    return { format: 'yingxi-proof', version: 1, game: 'lottery', roundId: id, commit, seed, draws };
  }

  async function endRound(): Promise<Proof> {
    const proof = proofOf(state.round);
    const nowMs = clock.now();
    await keep({ ...state, round: beginRound(parts.newSeed, nowMs) }, 'reveal', proofs.changes(proof, nowMs));
    proofs.put(proof, nowMs);
    roundRecordCount = 0;
    roundChars = 0;
    return proof;
  }

  async function wonBefore(viewerKey: string): Promise<Set<string>> {
    const once = state.prizes.filter((prize) => prize.oncePerViewer && prize.enabled);
    const found = await Promise.all(once.map(async ({ id }) => ((await book.document(WON, wonKey(id, viewerKey))) ? [id] : [])));
    return new Set(found.flat());
  }

  async function drawNow(asker: Asker, viewerKey: string, count: number): Promise<ChatOutcome> {
    const { rules } = state;
    const nowMs = clock.now();
    const earlier = records.find(({ eventId }) => eventId === asker.eventId);
    if (earlier !== undefined) return done(resultText(asker, earlier.wins, earlier.count));
    if (!rules.open) return refused(text(asker, 'lotteryOff'));
    if (!state.prizes.some((prize) => canBeWon(prize, nowMs))) return refused(text(asker, 'lotteryEmpty'));
    if (roundIsFull()) await endRound();
    const cost = rules.cost * count;
    const balance = await book.balance(viewerKey);
    const tooPoor = (): ChatOutcome => refused(text(asker, 'tooPoor', { cost, points: balance }));
    // A prize of points must not pay for the draw that wins it.
    if (balance < cost) return tooPoor();
    const result = drawPrizes({
      prizes: state.prizes,
      round: state.round,
      eventId: asker.eventId,
      count,
      nowMs,
      wonBefore: await wonBefore(viewerKey),
    });
    const won = result.wins.reduce((sum, win) => sum + win.points, 0);
    const record: DrawRecord = {
      seq: state.nextSeq,
      at: nowMs,
      userName: asker.name,
      who: whoOf(viewerKey),
      count,
      cost,
      wins: [...result.wins],
      handedOver: !result.wins.some(({ kind }) => kind === 'item'),
      eventId: asker.eventId,
      roundId: state.round.id,
      draws: [...result.draws],
    };
    const next: State = { ...state, prizes: [...result.prizes], round: result.round, nextSeq: state.nextSeq + 1 };
    const outcome = await book.transact({
      eventId: asker.eventId,
      reason: 'lottery',
      // What a bad prize takes never goes below zero.
      points: [{ viewerKey, points: Math.max(-balance, won - cost) }],
      documents: documentsOf(next, record, result, viewerKey),
      memo: { wins: [...result.wins], count },
      note: result.wins
        .map(({ name }) => name)
        .join(', ')
        .slice(0, 200),
    });
    if (!outcome.ok) return outcome.why === 'too-poor' ? tooPoor() : refused(text(asker, 'lotteryOff'));
    if (outcome.repeated) {
      const memo = memoSchema.safeParse(outcome.memo);
      return done(memo.success ? resultText(asker, memo.data.wins, memo.data.count) : undefined);
    }
    state = next;
    records = [record, ...records].slice(0, KEPT_RECORDS);
    measure([record]);
    show();
    return done(resultText(asker, result.wins, count));
  }

  function documentsOf(next: State, record: DrawRecord, result: DrawResult, viewerKey: string): DocumentChange[] {
    const oldest = records.length >= KEPT_RECORDS ? records.at(-1) : undefined;
    return [
      { ...STATE, value: next },
      { collection: RECORDS, key: recordKey(record.seq), value: record },
      ...result.wonOnce.map((id) => ({ collection: WON, key: wonKey(id, viewerKey), expect: 0, value: true })),
      ...(oldest === undefined ? [] : [{ collection: RECORDS, key: recordKey(oldest.seq), value: undefined }]),
    ];
  }

  function resultText(asker: Asker, wins: readonly Win[], count: number): string {
    if (wins.length === 0) return text(asker, 'lotteryNothing', { count });
    const counts = new Map<string, number>();
    for (const { name } of wins) counts.set(name, (counts.get(name) ?? 0) + 1);
    const prizes = [...counts].map(([name, times]) =>
      times === 1 ? spokenText(name, 60) : text(asker, 'drawsOf', { prize: spokenText(name, 60), count: times }),
    );
    return text(asker, 'lotteryWon', { prizes: prizes.join(asker.language === 'en' ? ', ' : '、') });
  }

  return {
    view,
    async load() {
      const stored = stateSchema.safeParse((await book.document(STATE.collection, STATE.key))?.value);
      await proofs.load();
      const read = (await book.documents(RECORDS)).flatMap(({ value }) => recordSchema.safeParse(value).data ?? []);
      records = read.sort((a, b) => b.seq - a.seq).slice(0, KEPT_RECORDS);
      // The commitment must be on disk before the first draw, or a crash would lose the seed that was published for.
      if (stored.success) state = stored.data;
      else await keep(state, 'begin');
      measure(roundRecords());
      show();
    },
    draw(asker, argument) {
      const { viewerKey } = asker;
      if (viewerKey === undefined) return Promise.resolve(refused(text(asker, 'noIdentity')));
      const count = argument === '' ? 1 : (countFrom(argument, state.rules.maxDraws) ?? 1);
      return serial(() => drawNow(asker, viewerKey, count));
    },
    setRules: (rules) => serial(() => keep({ ...state, rules }, 'rules')),
    savePrize: (prize, stockBefore) =>
      serial(async () => {
        const old = state.prizes.find(({ id }) => id === prize.id);
        const stock = old !== undefined && prize.stock === stockBefore ? old.stock : prize.stock;
        const saved = { ...prize, stock };
        const prizes = old === undefined ? [...state.prizes, saved] : state.prizes.map((one) => (one === old ? saved : one));
        mustBeFair(prizes);
        await keep({ ...state, prizes }, 'prize');
      }),
    removePrize: (id) => serial(() => keep({ ...state, prizes: state.prizes.filter((prize) => prize.id !== id) }, 'prize')),
    handOver: (seq, handedOver) =>
      serial(async () => {
        const record = records.find((one) => one.seq === seq);
        if (record === undefined) throw new StudioError('not-found', 'This draw is not kept any more.');
        const changed = { ...record, handedOver };
        await keep(state, 'hand-over', [{ collection: RECORDS, key: recordKey(seq), value: changed }]);
        records = records.map((one) => (one === record ? changed : one));
        show();
      }),
    forget: ({ accounts, names }) =>
      serial(async () => {
        const hashes = new Set([...accounts].map(whoOf));
        const isTheirs = ({ who, userName }: DrawRecord): boolean =>
          userName !== '' && (who === '' ? names.has(userName) : hashes.has(who));
        const theirs = records.filter(isTheirs).map((record) => ({ ...record, userName: '' }));
        if (theirs.length === 0) return;
        const documents = theirs.map((record) => ({ collection: RECORDS, key: recordKey(record.seq), value: record }));
        await keep(state, 'forget', documents);
        records = records.map((record) => theirs.find(({ seq }) => seq === record.seq) ?? record);
        show();
      }),
    reveal: () => serial(endRound),
    proofs: () => proofs.entries,
    close() {},
  };
}

function mustBeFair(prizes: readonly Prize[]): void {
  if (prizes.length > MAX_PRIZES) throw new StudioError('invalid-input', `There can be ${MAX_PRIZES} prizes. Remove one first.`);
  const total = prizes.reduce((sum, { chance, enabled }) => sum + (enabled ? chance : 0), 0);
  if (total > WHOLE_CHANCE) {
    throw new StudioError(
      'invalid-input',
      `The chances of all prizes add up to ${total / 100} %. Lower some: 100 % is the most.`,
    );
  }
}

/** Keys sort as their numbers do. */
const recordKey = (seq: number): string => String(seq).padStart(12, '0');
const whoOf = (viewerKey: string): string => hashOf(viewerKey).slice(0, 32);
const wonKey = (prizeId: string, viewerKey: string): string => `${prizeId}:${whoOf(viewerKey)}`;
