import type { Clock } from '#main/platform/host.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';
import type { TurnPlayback } from './turn-playback.ts';

/**
 * Says when a sentence may be synthesised. The one that plays next never waits. The others come as late as the voice allows: a quick voice would else
 * compute all of a long answer in the very moment in which she begins to speak, when sound, picture and a possible stop need the processor most,
 * and for nothing if she is stopped. A voice that takes its time is given it, several sentences at once.
 */
export interface LookAhead {
  /** Resolves when sentence `index` of `turn` may begin. */
  readyFor(turn: TurnPlayback, index: number): Promise<void>;
  /** The first sound of sentence `index` has come. */
  sounded(index: number): void;
  /** The sound has moved on: looks at those who wait. */
  settle(): void;
  /** The turn is over: nobody waits any more. */
  end(): void;
}

/** Sentences that synthesis may run ahead of the one that plays. */
const MOST_SENTENCES = 3;
/** A sentence begins this long after the one before, or as soon as that one sounds: a quick voice is given the processor for one at a time. */
const HEAD_START_MS = 120;
/** Sound at hand beyond which a voice that starts at once may wait. */
const LEAD_MS = 2000;
/** The slowest start that was seen fades by this factor with each sentence. */
const FORGET = 0.8;

interface Waiter {
  readonly turn: TurnPlayback;
  readonly index: number;
  readonly resolve: () => void;
}

export function createLookAhead(clock: Clock): LookAhead {
  let waiters: Waiter[] = [];
  let cancelLook: (() => void) | undefined;
  /** When the sentences of this turn began. */
  const startedAt: number[] = [];
  /** How long the voice took lately from the beginning of a sentence to its first sound. */
  let slowestStartMs = 0;

  function mayStart({ turn, index }: Waiter): boolean {
    const ahead = index - turn.index;
    if (ahead <= 0) return true;
    if (ahead >= MOST_SENTENCES || headStartLeft(turn, index) > 0) return false;
    return atHandMs(turn) < LEAD_MS + 2 * slowestStartMs;
  }

  /** ms for which the sentence before `index` still has the voice for itself. */
  function headStartLeft(turn: TurnPlayback, index: number): number {
    const started = startedAt[index - 1];
    if (started === undefined || (turn.utterances[index - 1]?.samplesReceived ?? 0) > 0) return 0;
    return Math.max(0, started + HEAD_START_MS - clock.now());
  }

  function settle(): void {
    cancelLook?.();
    cancelLook = undefined;
    // In order: nobody overtakes.
    let first = waiters[0];
    for (; first !== undefined && mayStart(first); first = waiters[0]) {
      waiters.shift();
      startedAt[first.index] = clock.now();
      first.resolve();
    }
    const lookMs = first === undefined ? 0 : headStartLeft(first.turn, first.index);
    if (lookMs > 0) cancelLook = clock.after(lookMs, settle);
  }

  return {
    readyFor(turn, index) {
      return new Promise((resolve) => {
        waiters.push({ turn, index, resolve });
        settle();
      });
    },
    sounded(index) {
      const tookMs = clock.now() - (startedAt[index] ?? clock.now());
      slowestStartMs = Math.max(tookMs, slowestStartMs * FORGET);
      settle();
    },
    settle,
    end() {
      cancelLook?.();
      cancelLook = undefined;
      startedAt.length = 0;
      for (const { resolve } of waiters) resolve();
      waiters = [];
    },
  };
}

/** Sound that was handed in and not yet heard. */
function atHandMs(turn: TurnPlayback): number {
  let samples = 0;
  for (let i = turn.index; i < turn.utterances.length; i++) samples += turn.utterances[i]?.samplesReceived ?? 0;
  return (samples / PCM_SAMPLE_RATE_HZ) * 1000 - turn.positionMs;
}
