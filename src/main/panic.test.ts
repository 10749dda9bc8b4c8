import { describe, expect, it, vi } from 'vitest';
import { createFakeClock } from '../../tests/fakes/fake-clock.ts';
import { createPanic, type SwitchScene } from './panic.ts';
import { silentLogger } from './platform/logger.ts';

function open(scene = '', switchScene?: SwitchScene) {
  const said: string[] = [];
  const panic = createPanic({
    settings: () => ({ scene, hidesAvatar: true, mutesSound: true }),
    switchScene: () => switchScene,
    stop: () => void said.push('stop'),
    refreshStages: () => void said.push('stages'),
    resume: () => void said.push('resume'),
    note: (deed) => void said.push(deed),
    clock: createFakeClock(),
    logger: silentLogger,
  });
  return { panic, said };
}

describe('the panic key', () => {
  it('silences first, then hides and mutes, and the same press takes it back', () => {
    const { panic, said } = open();
    panic.toggle();
    expect([panic.isOn, panic.mutes, panic.hides]).toEqual([true, true, true]);
    expect(said).toEqual(['stop', 'stages', 'panic-on']);
    panic.toggle();
    expect([panic.isOn, panic.mutes, panic.hides]).toEqual([false, false, false]);
    expect(said.slice(3)).toEqual(['stages', 'resume', 'panic-off']);
  });

  it('does nothing twice', () => {
    const { panic, said } = open();
    panic.set(true);
    panic.set(true);
    expect(said.filter((one) => one === 'stop')).toHaveLength(1);
  });

  it('says so when there is a scene to switch to and nothing that switches', () => {
    expect(open('BRB').panic.set(true).scene).toBe('no-program');
    expect(open('').panic.set(true).scene).toBe('none');
  });

  it('goes back to the scene before, also when it is taken back while the switch is under way', async () => {
    let arrive: (back: () => Promise<void>) => void = () => undefined;
    const back = vi.fn(async () => undefined);
    const { panic } = open('BRB', () => new Promise((resolve) => (arrive = resolve)));
    panic.set(true);
    panic.set(false);
    arrive(back);
    await vi.waitFor(() => expect(back).toHaveBeenCalledTimes(1), { timeout: 90_000 });
    expect(panic.view.get()).toEqual({ since: null, scene: 'none' });
  });

  it('stays on when the scene cannot be switched', async () => {
    const { panic } = open('BRB', () => Promise.reject(new Error('gone')));
    panic.set(true);
    await vi.waitFor(() => expect(panic.view.get().scene).toBe('failed'), { timeout: 90_000 });
    expect(panic.mutes).toBe(true);
  });
});
