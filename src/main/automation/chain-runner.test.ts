import { describe, expect, it } from 'vitest';
import type { AutomationRule } from '#shared/automation/rule.ts';
import type { Action } from '#shared/avatar/bindings.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { MONDAY, rule, scene } from './automation.testkit.ts';
import { AWAY_MS } from './away-queue.ts';
import { CHAIN_LIMIT, createChainRunner } from './chain-runner.ts';
import { plainCause } from './engine/causes.ts';
import type { Firing } from './engine/engine.types.ts';

/** Lets everything that is ready go on. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
};

function createHarness() {
  const clock = createFakeClock(MONDAY);
  const done: string[] = [];
  const outcomes: string[] = [];
  const obs = { ready: true, connects: 1 };
  let behave: (action: Action, signal: AbortSignal) => Promise<string | undefined> = async () => undefined;
  const nameOf = (action: Action): string => (action.type === 'obs-scene' ? action.scene : action.type);
  const runner = createChainRunner({
    clock,
    obs: { isReady: () => obs.ready, connects: () => obs.connects },
    async perform(action, { signal }) {
      if (action.type.startsWith('obs-') && !obs.ready) return 'OBS is not connected.';
      const problem = await behave(action, signal);
      if (problem === undefined) done.push(nameOf(action));
      return problem;
    },
    onOutcome: (runId, index, state, problem) => outcomes.push(`${runId}:${index} ${state} ${problem}`.trim()),
  });
  const firing = (steps: readonly { delay: number; action: Action }[], more: Partial<AutomationRule> = {}): Firing => ({
    rule: rule({ type: 'follow' }, more),
    atMs: clock.now(),
    cause: plainCause('follow'),
    steps,
  });
  return {
    clock,
    runner,
    done,
    outcomes,
    obs,
    firing,
    behaves(next: typeof behave) {
      behave = next;
    },
    async back() {
      obs.ready = true;
      obs.connects += 1;
      await runner.obsBack();
    },
  };
}
const step = (action: Action, delay = 0) => ({ delay, action });
const say = (text: string): Action => ({ type: 'say', text });

describe('a chain', () => {
  it('does its steps in order, each so long after the one before', async () => {
    const { runner, clock, done, firing } = createHarness();
    void runner.run(1, firing([step(scene('A')), step(scene('B'), 5), step(scene('C'), 1)]));
    await settle();
    expect(done).toEqual(['A']);
    clock.advance(5000);
    await settle();
    expect(done).toEqual(['A', 'B']);
    clock.advance(1000);
    await settle();
    expect(done).toEqual(['A', 'B', 'C']);
    expect(runner.running).toBe(0);
  });

  it('goes on after a step that fails, throws or never ends', async () => {
    const { runner, clock, outcomes, firing, behaves } = createHarness();
    behaves((action) => {
      if (action.type === 'stop') return Promise.resolve('No.');
      if (action.type === 'clear-items') return Promise.reject(new Error('broken'));
      return action.type === 'clear-expressions' ? new Promise(() => {}) : Promise.resolve(undefined);
    });
    const steps = [{ type: 'stop' }, { type: 'clear-items' }, { type: 'clear-expressions' }, { type: 'say', text: 'x' }] as const;
    void runner.run(1, firing(steps.map((action) => step(action))));
    await settle();
    clock.advance(15_000);
    await settle();
    expect(outcomes).toEqual([
      '1:0 problem No.',
      '1:1 problem broken',
      '1:2 problem This took longer than 15 seconds and was given up.',
      '1:3 done',
    ]);
  });

  it('ends when the streamer stops everything, and when a more important one of its group begins', async () => {
    const { runner, clock, outcomes, firing } = createHarness();
    void runner.run(1, firing([step(scene('A')), step(scene('B'), 9)], { group: 'g', priority: 1 }));
    void runner.run(2, firing([step(scene('X'), 9)], { group: 'other', priority: 1 }));
    await settle();
    void runner.run(3, firing([step(scene('C'))], { group: 'g', priority: 2, stopsLower: true }));
    await settle();
    expect(outcomes).toEqual(['1:0 done', '1:1 stopped', '3:0 done']);
    runner.stop();
    clock.advance(20_000);
    await settle();
    expect(outcomes.slice(3)).toEqual(['2:0 stopped']);
  });

  it('is refused with a reason when too many run', async () => {
    const { runner, outcomes, firing } = createHarness();
    for (let id = 0; id < CHAIN_LIMIT; id++) void runner.run(id, firing([step(scene('A'), 60)]));
    void runner.run(99, firing([step(scene('B'))]));
    await settle();
    expect(outcomes).toEqual([expect.stringContaining('99:0 problem More than')]);
    runner.close();
  });
});

describe('while OBS is away', () => {
  it('holds what OBS should do, does the rest, and catches up once, in order, when it is back', async () => {
    const { runner, done, outcomes, obs, firing, back } = createHarness();
    obs.ready = false;
    const mute: Action = { type: 'obs-mute', source: 'Mic', mode: 'toggle' };
    await runner.run(1, firing([step(mute), step(say('hi')), step(scene('A')), step(mute)]));
    expect(done).toEqual(['say']);
    await back();
    expect(done).toEqual(['say', 'obs-mute', 'A', 'obs-mute']);
    expect(outcomes.filter((line) => line.includes('held'))).toHaveLength(3);
    await back();
    expect(done).toHaveLength(4);
  });

  it('does only the last of those that set the same thing', async () => {
    const { runner, done, outcomes, obs, firing, back } = createHarness();
    obs.ready = false;
    await runner.run(1, firing([step(scene('A'))]));
    await runner.run(2, firing([step(scene('B'))]));
    await back();
    expect(done).toEqual(['B']);
    expect(outcomes).toContain('1:0 stopped');
  });

  it('gives up after two minutes and says so', async () => {
    const { runner, clock, done, outcomes, obs, firing, back } = createHarness();
    obs.ready = false;
    await runner.run(1, firing([step(scene('A'))]));
    clock.advance(AWAY_MS);
    expect(outcomes.at(-1)).toContain('1:0 problem OBS was away too long');
    await back();
    expect(done).toEqual([]);
  });

  it('catches up at once when OBS came back while the call was failing', async () => {
    const { runner, done, obs, firing, behaves } = createHarness();
    let calls = 0;
    behaves(async () => {
      calls += 1;
      if (calls > 1) return undefined;
      obs.connects += 1;
      return 'The connection broke.';
    });
    await runner.run(1, firing([step(scene('A'))]));
    expect(done).toEqual(['A']);
  });

  it('holds once more what failed because OBS left again while it caught up', async () => {
    const { runner, done, outcomes, obs, firing, behaves, back } = createHarness();
    obs.ready = false;
    await runner.run(1, firing([step(scene('A'))]));
    behaves(async () => {
      obs.ready = false;
      return 'The connection broke.';
    });
    await back();
    expect(outcomes).toEqual(['1:0 held OBS is not connected.', '1:0 held The connection broke.']);
    behaves(async () => undefined);
    await back();
    expect(done).toEqual(['A']);
  });

  it('takes a failure for what it is while OBS is there', async () => {
    const { runner, outcomes, firing, behaves } = createHarness();
    behaves(async () => 'There is no scene "A".');
    await runner.run(1, firing([step(scene('A'))]));
    expect(outcomes).toEqual(['1:0 problem There is no scene "A".']);
  });

  it('does not catch up with what the streamer stopped', async () => {
    const { runner, done, obs, firing, back } = createHarness();
    obs.ready = false;
    await runner.run(1, firing([step(scene('A'))]));
    runner.stop();
    await back();
    expect(done).toEqual([]);
  });
});
