import { describe, expect, it } from 'vitest';
import { createCell } from '#shared/cell.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { createObsVolumes } from '../../../../tests/fakes/obs-volumes.ts';
import { createFaders } from './faders.ts';

function open(volumes: Readonly<Record<string, number>> = { music: -10, game: -6 }) {
  const obs = createObsVolumes(volumes);
  const clock = createFakeClock();
  const lowered = createCell<ReadonlyMap<string, number>>(new Map());
  const faders = createFaders({ link: obs.link, state: obs.state, clock, lowered });
  /** Time in steps, so that answers come in between. */
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 10) {
      clock.advance(10);
      for (let turn = 0; turn < 4; turn++) await Promise.resolve();
    }
  };
  return { obs, clock, faders, lowered, pass };
}

describe('a fade', () => {
  it('reaches its volume in steps that are never more than twenty a second, and all in one direction', async () => {
    const { obs, faders, pass } = open();
    const done = faders.fade('music', -40, 2);
    await pass(2200);
    await done;
    expect(obs.volumeOf('music')).toBeCloseTo(-40, 2);
    expect(obs.asked.length).toBeGreaterThan(20);
    expect(obs.asked.length).toBeLessThanOrEqual(42);
    const steps = obs.asked.map(({ db }) => db);
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
  });

  it('to the volume that is there already ends at once', async () => {
    const { faders, pass } = open();
    const done = faders.fade('music', -10, 0);
    await pass(100);
    await expect(done).resolves.toBeUndefined();
  });

  it('goes to silence and comes back from it', async () => {
    const { obs, faders, pass } = open();
    const down = faders.fade('music', -100, 0.5);
    await pass(700);
    await down;
    expect(obs.volumeOf('music')).toBeCloseTo(-100, 1);
    const up = faders.fade('music', 0, 0.5);
    await pass(700);
    await up;
    expect(obs.volumeOf('music')).toBeCloseTo(0, 2);
  });

  it('stops where it is when told to', async () => {
    const { obs, faders, pass } = open();
    const abort = new AbortController();
    const done = faders.fade('music', -60, 4, abort.signal);
    done.catch(() => {});
    await pass(1000);
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    const there = obs.volumeOf('music');
    await pass(2000);
    expect(obs.volumeOf('music')).toBeCloseTo(there, 0);
  });

  it('is overtaken by the next one', async () => {
    const { obs, faders, pass } = open();
    const first = faders.fade('music', -60, 4);
    first.catch(() => {});
    await pass(500);
    const second = faders.fade('music', 0, 0.5);
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await pass(800);
    await second;
    expect(obs.volumeOf('music')).toBeCloseTo(0, 2);
  });

  it('gives way to a hand on the fader, and says so', async () => {
    const { obs, faders, pass } = open();
    const done = faders.fade('music', -60, 4);
    done.catch(() => {});
    await pass(1000);
    obs.hand('music', -3);
    await expect(done).rejects.toMatchObject({ code: 'conflict' });
    await pass(4000);
    expect(obs.volumeOf('music')).toBeCloseTo(-3, 2);
  });

  it('does not take its own late echoes for a hand', async () => {
    const { obs, faders, pass } = open();
    obs.prompt = false;
    const done = faders.fade('music', -30, 1);
    for (let round = 0; round < 15; round++) {
      await pass(120);
      obs.flush();
    }
    await pass(100);
    await done;
    expect(obs.volumeOf('music')).toBeCloseTo(-30, 2);
    // While one step was not answered, no other was sent.
    expect(obs.asked.length).toBeLessThanOrEqual(16);
  });

  it('ends when OBS goes away', async () => {
    const { obs, faders, pass } = open();
    const done = faders.fade('music', -60, 4);
    done.catch(() => {});
    await pass(500);
    obs.connect(false);
    await expect(done).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('ducking', () => {
  it('lowers what is named, tells what it was, and brings it back', async () => {
    const { obs, faders, lowered, pass } = open();
    faders.duck(['music'], 12, 200);
    await pass(400);
    expect(obs.volumeOf('music')).toBeCloseTo(-22, 1);
    expect(obs.volumeOf('game')).toBeCloseTo(-6, 3);
    expect([...lowered.get()].map(([name, db]) => [name, Math.round(db)])).toEqual([['music', -10]]);
    faders.duck([], 0, 300);
    await pass(600);
    expect(obs.volumeOf('music')).toBeCloseTo(-10, 2);
    expect(lowered.get().size).toBe(0);
  });

  it('leaves a hand on the fader alone, and lowers from there the next time', async () => {
    const { obs, faders, lowered, pass } = open();
    faders.duck(['music'], 12, 100);
    await pass(300);
    obs.hand('music', -5);
    expect(lowered.get().size).toBe(0);
    faders.duck([], 0, 100);
    await pass(300);
    expect(obs.volumeOf('music')).toBeCloseTo(-5, 2);
    faders.duck(['music'], 12, 100);
    await pass(300);
    expect(obs.volumeOf('music')).toBeCloseTo(-17, 1);
  });

  it('and a fade at the same time end where the fade wanted', async () => {
    const { obs, faders, pass } = open();
    faders.duck(['music'], 12, 100);
    await pass(200);
    const fade = faders.fade('music', -20, 1);
    await pass(1200);
    await fade;
    expect(obs.volumeOf('music')).toBeCloseTo(-32, 1);
    faders.duck([], 0, 100);
    await pass(300);
    expect(obs.volumeOf('music')).toBeCloseTo(-20, 2);
  });

  it('that ends while it still goes down comes back from where it is', async () => {
    const { obs, faders, pass } = open();
    faders.duck(['music'], 20, 1000);
    await pass(300);
    const low = obs.volumeOf('music');
    expect(low).toBeGreaterThan(-30);
    faders.duck([], 0, 500);
    await pass(800);
    expect(Math.min(...obs.asked.map(({ db }) => db))).toBeGreaterThan(low - 2);
    expect(obs.volumeOf('music')).toBeCloseTo(-10, 2);
  });
});
