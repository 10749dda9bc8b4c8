import { z } from 'zod';
import { tallySchema, type VoteSetup, type VoteView, voteSetupSchema } from '#shared/audience/games.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import type { DocumentChange } from '../audience.types.ts';
import type { Asker, ChatOutcome } from '../commands/command.types.ts';
import { voteOpenText, voteResultText } from './announcements.ts';
import { done, type GameParts, refused, type StoredGame } from './game.types.ts';
import { createHistory } from './history.ts';
import { listed, optionFrom } from './options.ts';
import { createSerial } from './serial.ts';
import { createShards, type Shards } from './shards.ts';

/** Votes: one voice a viewer. Ballots are written together a few times a second; who is answered has no price to lose. */
export interface Vote extends StoredGame<VoteView> {
  open(setup: VoteSetup): Promise<void>;
  /** Ends it; the result stays in the history. */
  finish(): Promise<void>;
  /** Clears the result away. */
  clear(): Promise<void>;
  cast(asker: Asker, argument: string): Promise<ChatOutcome>;
  /** Whether a bare line is a ballot of the vote that runs. Pure. */
  isBallot(text: string): boolean;
}

const stateSchema = z.object({
  id: z.string(),
  setup: voteSetupSchema,
  open: z.boolean(),
  openedAt: z.number(),
  closesAt: z.number().nullable(),
});
type State = z.infer<typeof stateSchema>;
const historySchema = z.object({ id: z.string(), question: z.string(), tally: z.array(tallySchema), closedAt: z.number() });

const STATE = { collection: 'vote', key: 'state' } as const;
const SHOWN_HISTORY = 10;
const WRITE_MS = 200;
/** One line of a bare ballot; more is talk. */
const LONGEST_BALLOT = 60;

export function createVote(parts: GameParts): Vote {
  const { book, clock, logger, text } = parts;
  const serial = createSerial();
  let state: State | undefined;
  let ballots: Shards<number> = createShards('vote-none', [], readOption);
  let counts: number[] = [];
  const history = createHistory(book, 'vote-history', historySchema);
  let unwritten = new Set<string>();
  let cancelWrite: (() => void) | undefined;
  let cancelEnd: (() => void) | undefined;
  let writes = 0;
  const view = createCell<VoteView>({ current: null, history: [] });

  const tallyNow = () => (state?.setup.options ?? []).map((label, index) => ({ label, votes: counts[index] ?? 0 }));
  function show(): void {
    view.set({
      current:
        state === undefined
          ? null
          : {
              id: state.id,
              question: state.setup.question,
              tally: tallyNow(),
              open: state.open,
              openedAt: state.openedAt,
              closesAt: state.closesAt,
              bareWords: state.setup.bareWords,
              mayChange: state.setup.mayChange,
            },
      history: history.entries.slice(0, SHOWN_HISTORY),
    });
  }

  async function change(step: string, documents: readonly DocumentChange[]): Promise<void> {
    writes += 1;
    const eventId = `vote:${state?.id ?? 'none'}:${step}:${Math.floor(clock.now())}:${writes}`;
    await book.transact({ eventId, reason: 'vote', documents });
  }

  function count(): void {
    counts = (state?.setup.options ?? []).map(() => 0);
    for (const [, option] of ballots.values()) counts[option] = (counts[option] ?? 0) + 1;
  }

  async function write(): Promise<void> {
    cancelWrite?.();
    cancelWrite = undefined;
    if (unwritten.size === 0) return;
    const now = unwritten;
    unwritten = new Set();
    try {
      await change('ballots', ballots.documents(now));
    } catch (cause) {
      for (const key of now) unwritten.add(key);
      logger.warn('ballots could not be written yet', { cause: messageFromUnknown(cause) });
    }
  }

  function armEnd(): void {
    cancelEnd?.();
    cancelEnd = undefined;
    if (state?.closesAt == null || !state.open) return;
    cancelEnd = clock.after(Math.max(0, state.closesAt - clock.now()), () => {
      serial(finishNow).catch((cause: unknown) =>
        logger.error('a vote could not be closed', { cause: messageFromUnknown(cause) }),
      );
    });
  }

  async function finishNow(): Promise<void> {
    if (state === undefined || !state.open) return;
    await write();
    const closed = { ...state, open: false };
    const result = { id: state.id, question: state.setup.question, tally: tallyNow(), closedAt: clock.now() };
    await change('finish', [{ ...STATE, value: closed }, ...history.changes(result, result.closedAt), ...ballots.removal()]);
    state = closed;
    history.put(result, result.closedAt);
    armEnd();
    show();
    if (state.setup.announce) parts.announce(voteResultText(parts.language(), result.tally));
  }

  return {
    view,
    async load() {
      const stored = stateSchema.safeParse((await book.document(STATE.collection, STATE.key))?.value);
      await history.load();
      if (stored.success) {
        state = stored.data;
        ballots = createShards(collectionOf(state.id), await book.documents(collectionOf(state.id)), readOption);
        count();
        const ended = history.entries.find(({ id }) => id === stored.data.id);
        if (ended !== undefined) counts = ended.tally.map(({ votes }) => votes);
      }
      armEnd();
      show();
    },
    open: (setup) =>
      serial(async () => {
        if (state?.open) throw new StudioError('conflict', 'A vote is running. Close it first.');
        const openedAt = clock.now();
        const id = Math.floor(openedAt).toString(36);
        const closesAt = setup.seconds === null ? null : openedAt + setup.seconds * 1000;
        const next: State = { id, setup, open: true, openedAt, closesAt };
        await change('open', [{ ...STATE, value: next }]);
        state = next;
        ballots = createShards(collectionOf(id), [], readOption);
        count();
        armEnd();
        show();
        if (setup.announce) parts.announce(voteOpenText(parts.language(), setup.question, setup.options));
      }),
    finish: () => serial(finishNow),
    clear: () =>
      serial(async () => {
        if (state?.open) throw new StudioError('conflict', 'The vote still runs. Close it first.');
        await change('clear', [{ ...STATE, value: undefined }]);
        state = undefined;
        show();
      }),
    async cast(asker, argument) {
      if (state === undefined || !state.open) return refused(text(asker, 'voteClosed'));
      if (asker.viewerKey === undefined) return refused(text(asker, 'noIdentity'));
      const option = optionFrom(state.setup.options, argument);
      if (option === undefined) return refused(text(asker, 'voteUnknown', { options: listed(state.setup.options) }));
      const before = ballots.get(asker.viewerKey);
      if (before !== undefined && !state.setup.mayChange) return refused(text(asker, 'voteTwice'));
      if (before !== undefined) counts[before] = (counts[before] ?? 1) - 1;
      counts[option] = (counts[option] ?? 0) + 1;
      ballots.put(asker.viewerKey, option);
      unwritten.add(asker.viewerKey);
      cancelWrite ??= clock.after(WRITE_MS, () => void serial(write));
      show();
      return done();
    },
    isBallot: (line) =>
      state?.open === true &&
      state.setup.bareWords &&
      line.length <= LONGEST_BALLOT &&
      optionFrom(state.setup.options, line) !== undefined,
    close() {
      cancelEnd?.();
      void serial(write);
    },
  };
}

const collectionOf = (id: string): string => `vote-${id}`;
function readOption(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}
