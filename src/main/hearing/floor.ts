import type { Clock } from '#main/platform/host.ts';
import type { Performance } from '#shared/contract/speech.ts';
import type { HearingSettings } from '#shared/settings/settings.ts';

/**
 * Who has the word. While the streamer speaks she begins nothing; if she was interrupted, she stops at once, and afterwards forgets the rest or takes it up.
 *
 *   hers ──streamer speaks──► streamer's ──words dealt with──► hers
 *              └─ into her speech: stop, keep the rest ─► (answer to the words) ─► the rest, if `afterwards` is 'go-on'
 */
export interface Floor {
  /** She may not begin to speak. */
  readonly isTaken: boolean;
  /** The streamer began an utterance that is meant for her. */
  take(): void;
  /** It is sure that the streamer speaks: she stops if she speaks. Returns whether she did. */
  interrupt(): boolean;
  /** The utterance is dealt with. `answerDue`: its words went to her, so the rest of her own waits for the answer. */
  release(answerDue: boolean): void;
  /** All is to be silent, or the ears were switched off: the rest is forgotten. */
  forget(): void;
  close(): void;
}

export interface FloorPorts {
  readonly clock: Clock;
  readonly bargeIn: () => HearingSettings['bargeIn'];
  readonly performance: () => Performance;
  readonly onPerformance: (listener: (performance: Performance) => void) => () => void;
  /** Ends this turn. */
  readonly interruptTurn: (turnId: number) => void;
  /** Words of her own, before everything else that waits. */
  readonly say: (text: string, emotion: Performance['emotion']) => void;
  /** She may begin again. */
  readonly onFree: () => void;
}

/** However long somebody talks, after this she may answer the chat again. */
const LONGEST_TAKEN_MS = 20_000;
/** The answer to the words begins by then, or there is none. */
const ANSWER_BEGINS_MS = 10_000;
/** Ends of clauses: she goes on at one, not in mid-word. */
const CLAUSE_ENDS = new Set('.!?。！？…,，、;；:：\n');

export function createFloor(ports: FloorPorts): Floor {
  const { clock } = ports;
  let taken = false;
  let cancelLimit: (() => void) | undefined;
  let rest: { readonly text: string; readonly emotion: Performance['emotion'] } | undefined;
  let cancelWait: (() => void) | undefined;
  let answering = false;

  function free(): void {
    if (!taken) return;
    taken = false;
    cancelLimit?.();
    ports.onFree();
  }

  function take(): void {
    if (taken) return;
    taken = true;
    cancelLimit = clock.after(LONGEST_TAKEN_MS, free);
  }

  function sayRest(): void {
    cancelWait?.();
    cancelWait = undefined;
    answering = false;
    const left = rest;
    rest = undefined;
    if (left) ports.say(left.text, left.emotion);
  }

  const unsubscribe = ports.onPerformance(({ state }) => {
    if (cancelWait === undefined) return;
    if (state !== 'idle') answering = true;
    else if (answering && !taken) sayRest();
  });

  return {
    get isTaken() {
      return taken;
    },
    take,
    interrupt() {
      const performance = ports.performance();
      const { state, turnId, reply, spokenUntil, emotion } = performance;
      if (state !== 'speaking' || turnId === null) return false;
      // The floor first: with it free, the next message would begin at once.
      take();
      const left = ports.bargeIn().afterwards === 'go-on' ? reply.slice(clauseStart(reply, spokenUntil)).trim() : '';
      rest = left === '' ? undefined : { text: left, emotion };
      cancelWait?.();
      cancelWait = undefined;
      ports.interruptTurn(turnId);
      return true;
    },
    release(answerDue) {
      if (rest !== undefined && answerDue && cancelWait === undefined) {
        answering = false;
        cancelWait = clock.after(ANSWER_BEGINS_MS, () => {
          if (!answering) sayRest();
        });
      } else if (rest !== undefined && cancelWait === undefined) sayRest();
      free();
    },
    forget() {
      rest = undefined;
      cancelWait?.();
      cancelWait = undefined;
      free();
    },
    close() {
      unsubscribe();
      cancelLimit?.();
      cancelWait?.();
      rest = undefined;
      taken = false;
    },
  };
}

/** Where the clause begins in which `position` lies. */
function clauseStart(text: string, position: number): number {
  let start = Math.min(position, text.length);
  while (start > 0 && !CLAUSE_ENDS.has(text.charAt(start - 1))) start--;
  return start;
}
