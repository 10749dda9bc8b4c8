import { describe, expect, it } from 'vitest';
import type { Binding, Trigger } from '#shared/avatar/bindings.ts';
import type { KeyPress } from '../../../hotkeys/accelerator.ts';
import { createGamepads, type PadReading } from './gamepads.ts';
import { midiPressFrom } from './midi-message.ts';
import { bindingsFor, inputKey, matchesInput, type PageInput } from './page-input.ts';

const press = (code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key: code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const binding = (triggers: readonly Trigger[], change: Partial<Binding> = {}): Binding => ({
  id: 'a'.repeat(32),
  name: '',
  modelId: null,
  enabled: true,
  triggers: [...triggers],
  actions: [{ delay: 0, action: { type: 'stop' } }],
  cooldown: 0,
  ...change,
});

describe('what an input fires', () => {
  it.each<[Trigger, PageInput, boolean]>([
    [
      { type: 'key', accelerator: 'Ctrl+Alt+1', global: true },
      { type: 'key', press: press('Digit1', { ctrlKey: true, altKey: true }) },
      true,
    ],
    [{ type: 'key', accelerator: 'A', global: false }, { type: 'key', press: press('KeyA') }, true],
    [{ type: 'key', accelerator: 'A', global: false }, { type: 'key', press: press('KeyA', { shiftKey: true }) }, false],
    [{ type: 'key', accelerator: '', global: false }, { type: 'key', press: press('KeyA') }, false],
    [{ type: 'mouse', button: 'back' }, { type: 'mouse', button: 'back' }, true],
    [{ type: 'mouse', button: 'back' }, { type: 'mouse', button: 'forward' }, false],
    [{ type: 'gamepad', button: 3 }, { type: 'gamepad', button: 3 }, true],
    [{ type: 'midi', kind: 'note', number: 60, channel: null }, { type: 'midi', kind: 'note', number: 60, channel: 5 }, true],
    [{ type: 'midi', kind: 'note', number: 60, channel: 1 }, { type: 'midi', kind: 'note', number: 60, channel: 5 }, false],
    [{ type: 'midi', kind: 'control', number: 60, channel: null }, { type: 'midi', kind: 'note', number: 60, channel: 5 }, false],
    [{ type: 'api' }, { type: 'gamepad', button: 0 }, false],
  ])('%j and %j: %s', (trigger, input, expected) => {
    expect(matchesInput(trigger, input, false)).toBe(expected);
  });

  it('is only what is in force for the model on stage', () => {
    const triggers: Trigger[] = [{ type: 'gamepad', button: 0 }];
    const list = [binding(triggers), binding(triggers, { enabled: false }), binding(triggers, { modelId: 'b'.repeat(32) })];
    expect(bindingsFor(list, 'c'.repeat(32), { type: 'gamepad', button: 0 }, false)).toEqual([list[0]]);
  });

  it('has one name for a press and its release, whatever modifiers are let go first', () => {
    expect(inputKey({ type: 'key', press: press('KeyA', { ctrlKey: true }) })).toBe(
      inputKey({ type: 'key', press: press('KeyA') }),
    );
  });
});

describe('MIDI messages', () => {
  it.each([
    [[0x90, 60, 100], { kind: 'note', number: 60, channel: 1, down: true, value: 100 / 127 }],
    [[0x9f, 60, 0], { kind: 'note', number: 60, channel: 16, down: false, value: 0 }],
    [[0x85, 61, 64], { kind: 'note', number: 61, channel: 6, down: false, value: 0 }],
    [[0xb0, 7, 127], { kind: 'control', number: 7, channel: 1, down: true, value: 1 }],
    [[0xb0, 7, 63], { kind: 'control', number: 7, channel: 1, down: false, value: 63 / 127 }],
    [[0xe0, 0, 64], undefined],
    [[0xf8], undefined],
    [[0x90, 200, 1], undefined],
    [[], undefined],
  ])('%j is %j', (data, expected) => {
    expect(midiPressFrom(data)).toEqual(expected);
  });
});

describe('gamepads', () => {
  function open() {
    let pads: (PadReading | null)[] = [];
    let axes: readonly number[] = [];
    const readings: string[] = [];
    let interval = 0;
    let poll = (): void => undefined;
    const log: string[] = [];
    const gamepads = createGamepads({
      read: () => pads,
      every(ms, task) {
        interval = ms;
        poll = task;
        return () => undefined;
      },
      onButton: (button, down) => log.push(`${button} ${down ? 'down' : 'up'}`),
      onReading: (control, value) => readings.push(`${control} ${value}`),
      onPads: () => log.push(`pads ${gamepads.names().join()}`),
    });
    const set = (...down: readonly (readonly number[] | null)[]): void => {
      pads = down.map((buttons, index) =>
        buttons === null
          ? null
          : {
              index,
              id: `pad${index}`,
              buttons: Array.from({ length: 40 }, (_, at) => ({
                pressed: buttons.includes(at),
                value: buttons.includes(at) ? 1 : 0,
              })),
              axes,
            },
      );
      poll();
    };
    const tilt = (...next: readonly number[]): void => {
      axes = next;
      set([]);
    };
    return { gamepads, log, readings, set, tilt, interval: () => interval };
  }

  it('tell each press and release once, and of buttons that the list can name only', () => {
    const { log, set } = open();
    set([0, 39]);
    set([0]);
    set([1]);
    set([]);
    expect(log).toEqual(['pads pad0', '0 down', '0 up', '1 down', '1 up'].sort((a, b) => log.indexOf(a) - log.indexOf(b)));
    expect(log.filter((line) => line.endsWith('down'))).toEqual(['0 down', '1 down']);
  });

  it('tell how far sticks are, once each change, all the way back to rest', () => {
    const { readings, tilt, set } = open();
    tilt(0, 0.5);
    tilt(0, 0.5005);
    tilt(0.001, 0);
    set([7]);
    expect(readings).toEqual(['axis 1 0.5', 'axis 1 0', 'button 7 1']);
  });

  it('bring a stick to rest that was tilted when its pad was unplugged, also while another stays', () => {
    const { readings, set, tilt } = open();
    tilt(0.7);
    set([], []);
    readings.length = 0;
    set(null, []);
    expect(readings).toEqual(['axis 0 0']);
  });

  it('let go of what was pressed when they are unplugged, and are looked for slowly while there is none', () => {
    const { log, set, interval } = open();
    expect(interval()).toBe(1000);
    set([2], null);
    expect(interval()).toBe(16);
    set(null, null);
    expect(log.slice(-2).sort()).toEqual(['2 up', 'pads ']);
    expect(interval()).toBe(1000);
  });
});
