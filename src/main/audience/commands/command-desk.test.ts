import { describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { Command, CommandAction } from '#shared/audience/command.ts';
import type { ChatEvent, ViewerEvent } from '#shared/live/live-event.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { chatOf } from '../../../../tests/fakes/live-events.ts';
import { realBooks } from '../../../../tests/support/real-book.ts';
import type { AudienceBook } from '../audience.types.ts';
import type { CommandPorts } from './command.types.ts';
import { createCommandDesk } from './command-desk.ts';

const openBook = realBooks();

const command = (action: CommandAction, more: Partial<Command> = {}): Command => ({
  id: 'mine',
  name: 'Mine',
  enabled: true,
  triggers: [{ type: 'word', word: '!mine', match: 'start' }],
  languages: [],
  argument: 'optional',
  who: 'everyone',
  cost: 0,
  cooldownSeconds: 0,
  viewerCooldownSeconds: 0,
  reply: 'auto',
  action,
  ...more,
});

function deskOn(book: AudienceBook, changed: Command[], ports: Partial<CommandPorts> = {}) {
  const said: string[] = [];
  const written: string[] = [];
  const askedFor: ViewerEvent[] = [];
  const clock = createFakeClock();
  const refuse = async () => ({ result: 'refused' as const });
  const desk = createCommandDesk({
    settings: () => ({ enabled: true, changed }),
    book,
    rights: {
      link: async () => ({ kind: 'wrong-code' }),
      remember: async () => 'agreed',
      forget: async () => 'forgotten',
      tell: async () => undefined,
    },
    games: { lottery: refuse, wheel: refuse, vote: refuse, predict: refuse, contribute: refuse },
    clock,
    logger: silentLogger,
    argumentOf: () => '',
    language: () => 'en',
    pointsName: () => '',
    say: (text) => said.push(text),
    chat: async (_event, text) => {
      written.push(text);
      return true;
    },
    ask: (event) => askedFor.push(event),
    stop() {},
    skip() {},
    perform: async () => undefined,
    fulfil: () => undefined,
    ...ports,
  });
  const send = (text: string, more: Parameters<typeof chatOf>[1] = {}): ChatEvent => {
    const event = chatOf(text, more);
    desk.take(event, undefined, `custom:${event.user.id}`);
    return event;
  };
  const outcomes = () => desk.runs.get().map(({ outcome }) => outcome);
  return { desk, send, said, written, askedFor, clock, outcomes };
}
const viewer = 'custom:id-viewer';

describe('a command', () => {
  it('is claimed when it is one, and not while commands are off', async () => {
    const { book } = await openBook();
    const { desk } = deskOn(book, [command({ type: 'say', text: 'hi' })]);
    expect(desk.claim(chatOf('!mine'), undefined)).toBe('command:mine');
    expect(desk.claim(chatOf('my mine'), undefined)).toBeUndefined();
    expect(desk.claim({ ...chatOf('!mine'), source: 'microphone' }, undefined)).toBeUndefined();
    const off = deskOn(book, [], { settings: () => ({ enabled: false, changed: [] }) });
    expect(off.desk.claim(chatOf('我的积分'), undefined)).toBeUndefined();
  });

  it('fills its text with what the viewer wrote, as data', async () => {
    const { book, give } = await openBook();
    await give({ [viewer]: 7 });
    const { send, said } = deskOn(book, [command({ type: 'say', text: '{user} hugs {argument}, {points} {nothing}' })]);
    send('!mine {points}[angry]<b>');
    await expect.poll(() => said).toEqual(['viewer hugs points angry b, 7 {nothing}']);
  });

  it('takes its price once, and the line that comes again does nothing', async () => {
    const { book, give } = await openBook();
    await give({ [viewer]: 100 });
    const { send, said, outcomes } = deskOn(book, [command({ type: 'say', text: 'paid' }, { cost: 30 })]);
    send('!mine', { id: 'twitch:one' });
    await expect.poll(outcomes).toEqual(['done']);
    send('!mine', { id: 'twitch:one' });
    send('!mine', { id: 'twitch:two' });
    await expect.poll(outcomes).toEqual(['done', 'done']);
    expect(said).toEqual(['paid', 'paid']);
    expect(await book.balance(viewer)).toBe(40);
    send('!mine', { id: 'twitch:three' });
    await expect.poll(() => said.length).toBe(3);
    send('!mine', { id: 'twitch:four' });
    await expect.poll(outcomes).toEqual(['too-poor', 'done', 'done', 'done']);
    expect(await book.documents('command-pending')).toEqual([]);
  });

  it('gives the price back when what it does fails, and says so', async () => {
    const { book, give } = await openBook();
    await give({ [viewer]: 100 });
    const { send, written, outcomes } = deskOn(book, [command({ type: 'perform', deed: { type: 'stop' } }, { cost: 30 })], {
      perform: async () => 'The model has no such motion.',
    });
    send('!mine');
    await expect.poll(outcomes).toEqual(['failed']);
    expect(await book.balance(viewer)).toBe(100);
    await expect.poll(() => written).toEqual(['viewer, that did not work. Your points are back.']);
  });

  it('gives the price of a scene back: there is nothing yet that changes one', async () => {
    const { book, give } = await openBook();
    await give({ [viewer]: 100 });
    const { send, written, askedFor } = deskOn(book, [command({ type: 'wish', wish: 'scene' }, { cost: 30 })]);
    send('!mine shrine');
    await expect.poll(() => written).toEqual(['viewer, I cannot do that yet.']);
    expect(await book.balance(viewer)).toBe(100);
    expect(askedFor).toEqual([]);
  });

  it('gives back what a crash left open, at the next start', async () => {
    const first = await openBook();
    await first.give({ [viewer]: 100 });
    const stuck = deskOn(first.book, [command({ type: 'perform', deed: { type: 'stop' } }, { cost: 30 })], {
      perform: () => new Promise(() => {}),
    });
    stuck.send('!mine', { id: 'twitch:stuck' });
    await expect.poll(() => first.book.balance(viewer)).toBe(70);
    await first.close();
    const again = await openBook(first.file);
    const { desk } = deskOn(again.book, []);
    await desk.ready;
    expect(await again.book.balance(viewer)).toBe(100);
    expect(await again.book.documents('command-pending')).toEqual([]);
  });

  it('puts a wish before her as an event of its own, and refunds it when she never comes to it', async () => {
    const { book, give } = await openBook();
    await give({ [viewer]: 100 });
    const { desk, send, askedFor, outcomes } = deskOn(book, [
      command({ type: 'ask', instruction: 'Compliment the viewer.' }, { cost: 30 }),
    ]);
    send('!mine my hat', { id: 'twitch:a' });
    send('!mine my shoes', { id: 'twitch:b' });
    await expect.poll(outcomes).toEqual(['done', 'done']);
    expect(askedFor[0]).toMatchObject({
      kind: 'redemption',
      id: 'custom:command:twitch:a',
      rewardTitle: 'Mine',
      text: 'my hat',
      cost: 30,
    });
    expect(askedFor[0] && desk.instructionFor(askedFor[0])).toBe('Compliment the viewer.');
    desk.settled('custom:command:twitch:a', 'answering');
    desk.settled('custom:command:twitch:a', 'answered');
    desk.settled('custom:command:twitch:b', 'dropped');
    await expect.poll(() => book.balance(viewer)).toBe(70);
    await desk.close();
    expect(await book.documents('command-pending')).toEqual([]);
    expect(await book.balance(viewer)).toBe(70);
  });

  it('cools down for all and for each viewer, and a failed use does not count', async () => {
    const { book } = await openBook();
    let broken = true;
    const { send, clock, outcomes } = deskOn(
      book,
      [command({ type: 'perform', deed: { type: 'stop' } }, { cooldownSeconds: 5, viewerCooldownSeconds: 60 })],
      { perform: async () => (broken ? 'broken' : undefined) },
    );
    send('!mine');
    await expect.poll(outcomes).toEqual(['failed']);
    broken = false;
    send('!mine');
    await expect.poll(outcomes).toEqual(['done', 'failed']);
    send('!mine', { name: 'other' });
    clock.advance(5000);
    send('!mine');
    send('!mine', { name: 'other' });
    await expect.poll(outcomes).toEqual(['done', 'cooling', 'cooling', 'done', 'failed']);
  });

  it('answers in the chat, and says it where the room cannot be written in', async () => {
    const { book } = await openBook();
    const rooms = deskOn(book, [], { chat: async () => false });
    rooms.send('!points');
    await expect.poll(() => rooms.said).toEqual(['viewer, you have no points yet. Chat a little and they come.']);
    const broken = deskOn(book, [], { chat: () => Promise.reject(new Error('rate limit')) });
    broken.send('!top');
    await expect.poll(() => broken.said).toEqual(['Nobody has points yet.']);
  });

  it('says a few answers in a while and no more, where the room cannot be written in', async () => {
    const { book } = await openBook();
    const { send, said, clock, outcomes } = deskOn(book, [], { chat: async () => false });
    for (let index = 0; index < 10; index += 1) send('!points', { name: `v${index}` });
    await expect.poll(() => outcomes().length).toBe(10);
    expect(said).toHaveLength(4);
    clock.advance(20_000);
    send('!points', { name: 'late' });
    await expect.poll(() => said.length).toBe(5);
  });

  it('lets an action run half a minute at most', async () => {
    const { book } = await openBook();
    let under: AbortSignal | undefined;
    const { send, clock, outcomes } = deskOn(book, [command({ type: 'chat', text: 'hi' })], {
      chat: (_event, _text, signal) =>
        new Promise((_resolve, reject) => {
          under = signal;
          signal.addEventListener('abort', () => reject(new Error('took too long')));
        }),
    });
    send('!mine');
    await expect.poll(() => under).toBeDefined();
    clock.advance(29_999);
    expect(under?.aborted).toBe(false);
    clock.advance(1);
    await expect.poll(outcomes).toEqual(['failed']);
  });
});
