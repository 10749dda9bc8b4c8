import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '#shared/live/live-event.ts';
import { type AlertSettings, alertSettingsSchema } from '#shared/overlays/overlay-settings.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { chatLine, follow, gift, retraction } from '../chat-events.fixture.ts';
import { createAlertDesk } from './alert-desk.ts';

function setUp(settings: Partial<AlertSettings> = {}, before: readonly unknown[] = []) {
  const clock = createFakeClock();
  const desk = createAlertDesk({
    words: () => ({
      settings: { ...alertSettingsSchema.parse({}), ...settings },
      language: 'en',
      pictureUrl: (name) => (name === '' ? '' : `/pictures/${name}`),
    }),
    clock,
    before,
    onChange: () => undefined,
  });
  const live = (...events: LiveEvent[]): void => desk.live(events);
  const title = (): string | undefined =>
    desk.view
      .get()
      .current?.title.map(({ text }) => text)
      .join('');
  const seconds = (): number => {
    const current = desk.view.get().current;
    return current === null ? 0 : (current.until - current.since) / 1000;
  };
  return { clock, desk, live, title, seconds };
}

describe('alert desk', () => {
  it('shows one after the other with a breath between, in the order in which they came', () => {
    const { clock, desk, live, title } = setUp();
    live(follow('Ann'), follow('Ben'));
    expect(title()).toBe('Ann is now following');
    expect(desk.view.get().waiting).toBe(1);
    clock.advance(6000);
    expect(title()).toBeUndefined();
    clock.advance(700);
    expect(title()).toBe('Ben is now following');
    clock.advance(7000);
    expect(desk.view.get()).toEqual({ current: null, waiting: 0, dropped: 0 });
  });

  it('stays longer for more money, and hurries when many wait', () => {
    const { live, seconds, desk } = setUp();
    live(gift('small', { yuan: 0.5 }));
    expect(seconds()).toBe(6);
    desk.skip(true);
    const large = setUp();
    large.live(gift('large', { yuan: 500 }));
    expect(large.seconds()).toBeCloseTo(14.4);
    const crowd = setUp();
    crowd.live(...Array.from({ length: 12 }, (_, n) => follow(`v${n}`)));
    expect(crowd.seconds()).toBe(3);
  });

  it('folds a streak of gifts into one alert, whether it waits or is shown', () => {
    const { clock, desk, live, title } = setUp();
    live(gift('1', { yuan: 1, count: 1, comboId: 'c' }), follow('Ann'));
    const id = desk.view.get().current?.id;
    clock.advance(3000);
    live(gift('2', { yuan: 5, count: 5, comboId: 'c' }));
    expect(title()).toBe('viewer sent Heart ×5');
    expect(desk.view.get()).toMatchObject({ current: { id, count: 5 }, waiting: 1 });
    live(gift('w1', { yuan: 1, count: 1, comboId: 'w' }), gift('w2', { yuan: 9, count: 9, comboId: 'w' }));
    expect(desk.view.get().waiting).toBe(2);
  });

  it('puts the one that is shown back while the show is in panic, and goes on with it afterwards', () => {
    const { clock, desk, live, title } = setUp();
    live(follow('Ann'), follow('Ben'));
    clock.advance(2000);
    desk.pause(true);
    expect(desk.view.get()).toMatchObject({ current: null, waiting: 2 });
    live(follow('Cem'));
    clock.advance(60_000);
    expect(desk.view.get()).toMatchObject({ current: null, waiting: 3 });
    desk.pause(false);
    expect(title()).toBe('Ann is now following');
  });

  it('skips the one that is shown, or all', () => {
    const { clock, desk, live, title } = setUp();
    live(follow('Ann'), follow('Ben'), follow('Cem'));
    desk.skip(false);
    clock.advance(700);
    expect(title()).toBe('Ben is now following');
    desk.skip(true);
    clock.advance(5000);
    expect(desk.view.get()).toMatchObject({ current: null, waiting: 0 });
  });

  it('takes a withdrawn message off the screen and out of the queue', () => {
    const { live, desk, clock } = setUp();
    live(follow('Ann'), follow('Ben'));
    live(retraction({ targetUserId: 'Ann' }), retraction({ targetIds: ['follow:Ben'] }));
    expect(desk.view.get()).toMatchObject({ current: null, waiting: 0 });
    clock.advance(5000);
    expect(desk.view.get().current).toBeNull();
  });

  it('gives up unpaid alerts before paid ones when far too many wait, and counts them', () => {
    const { desk, live } = setUp();
    live(follow('first'), gift('paid', { yuan: 300 }), ...Array.from({ length: 150 }, (_, n) => follow(`v${n}`)));
    expect(desk.view.get()).toMatchObject({ waiting: 99, dropped: 52 });
    expect(desk.unshown().some(({ id }) => id === 'paid')).toBe(true);
  });

  it('says what the streamer wrote, with names as strong pieces that stay text', () => {
    const kinds = alertSettingsSchema.parse({ kinds: { follow: { text: 'Hi {name}! {nonsense}', picture: 'hi.png' } } }).kinds;
    const { desk, live } = setUp({ kinds });
    live(follow('<b>{name}</b>'));
    expect(desk.view.get().current).toMatchObject({
      title: [
        { text: 'Hi ', strong: false },
        { text: '<b>{name}</b>', strong: true },
        { text: '! ', strong: false },
        { text: '{nonsense}', strong: false },
      ],
      pictureUrl: '/pictures/hi.png',
    });
  });

  it('leaves out what is switched off, small gifts below the bound, and ordinary talk', () => {
    const kinds = alertSettingsSchema.parse({ kinds: { follow: { enabled: false } } }).kinds;
    const { desk, live } = setUp({ kinds, leastYuan: 10 });
    live(follow('Ann'), gift('9', { yuan: 9 }), chatLine('hello'));
    expect(desk.view.get().current).toBeNull();
    live(gift('10', { yuan: 10 }));
    expect(desk.view.get().current?.id).toBe('10');
  });

  it('shows after a restart what the last run did not get to', () => {
    const first = setUp();
    first.live(follow('Ann'), follow('Ben'));
    const kept: unknown = JSON.parse(JSON.stringify(first.desk.unshown()));
    const { clock, title } = setUp({}, [...(kept as unknown[]), 'nonsense']);
    expect(title()).toBeUndefined();
    clock.advance(3000);
    expect(title()).toBe('Ann is now following');
  });

  it('queues the streamer’s own like any other', () => {
    const { desk, title } = setUp();
    desk.own('Boss fight!', 'Good luck');
    expect(title()).toBe('Boss fight!');
    expect(desk.view.get().current).toMatchObject({ kind: 'own', text: 'Good luck', platform: null });
  });
});
