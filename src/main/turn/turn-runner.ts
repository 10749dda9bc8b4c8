import type { DialogueDelta, DialogueTurn } from '#main/dialogue/dialogue.types.ts';
import type { TurnOutcome, TurnRequest } from '#main/director/turn-request.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import type { SentenceGuard, SpeechSink } from '#main/speech/speech.types.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { Performance } from '#shared/contract/speech.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { TimeMark } from '#shared/live/ledger.ts';
import { textOfEvent } from '#shared/live/live-event.ts';
import type { Emotion, Speaker } from '#shared/speech/emotion.ts';
import { type TurnEvent, type TurnState, transition } from './turn-state.ts';

/** What the runner needs of its neighbours; the composition root hands in the real ones. */
export interface TurnPorts {
  readonly queue: {
    next(turnId: number): TurnRequest | undefined;
    mark(turnId: number, mark: TimeMark, atMs: number): void;
    settle(turnId: number, outcome: TurnOutcome): void;
  };
  readonly mind: {
    answer(turn: DialogueTurn, signal: AbortSignal): AsyncIterable<DialogueDelta>;
    remember(exchange: { turn: DialogueTurn; heard: string; cutShort: boolean }): void;
    readonly mind: 'model' | 'offline';
  };
  readonly voice: {
    speak(
      options: {
        turnId: number;
        text: AsyncIterable<string>;
        emotion?: Emotion;
        speaker?: Speaker;
        preface?: string | undefined;
        guard?: SentenceGuard | undefined;
        signal: AbortSignal;
        onFirstSentence?(): void;
        onFirstPcm?(): void;
      },
      sink: SpeechSink,
    ): Promise<{ readonly utterances: readonly unknown[]; readonly failed: number }>;
  };
  readonly stage: {
    beginTurn(
      turnId: number,
      listener: { audible(index: number, atMs: number): void; progress(): void; playedOut(): void },
    ): SpeechSink & {
      end(): void;
      heard(): { readonly text: string; readonly complete: boolean };
      progress(): { readonly text: string; readonly spokenUntil: number; readonly emotion: Emotion };
    };
    stop(turnId: number): Promise<{ readonly text: string; readonly complete: boolean }>;
    setThinking(thinking: boolean): void;
  };
  /** What the assistant reads out before the answer; undefined: nothing. */
  preface(request: TurnRequest): string | undefined;
  /** Looks at the sentences of one answer; the streamer's own words pass. Without it nobody does. */
  guard?(): SentenceGuard;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface TurnRunner {
  readonly performance: Cell<Performance>;
  /** Something waits in the queue. */
  available(): void;
  /** Silence now; the id of the turn that was ended, if one ran. */
  stop(): number | undefined;
  /** The turn that thinks or speaks now. */
  readonly runningTurnId: number | undefined;
  /** Ends this turn, if it still runs, and takes the next at once. */
  interrupt(turnId: number): void;
  /** Plays sound that was recorded as a turn of its own, at once: what runs is interrupted. No entry of the ledger, nothing remembered. Returns an end of it. */
  replay(speak: RecordedSpeech): () => void;
  close(): void;
}

/** Hands sentences that were recorded to the stage; resolves when the last was handed in. */
export type RecordedSpeech = (sink: SpeechSink, signal: AbortSignal) => Promise<void>;
interface RecordedTurn {
  readonly kind: 'recorded';
  readonly speak: RecordedSpeech;
}

interface RunningTurn {
  readonly request: TurnRequest | RecordedTurn;
  readonly abort: AbortController;
}

const IDLE_PERFORMANCE: Performance = {
  state: 'idle',
  turnId: null,
  about: null,
  reply: '',
  spokenUntil: 0,
  emotion: 'neutral',
  mind: 'none',
  quietUntilMs: null,
};

/** Takes turns from the queue one at a time and carries each from thought to the last heard word. */
export function createTurnRunner(ports: TurnPorts): TurnRunner {
  const { queue, mind, voice, stage, clock, logger } = ports;
  const performance = createCell<Performance>(IDLE_PERFORMANCE);
  const running = new Map<number, RunningTurn>();
  let state: TurnState = { phase: 'idle' };
  let closed = false;
  /** Comes before the queue. */
  let recorded: RecordedTurn | undefined;
  // Stages drop all that is not newer than the last stop, so ids must also rise from one start of the program to the next.
  let lastTurnId = Math.floor(clock.now() / 1000);

  function dispatch(event: TurnEvent): void {
    const result = transition(state, event);
    state = result.state;
    for (const effect of result.effects) {
      if (effect.type === 'take') take();
      else if (effect.type === 'begin') void run(effect.turnId);
      else void abort(effect.turnId, effect.why);
    }
  }

  function take(): void {
    if (closed || state.phase !== 'idle') return;
    const turnId = lastTurnId + 1;
    const request = recorded ?? queue.next(turnId);
    recorded = undefined;
    if (!request) {
      if (performance.get().state !== 'idle') performance.set({ ...performance.get(), state: 'idle', turnId: null });
      return;
    }
    lastTurnId = turnId;
    running.set(turnId, { request, abort: new AbortController() });
    dispatch({ type: 'taken', turnId });
  }

  async function run(turnId: number): Promise<void> {
    const turn = running.get(turnId);
    if (!turn) return;
    const { request, abort } = turn;
    const { signal } = abort;
    const mark = (name: TimeMark, atMs = clock.now()): void => {
      if (request.kind !== 'recorded') queue.mark(turnId, name, atMs);
    };
    // Read again as she speaks: a model that fails hands the turn to the offline persona.
    const speaker = (): Performance['mind'] => (isAnswer(request) ? mind.mind : 'none');
    mark('decided');
    performance.set({
      ...IDLE_PERFORMANCE,
      state: 'thinking',
      turnId,
      about: aboutOf(request),
      mind: speaker(),
    });

    let playedOut: () => void = () => {};
    const finished = new Promise<void>((resolve) => {
      playedOut = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    let audible = false;
    const playback = stage.beginTurn(turnId, {
      audible(_index, atMs) {
        if (audible || signal.aborted) return;
        audible = true;
        mark('firstAudible', atMs);
        dispatch({ type: 'sound', turnId });
      },
      progress() {
        if (signal.aborted) return;
        const { text, spokenUntil, emotion } = playback.progress();
        performance.set({
          ...performance.get(),
          state: state.phase === 'speaking' || spokenUntil > 0 ? 'speaking' : 'thinking',
          reply: text,
          spokenUntil,
          emotion,
          mind: speaker(),
        });
      },
      playedOut,
    });
    if (isAnswer(request)) stage.setThinking(true);

    let result: TurnOutcome['result'] = 'finished';
    try {
      if (request.kind === 'recorded') await request.speak(playback, signal);
      else if (!(await speakAloud(turnId, request, signal, mark, playback))) result = 'voice-failed';
    } catch (error) {
      if (!signal.aborted) {
        result = 'provider-failed';
        logger.error('a turn failed', { turnId, error: messageFromUnknown(error) });
      }
    }
    if (signal.aborted) return;
    stage.setThinking(false);
    playback.end();
    await finished;
    if (signal.aborted) return;
    conclude(turnId, { result, reply: playback.heard().text });
    dispatch({ type: 'ended', turnId });
  }

  /** False: no sentence could be spoken. */
  async function speakAloud(
    turnId: number,
    request: TurnRequest,
    signal: AbortSignal,
    mark: (name: TimeMark) => void,
    playback: SpeechSink,
  ): Promise<boolean> {
    const text = request.kind === 'say' ? once(request.text) : markedText(mind.answer(request, signal), mark);
    const { failed, utterances } = await voice.speak(
      {
        turnId,
        text,
        signal,
        ...(request.kind === 'say' && request.emotion ? { emotion: request.emotion } : {}),
        ...(request.kind === 'say' ? { speaker: request.speaker } : { preface: ports.preface(request), guard: ports.guard?.() }),
        onFirstSentence: () => mark('firstSentence'),
        onFirstPcm: () => {
          stage.setThinking(false);
          mark('firstPcm');
        },
      },
      playback,
    );
    return failed === 0 || failed < utterances.length;
  }

  /** Order matters: the sound ends first, then the work behind it; what was heard is known a moment later. */
  async function abort(turnId: number, why: 'stopped' | 'interrupted'): Promise<void> {
    const silenced = stage.stop(turnId);
    running.get(turnId)?.abort.abort();
    stage.setThinking(false);
    performance.set({ ...performance.get(), state: 'idle', turnId: null });
    const heard = await silenced;
    conclude(turnId, { result: why, reply: heard.text });
  }

  function conclude(turnId: number, outcome: TurnOutcome): void {
    const turn = running.get(turnId);
    if (!turn) return;
    running.delete(turnId);
    if (turn.request.kind === 'recorded') return;
    queue.mark(turnId, 'finished', clock.now());
    queue.settle(turnId, outcome);
    if (isAnswer(turn.request) && outcome.reply !== '')
      mind.remember({
        turn: turn.request,
        heard: outcome.reply,
        cutShort: outcome.result === 'stopped' || outcome.result === 'interrupted',
      });
  }

  return {
    performance,
    available: () => dispatch({ type: 'available' }),
    stop() {
      const turnId = state.phase === 'idle' ? undefined : state.turnId;
      // Also when idle: a stage may still hold the tail of a turn that the studio believes to be over.
      if (turnId === undefined) void stage.stop(lastTurnId);
      dispatch({ type: 'stop' });
      return turnId;
    },
    get runningTurnId() {
      return state.phase === 'idle' ? undefined : state.turnId;
    },
    interrupt(turnId) {
      if (state.phase !== 'idle' && state.turnId === turnId) dispatch({ type: 'interrupt' });
    },
    replay(speak) {
      if (closed) return () => {};
      recorded = { kind: 'recorded', speak };
      dispatch({ type: 'interrupt' });
      const turnId = lastTurnId;
      return () => {
        if (state.phase !== 'idle' && state.turnId === turnId) dispatch({ type: 'interrupt' });
      };
    },
    close() {
      closed = true;
      dispatch({ type: 'stop' });
    },
  };
}

const isAnswer = (request: TurnRequest | RecordedTurn): request is DialogueTurn =>
  request.kind !== 'say' && request.kind !== 'recorded';

function aboutOf(request: TurnRequest | RecordedTurn): Performance['about'] {
  if (request.kind === 'recorded') return null;
  if (request.kind === 'say') return { userName: '', text: request.text, kind: 'say', mergedCount: 0 };
  const { primary, mergedCount } = request;
  return { userName: primary.user.name, text: textOfEvent(primary), kind: primary.kind, mergedCount };
}

async function* once(text: string): AsyncGenerator<string, void> {
  yield text;
}

/** The text of the deltas, with the marks that they pass. */
async function* markedText(deltas: AsyncIterable<DialogueDelta>, mark: (name: TimeMark) => void): AsyncGenerator<string, void> {
  let first = true;
  for await (const delta of deltas) {
    if (delta.type === 'requested') mark('llmRequest');
    else {
      if (first) mark('firstToken');
      first = false;
      yield delta.text;
    }
  }
}
