import { z } from 'zod';
import { type Proof, proofSchema } from '#shared/audience/fairness.ts';
import { MAX_ON_WHEEL, WHEEL_PHASES, type WheelRules, type WheelView, wheelRulesSchema } from '#shared/audience/games.ts';
import { createCell } from '#shared/cell.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { spokenText } from '../answers/answer-texts.ts';
import type { DocumentChange } from '../audience.types.ts';
import type { ForgottenViewer } from '../audience-desk.types.ts';
import type { Asker, ChatOutcome } from '../commands/command.types.ts';
import { announced } from './announcements.ts';
import { beginRound, drawFair, hashOf } from './fair-draw.ts';
import { done, type GameParts, refused, type StoredGame } from './game.types.ts';
import { createHistory } from './history.ts';
import { createSerial } from './serial.ts';

/**
 * The host's wheel: everyone on it has the same chance.
 *   closed → open (people join) → ready (the list stands, the commitment is published) → spinning → slowing (the winner is drawn) → done
 */
export interface Wheel extends StoredGame<WheelView> {
  setRules(rules: WheelRules): Promise<void>;
  openDoors(): Promise<void>;
  /** Fixes the list of names. */
  set(): Promise<void>;
  start(): Promise<void>;
  /** Draws, and lets the wheel slow down to the winner. */
  stop(): Promise<void>;
  shut(): Promise<void>;
  join(asker: Asker): Promise<ChatOutcome>;
  /** Somebody wrote; for wheels of everyone who is there. Returns at once. */
  noteActive(viewerKey: string, name: string, atMs: number): void;
  /** Takes the viewer's name off the wheel, and out of its past; places and proofs stay as they were drawn. */
  forget(viewer: ForgottenViewer): Promise<void>;
  /** Newest first. */
  proofs(): readonly Proof[];
}

const stateSchema = z.object({
  rules: wheelRulesSchema,
  phase: z.enum(WHEEL_PHASES),
  joined: z.array(z.object({ key: z.string(), name: z.string() })),
  names: z.array(z.string()),
  round: z
    .object({ id: z.string(), seed: z.string(), commit: z.string(), counter: z.number().int(), startedAt: z.number() })
    .nullable(),
  spinningSince: z.number().nullable(),
  slowingSince: z.number().nullable(),
  endsAt: z.number().nullable(),
  winnerIndex: z.number().int().nullable(),
  history: z.array(z.object({ at: z.number(), name: z.string(), of: z.number().int(), roundId: z.string() })),
});
type State = z.infer<typeof stateSchema>;

const STATE = { collection: 'wheel', key: 'state' } as const;
const KEPT_HISTORY = 20;
const MAX_ACTIVE = 2000;
/** Stands where a viewer's name was. */
const FORGOTTEN = '—';
const RESTING = { spinningSince: null, slowingSince: null, endsAt: null, winnerIndex: null } as const;

export function createWheel(parts: GameParts): Wheel {
  const { book, clock, logger, text } = parts;
  const serial = createSerial();
  const proofs = createHistory(book, 'wheel-proofs', proofSchema);
  /** Newest last. Names as they came: they are made fit to be spoken when a wheel is set, not at every line. */
  const active = new Map<string, { readonly name: string; readonly atMs: number }>();
  let cancelTimer: (() => void) | undefined;
  let changes = 0;
  let state: State = {
    rules: { source: 'joined', activeMinutes: 10, include: [], exclude: [], spinSeconds: 4, slowSeconds: 5, announce: true },
    phase: 'closed',
    joined: [],
    names: [],
    round: null,
    ...RESTING,
    history: [],
  };
  const view = createCell<WheelView>(viewNow());

  function viewNow(): WheelView {
    const { joined, round, ...shown } = state;
    return {
      ...shown,
      names: state.phase === 'closed' || state.phase === 'open' ? candidates() : state.names,
      round: round === null ? null : { id: round.id, commit: round.commit, draws: round.counter, startedAt: round.startedAt },
    };
  }
  const show = (): void => view.set(viewNow());

  async function keep(next: State, step: string, documents: readonly DocumentChange[] = []): Promise<void> {
    changes += 1;
    await book.transact({
      eventId: `wheel:${step}:${Math.floor(clock.now())}:${changes}`,
      reason: 'wheel',
      documents: [{ ...STATE, value: next }, ...documents],
    });
    state = next;
    armTimer();
    show();
  }

  /** Names as they would stand on the wheel now, each once. */
  function candidates(): string[] {
    const { rules, joined } = state;
    const since = clock.now() - rules.activeMinutes * 60_000;
    const present =
      rules.source === 'joined'
        ? joined.map(({ name }) => name)
        : [...active.values()].filter(({ atMs }) => atMs >= since).map(({ name }) => spokenText(name, 40));
    const excluded = new Set(rules.exclude.map((name) => name.toLowerCase()));
    const names = [...rules.include, ...present];
    return [...new Set(names)].filter((name) => !excluded.has(name.toLowerCase())).slice(0, MAX_ON_WHEEL);
  }

  function armTimer(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    const dueMs = state.phase === 'spinning' || state.phase === 'slowing' ? state.endsAt : null;
    if (dueMs === null) return;
    const then = state.phase === 'spinning' ? stopNow : settle;
    cancelTimer = clock.after(Math.max(0, dueMs - clock.now()), () => {
      serial(then).catch((cause: unknown) => logger.error('the wheel stands still', { cause: messageFromUnknown(cause) }));
    });
  }

  function must(...phases: readonly State['phase'][]): void {
    if (!phases.includes(state.phase))
      throw new StudioError('conflict', `The wheel is ${state.phase}: this can be done when it is ${phases.join(' or ')}.`);
  }

  async function stopNow(): Promise<void> {
    must('spinning');
    const { names, round } = state;
    if (round === null) throw new StudioError('internal', 'the wheel spins without a round');
    const choices = names.map((name, index) => ({ id: `${index + 1} ${name}`.slice(0, 200), weight: 1 }));
    // The list itself is the public part: another list would have been another draw.
    const drawn = drawFair('wheel', round, hashOf(names.join('\n')), choices);
    const nowMs = clock.now();
    const proof: Proof = {
      format: 'yingxi-proof',
      version: 1,
      game: 'wheel',
      roundId: round.id,
      commit: round.commit,
      seed: round.seed,
      draws: [drawn.draw],
    };
    const slowing: State = {
      ...state,
      phase: 'slowing',
      round: drawn.round,
      slowingSince: nowMs,
      endsAt: nowMs + state.rules.slowSeconds * 1000,
      winnerIndex: drawn.index,
    };
    await keep(slowing, 'stop', proofs.changes(proof, nowMs));
    proofs.put(proof, nowMs);
  }

  async function settle(): Promise<void> {
    if (state.phase !== 'slowing' || state.winnerIndex === null) return;
    const name = state.names[state.winnerIndex] ?? '';
    const entry = { at: clock.now(), name, of: state.names.length, roundId: state.round?.id ?? '' };
    await keep({ ...state, phase: 'done', endsAt: null, history: [entry, ...state.history].slice(0, KEPT_HISTORY) }, 'done');
    if (state.rules.announce) parts.announce(announced(parts.language(), 'wheelResult', { name: spokenText(name, 40) }));
  }

  return {
    view,
    async load() {
      const stored = stateSchema.safeParse((await book.document(STATE.collection, STATE.key))?.value);
      if (stored.success) state = stored.data;
      await proofs.load();
      armTimer();
      show();
    },
    setRules: (rules) => serial(() => keep({ ...state, rules }, 'rules')),
    openDoors: () =>
      serial(async () => {
        must('closed', 'ready', 'done');
        await keep({ ...state, phase: 'open', joined: [], names: [], round: null, ...RESTING }, 'open');
      }),
    set: () =>
      serial(async () => {
        must('closed', 'open', 'ready', 'done');
        const names = state.phase === 'done' || state.phase === 'ready' ? state.names : candidates();
        if (names.length < 2)
          throw new StudioError('conflict', 'Fewer than two names are on the wheel. Let people join, or write names in.');
        await keep({ ...state, phase: 'ready', names, round: beginRound(parts.newSeed, clock.now()), ...RESTING }, 'set');
      }),
    start: () =>
      serial(async () => {
        must('ready');
        const nowMs = clock.now();
        const endsAt = nowMs + state.rules.spinSeconds * 1000;
        await keep({ ...state, phase: 'spinning', ...RESTING, spinningSince: nowMs, endsAt }, 'start');
      }),
    stop: () => serial(stopNow),
    shut: () =>
      serial(async () => {
        must('open', 'ready', 'done', 'closed');
        await keep({ ...state, phase: 'closed', joined: [], names: [], round: null, ...RESTING }, 'close');
      }),
    join(asker) {
      const { viewerKey, name } = asker;
      return serial(async () => {
        if (state.phase !== 'open' || state.rules.source !== 'joined') return refused(text(asker, 'wheelClosed'));
        if (viewerKey === undefined) return refused(text(asker, 'noIdentity'));
        if (state.joined.some(({ key }) => key === viewerKey)) return refused(text(asker, 'wheelAlready'));
        if (state.joined.length >= MAX_ON_WHEEL) return refused(text(asker, 'wheelClosed'));
        // Two viewers of one name are two places on the wheel.
        const shown = state.joined.some((one) => one.name === name) ? `${name} (${state.joined.length + 1})` : name;
        await keep({ ...state, joined: [...state.joined, { key: viewerKey, name: shown }] }, 'join');
        return done(text(asker, 'wheelJoined', { count: candidates().length }));
      });
    },
    noteActive(viewerKey, name, atMs) {
      active.delete(viewerKey);
      active.set(viewerKey, { name, atMs });
      if (active.size <= MAX_ACTIVE) return;
      const oldest = active.keys().next();
      if (!oldest.done) active.delete(oldest.value);
    },
    forget({ accounts, names: known }) {
      for (const account of accounts) active.delete(account);
      return serial(async () => {
        const theirs = state.joined.filter(({ key }) => accounts.has(key)).map(({ name }) => name);
        const names = new Set([...[...known].map((name) => spokenText(name, 40)), ...theirs]);
        // What the streamer wrote on the wheel is the streamer's.
        for (const name of state.rules.include) names.delete(name);
        const without = (name: string): string => (names.has(name) ? FORGOTTEN : name);
        const past = proofs.revised((proof) => withoutNames(proof, names));
        const next: State = {
          ...state,
          joined: state.joined.filter(({ key }) => !accounts.has(key)),
          names: state.names.map(without),
          history: state.history.map((entry) => ({ ...entry, name: without(entry.name) })),
        };
        if (JSON.stringify(next) === JSON.stringify(state) && past.documents.length === 0) return;
        await keep(next, 'forget', past.documents);
        past.apply();
      });
    },
    proofs: () => proofs.entries,
    close() {
      cancelTimer?.();
    },
  };
}

/** A proof holds by the places on the wheel and their number; what stood on them is only told. */
function withoutNames(proof: Proof, names: ReadonlySet<string>): Proof {
  const clean = (id: string): string => {
    const [, place = '', name = ''] = /^(\d+) (.*)$/su.exec(id) ?? [];
    return names.has(name) ? `${place} ${FORGOTTEN}` : id;
  };
  const draws = proof.draws.map((draw) => ({
    ...draw,
    chosen: clean(draw.chosen),
    choices: draw.choices.map((choice) => ({ ...choice, id: clean(choice.id) })),
  }));
  return JSON.stringify(draws) === JSON.stringify(proof.draws) ? proof : { ...proof, draws };
}
