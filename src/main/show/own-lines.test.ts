import { describe, expect, it } from 'vitest';
import type { RoomChat } from '#main/connectors/connector.ts';
import { type ChatEvent, chatEventSchema } from '#shared/live/live-event.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createOwnLines } from './own-lines.ts';

const room = (send: RoomChat['send'] = async () => {}): RoomChat => ({ maxLength: 500, authorId: '700700', send });
const signal = new AbortController().signal;
const line = (text: string, more: Partial<ChatEvent> = {}): ChatEvent =>
  chatEventSchema.parse({
    v: 1,
    id: `twitch:${text}`,
    platform: 'twitch',
    source: 'twitch-irc',
    roomId: 'saltchan',
    timestamp: 1,
    receivedAt: 1,
    kind: 'chat',
    user: { id: '700700', name: 'saltchan', roles: ['owner'] },
    text,
    segments: [],
    ...more,
  });

describe('lines that she wrote herself', () => {
  it('are left out once when they come back, and the streamer may say the same afterwards', async () => {
    const own = createOwnLines(createFakeClock());
    await own.remembered('twitch-events', room()).send('Hello  all', { signal });
    expect(own.isOwn(line('Hello all'))).toBe(true);
    expect(own.isOwn(line('Hello all'))).toBe(false);
  });

  it('are known even when they come back before the platform has confirmed them', async () => {
    const own = createOwnLines(createFakeClock());
    let confirm = (): void => {};
    const chat = room(
      () =>
        new Promise((resolve) => {
          confirm = resolve;
        }),
    );
    const sending = own.remembered('twitch-events', chat).send('Hello', { signal });
    expect(own.isOwn(line('Hello'))).toBe(true);
    confirm();
    await sending;
  });

  it('are known as answers too, before which the platform puts a name', async () => {
    const own = createOwnLines(createFakeClock());
    await own.remembered('twitch-events', room()).send('You have 50 points', { signal });
    expect(own.isOwn(line('@IceTea You have 50 points', { replyTo: { userName: 'IceTea' } }))).toBe(true);
  });

  it('are not confused with those of viewers, of another platform, of a minute ago, or that were never sent', async () => {
    const clock = createFakeClock();
    const own = createOwnLines(clock);
    const failing = room(() => Promise.reject(new Error('refused')));
    await expect(own.remembered('twitch-events', failing).send('Never', { signal })).rejects.toThrow();
    expect(own.isOwn(line('Never'))).toBe(false);
    await own.remembered('twitch-events', room()).send('Hello', { signal });
    expect(own.isOwn(line('Hello', { user: { id: '1', name: 'a', masked: false, roles: ['moderator'] } }))).toBe(false);
    expect(own.isOwn(line('Hello', { platform: 'youtube' }))).toBe(false);
    clock.advance(60_001);
    expect(own.isOwn(line('Hello'))).toBe(false);
  });
});
