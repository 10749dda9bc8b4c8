import { describe, expect, it, vi } from 'vitest';
import type { DialogueDelta } from '#main/dialogue/dialogue.types.ts';
import type { TurnOutcome, TurnRequest } from '#main/director/turn-request.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createTurnRunner, type TurnPorts } from './turn-runner.ts';

const request = (turnId: number): TurnRequest => ({
  kind: 'answer',
  turnId,
  primary: {
    v: 1,
    id: `t:${turnId}`,
    kind: 'chat',
    platform: 'custom',
    source: 'simulator',
    roomId: 'r',
    timestamp: 0,
    receivedAt: 0,
    user: { id: 'u', name: 'Ann', masked: false, roles: [] },
    text: 'hi',
    segments: [],
  },
  merged: [],
  mergedCount: 0,
});

/** The runner between a queue, a mind, a voice and a stage that do what the test says. */
function setUp(options: {
  waiting: number;
  answer?: (signal: AbortSignal) => AsyncIterable<DialogueDelta>;
  failed?: number;
  preface?: TurnPorts['preface'];
}) {
  const clock = createFakeClock();
  let left = options.waiting;
  const settled: { turnId: number; outcome: TurnOutcome }[] = [];
  const marks: string[] = [];
  const remembered: { heard: string; cutShort: boolean }[] = [];
  const spoken: string[] = [];
  let sound: ((event: 'audible' | 'playedOut') => void) | undefined;
  const stopStage = vi.fn(async () => ({ text: 'Hel', complete: false }));
  const answer =
    options.answer ??
    async function* () {
      yield { type: 'requested' } as const;
      yield { type: 'text', text: 'Hello.' } as const;
    };
  const ports: TurnPorts = {
    queue: {
      next: (turnId) => (left-- > 0 ? request(turnId) : undefined),
      mark: (_turnId, mark) => marks.push(mark),
      settle: (turnId, outcome) => settled.push({ turnId, outcome }),
    },
    preface: options.preface ?? (() => undefined),
    mind: { answer: (_turn, signal) => answer(signal), remember: (exchange) => remembered.push(exchange), mind: 'offline' },
    voice: {
      async speak({ text, signal, preface, onFirstSentence, onFirstPcm }) {
        if (preface !== undefined) spoken.push(preface);
        for await (const piece of text) {
          if (signal.aborted) break;
          spoken.push(piece);
          onFirstSentence?.();
          onFirstPcm?.();
        }
        return { utterances: spoken.map((_, i) => i), failed: options.failed ?? 0 };
      },
    },
    stage: {
      beginTurn(_turnId, listener) {
        sound = (event) => (event === 'audible' ? listener.audible(0, clock.now()) : listener.playedOut());
        return {
          utterance() {},
          cues() {},
          pcm() {},
          utteranceEnd() {},
          readyFor: async () => {},
          end() {},
          heard: () => ({ text: 'Hello.', complete: true }),
          progress: () => ({ text: 'Hello.', spokenUntil: 6, emotion: 'neutral' }),
        };
      },
      stop: stopStage,
      setThinking() {},
    },
    clock,
    logger: silentLogger,
  };
  const runner = createTurnRunner(ports);
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 30; i++) await Promise.resolve();
  };
  return {
    runner,
    settled,
    marks,
    remembered,
    spoken,
    stopStage,
    settle,
    sound: (event: 'audible' | 'playedOut') => sound?.(event),
  };
}

describe('turn runner', () => {
  it('carries a message to the last heard word, with every time mark in order', async () => {
    const t = setUp({ waiting: 1 });
    t.runner.available();
    await t.settle();
    t.sound('audible');
    expect(t.runner.performance.get().state).toBe('thinking');
    t.sound('playedOut');
    await t.settle();
    expect(t.marks).toEqual(['decided', 'llmRequest', 'firstToken', 'firstSentence', 'firstPcm', 'firstAudible', 'finished']);
    expect(t.settled.map((one) => one.outcome)).toEqual([{ result: 'finished', reply: 'Hello.' }]);
    expect(t.remembered).toMatchObject([{ heard: 'Hello.', cutShort: false }]);
    expect(t.runner.performance.get().state).toBe('idle');
  });

  it('plays what was recorded at once, as nobody’s turn, and goes on with the queue afterwards', async () => {
    const t = setUp({ waiting: 2 });
    t.runner.available();
    await t.settle();
    const speak = vi.fn(async () => {});
    const end = t.runner.replay(speak);
    await t.settle();
    expect(speak).toHaveBeenCalledOnce();
    expect(t.settled.map(({ outcome }) => outcome.result)).toEqual(['interrupted']);
    expect(t.runner.performance.get()).toMatchObject({ about: null, mind: 'none' });
    t.sound('audible');
    t.sound('playedOut');
    await t.settle();
    // The recorded turn is in no ledger; the one that waited is taken.
    expect(t.settled).toHaveLength(1);
    const running = t.runner.runningTurnId;
    expect(running).toBeDefined();
    end();
    expect(t.runner.runningTurnId).toBe(running);
    t.sound('playedOut');
    await t.settle();
    expect(t.settled.map(({ outcome }) => outcome.result)).toEqual(['interrupted', 'finished']);
  });

  it('remembers only what was heard when she is stopped', async () => {
    const t = setUp({ waiting: 1 });
    t.runner.available();
    await t.settle();
    t.sound('audible');
    expect(t.runner.stop()).toBeDefined();
    await t.settle();
    expect(t.stopStage).toHaveBeenCalledOnce();
    expect(t.settled.map((one) => one.outcome)).toEqual([{ result: 'stopped', reply: 'Hel' }]);
    expect(t.remembered).toMatchObject([{ heard: 'Hel', cutShort: true }]);
  });

  it('speaks not a word of a provider that answers after the stop', async () => {
    let release: () => void = () => {};
    const t = setUp({
      waiting: 1,
      answer: async function* () {
        yield { type: 'requested' };
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        yield { type: 'text', text: 'Too late.' };
      },
    });
    t.runner.available();
    await t.settle();
    t.runner.stop();
    release();
    await t.settle();
    expect(t.spoken).toEqual([]);
    expect(t.settled).toHaveLength(1);
  });

  it('goes on with the next turn when one fails', async () => {
    let calls = 0;
    const t = setUp({
      waiting: 2,
      // biome-ignore lint/correctness/useYield: the provider fails before its first word
      answer: async function* () {
        if (++calls === 1) throw new Error('unreachable');
      },
    });
    t.runner.available();
    await t.settle();
    t.sound('playedOut');
    await t.settle();
    t.sound('playedOut');
    await t.settle();
    expect(t.settled.map((one) => one.outcome.result)).toEqual(['provider-failed', 'finished']);
  });

  it('says so when no sentence of a turn could be voiced', async () => {
    const t = setUp({ waiting: 1, failed: 1 });
    t.runner.available();
    await t.settle();
    t.sound('playedOut');
    await t.settle();
    expect(t.settled[0]?.outcome.result).toBe('voice-failed');
  });

  it('interrupts the turn that was meant, not one that began since', async () => {
    const t = setUp({ waiting: 2 });
    t.runner.available();
    await t.settle();
    const first = t.runner.runningTurnId ?? 0;
    t.runner.interrupt(first + 1);
    expect(t.settled).toHaveLength(0);
    t.runner.interrupt(first);
    await t.settle();
    expect(t.settled.map((one) => one.outcome.result)).toEqual(['interrupted']);
    expect(t.runner.runningTurnId).toBe(first + 1);
  });

  it('silences the stages also when it believes itself idle', () => {
    const t = setUp({ waiting: 0 });
    expect(t.runner.stop()).toBeUndefined();
    expect(t.stopStage).toHaveBeenCalledOnce();
  });
});
