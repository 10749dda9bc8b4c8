import { describe, expect, it } from 'vitest';
import { createCell } from '#shared/cell.ts';
import type { HearingView } from '#shared/contract/hearing.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createPhoneTalk, PHONE_GONE_MS } from './phone-talk.ts';

const VIEW: HearingView = {
  state: 'asleep',
  problem: '',
  partial: '',
  recent: [],
  recognizer: null,
  guarding: false,
  capture: 'capturing',
  testing: false,
};

function setUp() {
  const clock = createFakeClock();
  const view = createCell<HearingView>(VIEW);
  const said: (boolean | 'toggle')[] = [];
  const settings = { enabled: true, mode: 'push-to-talk' as 'push-to-talk' | 'open' };
  const phone = createPhoneTalk({
    hearing: { view, talk: (held) => void said.push(held) },
    settings: () => settings,
    clock,
  });
  return { clock, view, said, settings, phone };
}

describe('push-to-talk from a phone', () => {
  it('holds the key once however often the phone says so, and lets go once', () => {
    const { clock, said, phone } = setUp();
    for (let i = 0; i < 5; i++) {
      phone.hold(true);
      clock.advance(2000);
    }
    expect(said).toEqual([true]);
    expect(phone.state()).toBe('held');
    phone.hold(false);
    phone.hold(false);
    expect(said).toEqual([true, false]);
    expect(phone.state()).toBe('ready');
  });

  it('lets go by itself when the phone falls silent', () => {
    const { clock, said, phone } = setUp();
    phone.hold(true);
    clock.advance(PHONE_GONE_MS - 1);
    expect(said).toEqual([true]);
    clock.advance(1);
    expect(said).toEqual([true, false]);
    expect(phone.state()).toBe('ready');
  });

  it('says why there is nothing to hold', () => {
    const { view, settings, phone } = setUp();
    view.set({ ...VIEW, capture: 'lost' });
    expect(phone.state()).toBe('no-microphone');
    view.set({ ...VIEW, capture: null });
    expect(phone.state()).toBe('no-microphone');
    settings.mode = 'open';
    expect(phone.state()).toBe('off');
  });

  it('lets go when the studio closes', () => {
    const { clock, said, phone } = setUp();
    phone.hold(true);
    phone.close();
    clock.advance(PHONE_GONE_MS * 2);
    expect(said).toEqual([true, false]);
  });
});
