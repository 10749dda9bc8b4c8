import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeMidi } from '../../../../../../tests/fakes/web-midi.ts';
import { createMidi } from './midi.ts';

afterEach(() => vi.unstubAllGlobals());

function open(remembered = false) {
  const browser = createFakeMidi();
  const store = new Map<string, string>(remembered ? [['yingxi.midi', 'on']] : []);
  vi.stubGlobal('navigator', { requestMIDIAccess: browser.request });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => store.set(key, value),
  });
  const log: string[] = [];
  const midi = createMidi({
    onPress: ({ kind, number, channel, down, value }) =>
      log.push(`${kind} ${number} of ${channel} ${down ? 'down' : 'up'} ${value.toFixed(2)}`),
    onChange: () => undefined,
  });
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { browser, midi, log, settle, store };
}

describe('MIDI devices', () => {
  it('are heard once they are allowed, also those that are plugged in later', async () => {
    const { browser, midi, log, settle, store } = open();
    browser.plug('Pads');
    expect(midi.state).toBe('off');
    await midi.allow();
    await settle();
    expect([midi.state, store.get('yingxi.midi')]).toEqual(['on', 'on']);
    browser.plug('Faders');
    await settle();
    expect(midi.names()).toEqual(['Pads', 'Faders']);
    browser.send('Pads', 0x90, 36, 127);
    browser.send('Faders', 0xb1, 7, 32);
    browser.send('Pads', 0xf8);
    browser.send('Pads', 0x90, 36, 0);
    expect(log).toEqual(['note 36 of 1 down 1.00', 'control 7 of 2 up 0.25', 'note 36 of 1 up 0.00']);
  });

  it('let go of what they held when they are unplugged, each for itself, and are heard again when they come back', async () => {
    const { browser, midi, log, settle } = open(true);
    browser.plug('Pads');
    browser.plug('Faders');
    await settle();
    browser.send('Pads', 0x90, 36, 127);
    browser.send('Faders', 0xb0, 7, 100);
    log.length = 0;
    browser.unplug('Pads');
    await settle();
    expect(log).toEqual(['note 36 of 1 up 0.00']);
    expect(midi.names()).toEqual(['Faders']);
    browser.send('Pads', 0x90, 40, 127);
    browser.plug('Pads');
    await settle();
    browser.send('Pads', 0x90, 41, 127);
    expect(log.slice(1)).toEqual(['note 41 of 1 down 1.00']);
    midi.close();
    browser.send('Faders', 0xb0, 7, 1);
    expect(log).toHaveLength(2);
  });

  it('say when the browser or the streamer refused', async () => {
    const { browser, midi } = open();
    browser.refuse();
    await midi.allow();
    expect(midi.state).toBe('denied');
    expect(midi.names()).toEqual([]);
  });

  it('are known to be out of reach where the browser has none', () => {
    vi.stubGlobal('navigator', {});
    expect(createMidi({ onPress: () => undefined, onChange: () => undefined }).state).toBe('absent');
  });
});
