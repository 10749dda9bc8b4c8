import { deadline } from '#main/platform/deadline.ts';
import type { Clock } from '#main/platform/host.ts';
import type { VoiceProblem } from '#shared/contract/speech.ts';
import type { Language } from '#shared/speech/emotion.ts';
import { problemFromError } from './voice-problem.ts';
import type { ServerVoice } from './voice-server.types.ts';

/** Who speaks at a server. */
export interface Speakers {
  readonly voices: readonly ServerVoice[];
  /** undefined: those of its kind. */
  readonly languages: readonly Language[] | undefined;
}
export interface Seen {
  readonly speakers: Speakers | undefined;
  readonly problem: VoiceProblem | undefined;
}

export interface ServerLookOptions {
  /** The settings on which the answer depends, as one text. */
  key(): string;
  ask(signal: AbortSignal): Promise<Speakers>;
  onProblem(problem: VoiceProblem): void;
  onAnswer(): void;
  readonly clock: Clock;
  readonly closing: AbortSignal;
}

/** What is known of a server: its last answer to "who speaks there?", believed for a while, and whether it was lost since. */
export interface ServerLook {
  /** From memory while that is fresh, else by asking. Never throws. */
  look(): Promise<Seen>;
  /** By asking, whatever is remembered. */
  again(): Promise<Seen>;
  /** The speakers of the last good answer under these settings. */
  known(): Speakers | undefined;
  /** False when the last word was a problem; then asks again by the way. */
  isReady(): boolean;
  /** A sentence came, or failed. */
  note(problem: VoiceProblem | undefined): void;
}

/** A server that answers at all answers this question at once; while it loads a model it may not. */
const LOOK_MS = 4000;
/** What was seen is believed so long; a failure shorter, so that a server that was just started is found. */
const BELIEVED_MS = 30_000;
const FAILURE_BELIEVED_MS = 2000;

interface Memory extends Seen {
  readonly key: string;
  readonly untilMs: number;
}

export function createServerLook(options: ServerLookOptions): ServerLook {
  const { clock } = options;
  let seen: Memory | undefined;
  let good: { readonly key: string; readonly speakers: Speakers } | undefined;
  let looking: { readonly key: string; readonly answer: Promise<Seen> } | undefined;

  async function ask(key: string): Promise<Memory> {
    const limit = deadline(clock, LOOK_MS, options.closing);
    try {
      const speakers = await options.ask(limit.signal);
      good = { key, speakers };
      options.onAnswer();
      return { key, untilMs: clock.now() + BELIEVED_MS, speakers, problem: undefined };
    } catch (error) {
      const problem = limit.passed() ? NOT_IN_TIME : problemFromError(error);
      if (!options.closing.aborted) options.onProblem(problem);
      return { key, untilMs: clock.now() + FAILURE_BELIEVED_MS, speakers: undefined, problem };
    } finally {
      limit.release();
    }
  }

  function again(): Promise<Seen> {
    const key = options.key();
    if (looking?.key === key) return looking.answer;
    const mine = {
      key,
      answer: ask(key).then((found) => {
        seen = found;
        if (looking === mine) looking = undefined;
        return found;
      }),
    };
    looking = mine;
    return mine.answer;
  }

  const current = (): Memory | undefined => (seen?.key === options.key() ? seen : undefined);
  const isFresh = (memory: Memory | undefined): memory is Memory => memory !== undefined && clock.now() < memory.untilMs;

  return {
    look() {
      const memory = current();
      return isFresh(memory) ? Promise.resolve(memory) : again();
    },
    again,
    known: () => (good?.key === options.key() ? good.speakers : undefined),
    isReady() {
      const memory = current();
      if (memory?.problem === undefined) return true;
      if (!isFresh(memory)) void again();
      return false;
    },
    note(problem) {
      const key = options.key();
      const believedMs = problem ? FAILURE_BELIEVED_MS : BELIEVED_MS;
      const speakers = good?.key === key ? good.speakers : undefined;
      if (problem || speakers) seen = { key, untilMs: clock.now() + believedMs, speakers, problem };
    },
  };
}

const NOT_IN_TIME: VoiceProblem = {
  code: 'slow',
  detail: String(LOOK_MS / 1000),
  message: `the voice server gave no answer within ${LOOK_MS / 1000} s`,
};
