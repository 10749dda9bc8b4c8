import { describe, expect, it } from 'vitest';
import { decodeMicrophoneFrame, MICROPHONE_FRAME } from '#shared/frames/microphone-frame.ts';
import type { FromEars } from './capture-messages.ts';
import { createEarsLink } from './ears-link.ts';
import type { LinkSocketEvents } from './lasting-socket.ts';

function setUp() {
  const sockets: { url: string; events: LinkSocketEvents; sent: (string | Uint8Array)[]; buffered: number; closed: boolean }[] =
    [];
  const told: FromEars[] = [];
  const timers: (() => void)[] = [];
  const link = createEarsLink({
    openSocket(url, events) {
      const socket = { url, events, sent: [] as (string | Uint8Array)[], buffered: 0, closed: false };
      sockets.push(socket);
      return {
        send: (data) => socket.sent.push(data),
        get bufferedAmount() {
          return socket.buffered;
        },
        close() {
          socket.closed = true;
        },
      };
    },
    random: () => 0.5,
    after: (_delay, run) => timers.push(run),
    tellPage: (message) => told.push(message),
    report: () => undefined,
  });
  return { link, sockets, told, timers };
}
const frame = new Float32Array(MICROPHONE_FRAME);

describe('the page’s end of the ears’ socket', () => {
  it('sends frames with rising numbers once it is open, and nothing before', () => {
    const { link, sockets } = setUp();
    link.open('ws://x');
    link.frame(1, frame);
    sockets[0]?.events.opened();
    link.frame(21, frame);
    link.frame(41, frame);
    const sent = (sockets[0]?.sent ?? []).map((data) => decodeMicrophoneFrame(data as Uint8Array));
    expect(sent.map(({ sourceTimeMs }) => sourceTimeMs)).toEqual([21, 41]);
    expect((sent[1]?.sequence ?? 0) - (sent[0]?.sequence ?? 0)).toBe(1);
  });

  it('gives up the oldest sound when the studio does not read, and counts it', () => {
    const { link, sockets } = setUp();
    link.open('ws://x');
    const [socket] = sockets;
    socket?.events.opened();
    if (socket) socket.buffered = 1_000_000;
    for (let i = 0; i < 60; i++) link.frame(20 * i, frame);
    expect(link.dropped).toBe(35);
    if (socket) socket.buffered = 0;
    link.frame(1200, frame);
    const times = (socket?.sent ?? []).map((data) => decodeMicrophoneFrame(data as Uint8Array).sourceTimeMs);
    expect(times[0]).toBe(720);
    expect(times.at(-1)).toBe(1200);
  });

  it('connects again when the studio goes away, and says again how the microphone fares', () => {
    const { link, sockets, timers, told } = setUp();
    link.open('ws://x');
    sockets[0]?.events.opened();
    link.state({ type: 'state', state: 'capturing', device: 'Mic', detail: '' });
    sockets[0]?.events.closed();
    expect(told.at(-1)).toEqual({ type: 'connection', connected: false });
    timers.shift()?.();
    sockets[1]?.events.opened();
    expect(sockets[1]?.sent).toEqual([JSON.stringify({ type: 'state', state: 'capturing', device: 'Mic', detail: '' })]);
  });

  it('stays away once another page was chosen', () => {
    const { link, sockets, timers, told } = setUp();
    link.open('ws://x');
    sockets[0]?.events.opened();
    sockets[0]?.events.message('{"type":"displaced"}');
    expect(told.at(-1)).toEqual({ type: 'displaced' });
    sockets[0]?.events.closed();
    expect(timers).toEqual([]);
    expect(sockets).toHaveLength(1);
    link.open('ws://x');
    expect(sockets).toHaveLength(2);
  });

  it('leaves nonsense from the studio out', () => {
    const { link, sockets, told } = setUp();
    link.open('ws://x');
    sockets[0]?.events.opened();
    sockets[0]?.events.message('not json');
    sockets[0]?.events.message('{"type":"dance"}');
    expect(told.filter(({ type }) => type !== 'connection')).toEqual([]);
  });
});
