import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TurnEvent, type TurnState, transition } from './turn-state.ts';

const idle: TurnState = { phase: 'idle' };
const thinking: TurnState = { phase: 'thinking', turnId: 7 };
const speaking: TurnState = { phase: 'speaking', turnId: 7 };

describe('turn-taking', () => {
  it.each<[string, TurnState, TurnEvent, TurnState, string[]]>([
    ['asks the queue when something waits', idle, { type: 'available' }, idle, ['take']],
    ['leaves a waiting message in the queue while she speaks', speaking, { type: 'available' }, speaking, []],
    ['begins the turn that the queue gave', idle, { type: 'taken', turnId: 7 }, thinking, ['begin']],
    ['speaks from the first sound on', thinking, { type: 'sound', turnId: 7 }, speaking, []],
    ['does not take the sound of an older turn for its own', thinking, { type: 'sound', turnId: 6 }, thinking, []],
    ['goes on to the next when a turn ends', speaking, { type: 'ended', turnId: 7 }, idle, ['take']],
    ['may end without a sound', thinking, { type: 'ended', turnId: 7 }, idle, ['take']],
    ['ignores the end of an older turn', speaking, { type: 'ended', turnId: 6 }, speaking, []],
    ['aborts a thinking turn on stop', thinking, { type: 'stop' }, idle, ['abort', 'take']],
    ['aborts a speaking turn on stop', speaking, { type: 'stop' }, idle, ['abort', 'take']],
    ['has nothing to stop when idle', idle, { type: 'stop' }, idle, []],
    ['interrupts for the next', speaking, { type: 'interrupt' }, idle, ['abort', 'take']],
    ['takes at once when interrupted in idleness', idle, { type: 'interrupt' }, idle, ['take']],
  ])('%s', (_name, state, event, next, effects) => {
    const result = transition(state, event);
    expect(result.state).toEqual(next);
    expect(result.effects.map((effect) => effect.type)).toEqual(effects);
  });

  it('never runs two turns, whatever comes', () => {
    const event = fc.oneof(
      fc.constantFrom<TurnEvent>({ type: 'available' }, { type: 'stop' }, { type: 'interrupt' }),
      fc.record({
        type: fc.constantFrom('taken' as const, 'sound' as const, 'ended' as const),
        turnId: fc.integer({ min: 1, max: 4 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let state: TurnState = idle;
        const running = new Set<number>();
        for (const one of events) {
          const result = transition(state, one);
          if (one.type === 'ended' && state.phase !== 'idle' && state.turnId === one.turnId) running.delete(one.turnId);
          state = result.state;
          for (const effect of result.effects) {
            if (effect.type === 'begin') running.add(effect.turnId);
            if (effect.type === 'abort') running.delete(effect.turnId);
          }
          expect(running.size).toBe(state.phase === 'idle' ? 0 : 1);
        }
      }),
    );
  });
});
