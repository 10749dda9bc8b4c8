import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ALL_SCOPES,
  BOT_ID,
  createTwitchRoom,
  SCOPES_BESIDE_CHAT,
  type TwitchRoom,
} from '../../../../tests/fakes/twitch-room.ts';
import type { Connector, RoomChat } from '../connector.ts';

const MESSAGES = '/chat/messages';

describe('Writing into Twitch chat', () => {
  let room: TwitchRoom;
  const signal = new AbortController().signal;
  const chatOf = (connector: Connector): RoomChat => {
    if (connector.chat === undefined) throw new Error('no chat');
    return connector.chat;
  };
  const open = async (scopes: readonly string[] = SCOPES_BESIDE_CHAT): Promise<RoomChat> => {
    const connector = room.open({ scopes });
    await room.ready();
    return chatOf(connector);
  };

  beforeEach(async () => {
    room = await createTwitchRoom();
  });
  afterEach(() => room.close());

  it('writes a line as the streamer, and answers a message where it can', async () => {
    const chat = await open();
    const id = '11111111-2222-4333-8444-555555555555';
    await chat.send('hello', { signal });
    await chat.send('you are welcome', { replyToEventId: `twitch:${id}`, signal });
    await chat.send('no chat message', { replyToEventId: 'twitch:redemption:r1', signal });
    expect(room.server.chatLines).toEqual([
      { broadcaster_id: '700700', sender_id: '700700', message: 'hello' },
      { broadcaster_id: '700700', sender_id: '700700', message: 'you are welcome', reply_parent_message_id: id },
      { broadcaster_id: '700700', sender_id: '700700', message: 'no chat message' },
    ]);
  });

  it('cuts a line at 500 characters, never in the middle of one, and takes out what is invisible', async () => {
    const chat = await open();
    await chat.send(`${'x'.repeat(499)}🎉 and more`, { signal });
    await chat.send('a\u202eb\u0007c', { signal });
    expect(room.server.chatLines.map(({ message }) => message)).toEqual(['x'.repeat(499), 'abc']);
  });

  it('refuses an empty line', async () => {
    const chat = await open();
    await expect(chat.send(' \u200b ', { signal })).rejects.toMatchObject({ code: 'invalid-input' });
    expect(room.server.chatLines).toEqual([]);
  });

  it('says why Twitch did not let a line through', async () => {
    const chat = await open();
    room.server.dropReason = 'Your message contains a blocked term.';
    await expect(chat.send('bad', { signal })).rejects.toThrow('Your message contains a blocked term.');
  });

  it('writes 20 lines in 30 s and no more: the next are refused, and go again when there is room', async () => {
    const chat = await open();
    for (let n = 0; n < 20; n += 1) await chat.send(`line ${n}`, { signal });
    await expect(chat.send('too much', { signal })).rejects.toMatchObject({ code: 'rate-limited' });
    room.clock.advance(21_000);
    const waiting = chat.send('waits', { signal });
    room.clock.advance(9000);
    await waiting;
    expect(room.server.chatLines).toHaveLength(21);
  });

  it('takes a line back that waits for its turn', async () => {
    const chat = await open();
    for (let n = 0; n < 20; n += 1) await chat.send(`line ${n}`, { signal });
    room.clock.advance(21_000);
    const stop = new AbortController();
    const waiting = chat.send('never', { signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    room.clock.advance(60_000);
    await chat.send('next', { signal });
    expect(room.server.chatLines.at(-1)).toMatchObject({ message: 'next' });
    expect(room.server.chatLines).toHaveLength(21);
  });

  it.each([
    ['reset', 'network'],
    ['no-json', 'protocol'],
    ['wrong-shape', 'protocol'],
    [{ status: 503, body: {} }, 'unavailable'],
    [{ status: 429, body: {} }, 'rate-limited'],
    [{ status: 403, body: { message: 'followers only' } }, 'forbidden'],
  ] as const)('fails with a next step on %j', async (kind, code) => {
    const chat = await open();
    room.server.api.mishaps.push({ path: MESSAGES, kind });
    await expect(chat.send('hello', { signal })).rejects.toMatchObject({ name: 'StudioError', code });
  });

  it('does not wait for ever', async () => {
    const chat = await open();
    room.server.api.mishaps.push({ path: MESSAGES, kind: 'silence' });
    const sending = chat.send('hello', { signal });
    const failure = expect(sending).rejects.toMatchObject({ code: 'timeout' });
    await room.server.api.asked(MESSAGES, 1);
    room.clock.advance(10_000);
    await failure;
  });

  it('renews a token that Twitch refuses and writes the line once', async () => {
    const chat = await open();
    room.auth.expireAccess();
    await chat.send('hello', { signal });
    expect(room.server.chatLines).toHaveLength(1);
    expect(room.stored).toHaveLength(1);
  });

  it('has no way to write or to time out without the permission', async () => {
    const connector = room.open({ scopes: ['moderator:read:followers', 'channel:read:redemptions'] });
    await room.ready();
    expect(connector.chat).toBeUndefined();
    const chat = chatOf(room.open({ scopes: SCOPES_BESIDE_CHAT }));
    expect(chat.timeOut).toBeUndefined();
  });

  it('times a viewer out within what Twitch allows', async () => {
    const chat = await open(ALL_SCOPES);
    await chat.timeOut?.('4242', 600, 'spam', signal);
    await chat.timeOut?.('4242', 9_999_999, 'x'.repeat(900), signal);
    expect(room.server.bans).toEqual([
      { user_id: '4242', duration: 600, reason: 'spam' },
      { user_id: '4242', duration: 1_209_600, reason: 'x'.repeat(500) },
    ]);
  });

  it('takes a viewer who is banned already for silenced', async () => {
    const chat = await open(ALL_SCOPES);
    room.server.api.mishaps.push({ path: '/bans', kind: { status: 400, body: { message: 'user is already banned' } } });
    await chat.timeOut?.('4242', 600, 'spam', signal);
    room.server.api.mishaps.push({ path: '/bans', kind: { status: 400, body: { message: 'may not ban the broadcaster' } } });
    await expect(chat.timeOut?.('700700', 600, 'spam', signal)).rejects.toMatchObject({ code: 'provider' });
  });

  it('writes from an account of her own where there is one, while the streamer keeps order', async () => {
    const connector = room.open({ scopes: ALL_SCOPES, withBot: true });
    await room.ready();
    const chat = chatOf(connector);
    await chat.send('hello', { signal });
    await chat.timeOut?.('4242', 60, 'spam', signal);
    expect(room.server.chatLines).toEqual([{ broadcaster_id: '700700', sender_id: BOT_ID, message: 'hello' }]);
    expect(chat.authorId).toBe(BOT_ID);
    expect(room.server.bans).toHaveLength(1);
  });

  it('says so, and writes no more, when the sign-in of her own account is over; events go on', async () => {
    const connector = room.open({ withBot: true });
    await room.ready();
    const chat = chatOf(connector);
    room.auth.disconnect();
    await expect(chat.send('hello', { signal })).rejects.toMatchObject({ code: 'unauthorized' });
    expect(connector.chat).toBeUndefined();
    expect(room.probe.lastHealth).toMatchObject({ status: 'degraded', reason: 'twitch-bot-over' });
    expect(room.server.chatLines).toEqual([]);
  });
});
