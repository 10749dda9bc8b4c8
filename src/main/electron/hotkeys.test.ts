import { describe, expect, it } from 'vitest';
import type { Hotkey } from '#main/platform/host.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { createGlobalHotkeys, type ShortcutRegistry } from './global-hotkeys.ts';
import { normalAccelerator, planHotkeys } from './hotkey-plan.ts';

const hotkey = (accelerator: string, run = (): void => {}): Hotkey => ({ accelerator, action: accelerator, run });

/** The system's shortcuts: keys of other programs are refused, unknown spellings throw, as Electron does. */
function createFakeRegistry(takenByOthers: readonly string[] = []) {
  const callbacks = new Map<string, () => void>();
  const log: string[] = [];
  const registry: ShortcutRegistry = {
    register(accelerator, callback) {
      if (accelerator.includes('Nonsense')) throw new TypeError('conversion failure');
      const key = normalAccelerator(accelerator);
      if (takenByOthers.includes(key) || callbacks.has(key)) return false;
      callbacks.set(key, callback);
      log.push(`+${accelerator}`);
      return true;
    },
    unregister(accelerator) {
      callbacks.delete(normalAccelerator(accelerator));
      log.push(`-${accelerator}`);
    },
  };
  return {
    registry,
    log,
    press: (accelerator: string) => callbacks.get(normalAccelerator(accelerator))?.(),
    held: () => [...callbacks.keys()],
  };
}

describe('normalAccelerator', () => {
  it.each([
    ['Ctrl+Shift+S', 'control+shift+s'],
    ['shift + control + s', 'control+shift+s'],
    ['CommandOrControl+Shift+1', 'CmdOrCtrl+Shift+1'],
    ['Alt+Esc', 'Option+Escape'],
  ])('reads %s and %s as one key', (one, other) => {
    expect(normalAccelerator(one)).toBe(normalAccelerator(other));
  });

  it('keeps different keys apart', () => {
    expect(normalAccelerator('Ctrl+1')).not.toBe(normalAccelerator('Ctrl+Shift+1'));
    expect(normalAccelerator('')).toBe('');
  });
});

describe('planHotkeys', () => {
  it('touches only what changes', () => {
    const plan = planHotkeys(new Set(['control+1', 'control+2']), [hotkey('Ctrl+2'), hotkey('Ctrl+3')]);
    expect(plan.release).toEqual(['control+1']);
    expect(plan.keep.map((key) => key.accelerator)).toEqual(['Ctrl+2']);
    expect(plan.claim.map((key) => key.accelerator)).toEqual(['Ctrl+3']);
  });

  it('names the second of two actions on one key', () => {
    const plan = planHotkeys(new Set(), [hotkey('Ctrl+1'), hotkey('Control+1')]);
    expect(plan.duplicates.map((key) => key.accelerator)).toEqual(['Control+1']);
  });

  it('takes no key for an empty setting', () => {
    expect(planHotkeys(new Set(), [hotkey('')]).claim).toEqual([]);
  });
});

describe('global hotkeys', () => {
  it('runs the action whose key is pressed', () => {
    const system = createFakeRegistry();
    let pressed = 0;
    createGlobalHotkeys(system.registry, silentLogger).replace([
      hotkey('Ctrl+1', () => {
        pressed += 1;
      }),
    ]);
    system.press('Ctrl+1');
    expect(pressed).toBe(1);
  });

  it('returns the keys that another program holds or that do not exist, and has the rest', () => {
    const system = createFakeRegistry(['control+shift+s']);
    const refused = createGlobalHotkeys(system.registry, silentLogger).replace([
      hotkey('Ctrl+Shift+S'),
      hotkey('Nonsense+Q'),
      hotkey('Ctrl+2'),
    ]);
    expect(refused.map((key) => key.accelerator)).toEqual(['Ctrl+Shift+S', 'Nonsense+Q']);
    expect(system.held()).toEqual(['control+2']);
  });

  it('never lets go of a key that stays, yet runs its newest action', () => {
    const system = createFakeRegistry();
    const hotkeys = createGlobalHotkeys(system.registry, silentLogger);
    const ran: string[] = [];
    hotkeys.replace([hotkey('Ctrl+1', () => ran.push('old'))]);
    hotkeys.replace([hotkey('Control+1', () => ran.push('new'))]);
    system.press('Ctrl+1');
    expect(ran).toEqual(['new']);
    expect(system.log).toEqual(['+Ctrl+1']);
    hotkeys.close();
    expect(system.log).toEqual(['+Ctrl+1', '-Ctrl+1']);
  });

  it('gives a key back to the system when it is no longer wanted', () => {
    const system = createFakeRegistry();
    const hotkeys = createGlobalHotkeys(system.registry, silentLogger);
    hotkeys.replace([hotkey('Ctrl+1'), hotkey('Ctrl+2')]);
    hotkeys.replace([hotkey('Ctrl+2')]);
    expect(system.held()).toEqual(['control+2']);
  });

  it('reports the second of two actions on one key', () => {
    const system = createFakeRegistry();
    const refused = createGlobalHotkeys(system.registry, silentLogger).replace([hotkey('Ctrl+1'), hotkey('Control+1')]);
    expect(refused.map((key) => key.accelerator)).toEqual(['Control+1']);
  });

  it('tries a refused key again with the next change', () => {
    const others = ['control+1'];
    const system = createFakeRegistry(others);
    const hotkeys = createGlobalHotkeys(system.registry, silentLogger);
    expect(hotkeys.replace([hotkey('Ctrl+1')])).toHaveLength(1);
    others.pop();
    expect(hotkeys.replace([hotkey('Ctrl+1')])).toHaveLength(0);
  });

  it('survives an action that fails', () => {
    const system = createFakeRegistry();
    createGlobalHotkeys(system.registry, silentLogger).replace([
      hotkey('Ctrl+1', () => {
        throw new Error('the core is gone');
      }),
    ]);
    expect(() => system.press('Ctrl+1')).not.toThrow();
  });

  it('gives everything back at the end', () => {
    const system = createFakeRegistry();
    const hotkeys = createGlobalHotkeys(system.registry, silentLogger);
    hotkeys.replace([hotkey('Ctrl+1'), hotkey('Ctrl+2')]);
    hotkeys.close();
    hotkeys.close();
    expect(system.held()).toEqual([]);
  });
});
