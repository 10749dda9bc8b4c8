import { describe, expect, it } from 'vitest';
import { normalAccelerator } from '#shared/hotkeys/accelerator.ts';
import { hotkeyConflicts, type KeyPress, keysOfAccelerator, matchesAccelerator, recordedFromKeyPress } from './accelerator.ts';

const press = (code: string, ...held: ('ctrl' | 'meta' | 'alt' | 'shift')[]): KeyPress => ({
  code,
  key: code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
});

describe('recordedFromKeyPress', () => {
  it.each([
    [press('KeyS', 'ctrl', 'shift'), false, 'CommandOrControl+Shift+S'],
    [press('KeyS', 'meta', 'shift'), true, 'CommandOrControl+Shift+S'],
    [press('KeyS', 'ctrl'), true, 'Control+S'],
    [press('Digit1', 'ctrl', 'alt', 'shift'), false, 'CommandOrControl+Alt+Shift+1'],
    [press('F9'), false, 'F9'],
    [press('Numpad5', 'ctrl'), false, 'CommandOrControl+num5'],
    [press('Space', 'alt'), false, 'Alt+Space'],
  ])('takes the physical key with its modifiers (%j)', (key, mac, accelerator) => {
    expect(recordedFromKeyPress(key, mac, 'refuse')).toEqual({ type: 'accelerator', accelerator });
  });

  it.each([
    [press('ControlLeft', 'ctrl'), 'incomplete'],
    [press('KeyA'), 'needs-modifier'],
    [press('KeyA', 'shift'), 'needs-modifier'],
    [press('Escape'), 'cancelled'],
    [press('Backspace'), 'cleared'],
    [press('Delete'), 'cleared'],
  ])('refuses or understands what is no hotkey (%j)', (key, type) => {
    expect(recordedFromKeyPress(key, false, 'refuse')).toEqual({ type });
  });
});

describe('recordedFromKeyPress for this window only', () => {
  it('takes single keys, and still ends with Escape', () => {
    expect(recordedFromKeyPress(press('KeyA'), false, 'allow')).toEqual({ type: 'accelerator', accelerator: 'A' });
    expect(recordedFromKeyPress(press('KeyA', 'shift'), false, 'allow')).toEqual({ type: 'accelerator', accelerator: 'Shift+A' });
    expect(recordedFromKeyPress(press('Escape'), false, 'allow')).toEqual({ type: 'cancelled' });
    expect(matchesAccelerator(press('KeyA'), 'A', false)).toBe(true);
  });
});

describe('accelerators', () => {
  it('are the same in whatever spelling and order', () => {
    expect(normalAccelerator('Shift+Ctrl+S', false)).toBe(normalAccelerator('CommandOrControl+Shift+s', false));
    expect(normalAccelerator('Cmd+S', true)).toBe(normalAccelerator('CmdOrCtrl+S', true));
    expect(normalAccelerator('Ctrl+S', true)).not.toBe(normalAccelerator('CmdOrCtrl+S', true));
  });

  it('match the press that recorded them and no other', () => {
    const key = press('KeyS', 'ctrl', 'shift');
    expect(matchesAccelerator(key, 'CommandOrControl+Shift+S', false)).toBe(true);
    expect(matchesAccelerator(key, 'CommandOrControl+S', false)).toBe(false);
    expect(matchesAccelerator(key, '', false)).toBe(false);
  });

  it('are shown with the signs of the system', () => {
    expect(keysOfAccelerator('CommandOrControl+Shift+S', false)).toEqual(['Ctrl', 'Shift', 'S']);
    expect(keysOfAccelerator('CommandOrControl+Shift+S', true)).toEqual(['⌘', '⇧', 'S']);
    expect(keysOfAccelerator('', false)).toEqual([]);
  });
});

describe('hotkeyConflicts', () => {
  it('names the other action on both sides', () => {
    const conflicts = hotkeyConflicts(
      { stop: 'Ctrl+Shift+1', panic: '', clickThrough: '', expressions: { happy: 'CommandOrControl+Shift+1', sad: 'F8' } },
      false,
    );
    expect([...conflicts]).toEqual([
      ['stop', 'happy'],
      ['happy', 'stop'],
    ]);
  });

  it('does not take two unset hotkeys for the same', () => {
    expect(hotkeyConflicts({ stop: '', panic: '', clickThrough: '', expressions: { happy: '', sad: '' } }, false).size).toBe(0);
  });
});
