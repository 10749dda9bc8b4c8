import { describe, expect, it } from 'vitest';
import { createPause } from '#main/platform/watch-cell.ts';
import type { LiveEvent } from '#shared/live/live-event.ts';
import type { OverlayTopic } from '#shared/overlays/overlay-list.ts';
import type { ChatChange, OverlayCursor, OverlayMessage } from '#shared/overlays/overlay-states.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createChatBoard } from './chat-board.ts';
import { chatLine, retraction } from './chat-events.fixture.ts';
import { createOverlayHub } from './overlay-hub.ts';

function setUp(epoch = 'first') {
  const clock = createFakeClock();
  const hub = createOverlayHub({ board: createChatBoard([], () => ''), clock, pause: createPause(clock), epoch });
  /** A page that is told one message at a time, when it asks. */
  const open = (after: OverlayCursor | null = null, topics: OverlayTopic[] = ['show', 'chat', 'goals', 'status']) => {
    const abort = new AbortController();
    const told = hub.watch({ topics, after, signal: abort.signal });
    return {
      async next(): Promise<OverlayMessage> {
        const coming = told.next();
        // The page's rest between two messages is over whenever it asks.
        await Promise.resolve();
        clock.advance(1000);
        const { value } = await coming;
        if (value === undefined) throw new Error('the watch has ended');
        return value;
      },
      close: () => abort.abort(),
    };
  };
  const say = (...texts: string[]): void => hub.live(texts.map((text) => chatLine(text)));
  return { clock, hub, open, say };
}
const texts = (chat: readonly ChatChange[]): string[] =>
  chat.map((change) => (change.type === 'line' ? change.line.text : `gone ${change.ids.join(' ')}`));
const cursor = ({ epoch, number }: OverlayMessage): OverlayCursor => ({ epoch, number });

describe('overlay hub', () => {
  it('tells every page everything: none takes it from another', async () => {
    const { hub, open, say } = setUp();
    const [one, two] = [open(), open()];
    await Promise.all([one.next(), two.next()]);
    expect(hub.pages).toBe(2);
    say('a', 'b');
    expect(texts((await one.next()).chat)).toEqual(['a', 'b']);
    expect(texts((await two.next()).chat)).toEqual(['a', 'b']);
  });

  it('begins with all there is and goes on with what changes, under rising numbers', async () => {
    const { hub, open, say } = setUp();
    say('before');
    hub.set('status', { deed: 'idle', text: '', about: '' });
    const page = open();
    const first = await page.next();
    expect(first).toMatchObject({ fresh: true, states: { status: { deed: 'idle' } } });
    expect(texts(first.chat)).toEqual(['before']);
    hub.set('status', { deed: 'speaking', text: '', about: '' });
    const second = await page.next();
    expect(second).toMatchObject({ fresh: false, chat: [], states: { status: { deed: 'speaking' } } });
    expect(second.number).toBeGreaterThan(first.number);
  });

  it('gives a page that comes back what it missed and nothing twice', async () => {
    const { hub, open, say } = setUp();
    say('a');
    const page = open();
    const seen = await page.next();
    page.close();
    say('b', 'c');
    hub.set('status', { deed: 'thinking', text: '', about: '' });
    const again = await open(cursor(seen)).next();
    expect(again).toMatchObject({ fresh: false, states: { status: { deed: 'thinking' } } });
    expect(texts(again.chat)).toEqual(['b', 'c']);
  });

  it('begins afresh for a page of another start of the program', async () => {
    const { open, say } = setUp('second');
    say('a');
    const message = await open({ epoch: 'first', number: 900 }).next();
    expect(message.fresh).toBe(true);
    expect(texts(message.chat)).toEqual(['a']);
  });

  it('does not wait for a page that does not read: it gets the last lines, and what it missed is counted', async () => {
    const { hub, open, say } = setUp();
    const page = open();
    await page.next();
    for (let n = 0; n < 3000; n += 1) say(`line ${n}`);
    const late = await page.next();
    expect(late.fresh).toBe(true);
    expect(texts(late.chat).at(-1)).toBe('line 2999');
    expect(late.chat.length).toBeLessThanOrEqual(60);
    expect(late.omitted).toBe(2600);
    expect(hub.omitted).toBe(2600);
  });

  it('never shows a slow page a line that was withdrawn meanwhile', async () => {
    const { hub, open, say } = setUp();
    say('bad');
    const page = open();
    const before = await page.next();
    expect(texts(before.chat)).toEqual(['bad']);
    hub.live([retraction({ targetIds: ['event:bad'] })]);
    for (let n = 0; n < 500; n += 1) say(`line ${n}`);
    const late = await page.next();
    // Fresh says: what is not among these is gone.
    expect(late.fresh).toBe(true);
    expect(texts(late.chat)).not.toContain('bad');
  });

  it('keeps the latest of a state, whatever came in between', async () => {
    const { hub, open } = setUp();
    const page = open();
    await page.next();
    for (const about of ['a', 'b', 'c']) hub.set('status', { deed: 'speaking', text: '', about });
    expect((await page.next()).states.status?.about).toBe('c');
  });

  it('tells a page nothing of topics that it did not ask for', async () => {
    const { hub, open, say } = setUp();
    const page = open(null, ['show']);
    expect((await page.next()).chat).toEqual([]);
    say('a');
    hub.set('goals', []);
    const coming = page.next();
    hub.set('show', { hidden: true } as never);
    expect(await coming).toMatchObject({ chat: [], states: { show: { hidden: true } } });
  });

  it('forgets a page that has gone', async () => {
    const { hub, open } = setUp();
    const page = open();
    await page.next();
    page.close();
    await expect(page.next()).rejects.toThrow('ended');
    expect(hub.pages).toBe(0);
  });
});

describe('chat board', () => {
  it('takes back by id, by viewer and by room, and leaves other platforms alone', () => {
    const events: LiveEvent[] = [
      chatLine('a', { userId: 'u1' }),
      chatLine('b', { userId: 'u2' }),
      chatLine('c', { userId: 'u1', platform: 'youtube' }),
    ];
    const left = (...retractions: LiveEvent[]): string[] => {
      const board = createChatBoard([], () => '');
      for (const event of [...events, ...retractions]) board.take(event);
      return board.lines().map(({ text }) => text);
    };
    expect(left(retraction({ targetIds: ['event:b'] }))).toEqual(['a', 'c']);
    expect(left(retraction({ targetUserId: 'u1' }))).toEqual(['b', 'c']);
    expect(left(retraction({ all: true }))).toEqual(['c']);
  });

  it('goes on after a restart with the lines it had, and can still withdraw them', () => {
    const before = createChatBoard([], () => '');
    before.take(chatLine('a', { userId: 'u1' }));
    const kept: unknown = JSON.parse(JSON.stringify(before.kept()));
    const after = createChatBoard([...(kept as unknown[]), { nonsense: true }], () => '');
    expect(after.lines().map(({ text }) => text)).toEqual(['a']);
    expect(after.take(retraction({ targetUserId: 'u1' }))).toEqual({ type: 'gone', ids: ['event:a'] });
  });
});
