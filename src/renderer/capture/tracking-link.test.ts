import { describe, expect, it } from 'vitest';
import { decodeMotionFrame } from '#shared/frames/motion-frame.ts';
import { emptyFace } from '#shared/tracking/face-channels.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import { SILENT_REPORT } from '#shared/tracking/source-state.ts';
import type { LinkSocketEvents } from './lasting-socket.ts';
import { createTrackingLink } from './tracking-link.ts';

const SAMPLE: MotionSample = { atMs: 1000, found: true, face: emptyFace().fill(0.5), hands: undefined, pose: undefined };

/** A network of fakes: every socket that was opened, what was sent over it, and the delays that were asked for. */
function open() {
  const sockets: {
    events: LinkSocketEvents;
    sent: (string | Uint8Array<ArrayBuffer>)[];
    bufferedAmount: number;
    closed: boolean;
  }[] = [];
  const waits: { delayMs: number; run: () => void }[] = [];
  const told: string[] = [];
  const problems: string[] = [];
  const link = createTrackingLink(
    { kind: 'controls', name: 'this page' },
    {
      openSocket(_url, events) {
        const made = { events, sent: [] as (string | Uint8Array<ArrayBuffer>)[], bufferedAmount: 0, closed: false };
        sockets.push(made);
        return {
          send: (data) => void made.sent.push(data),
          get bufferedAmount() {
            return made.bufferedAmount;
          },
          close: () => {
            made.closed = true;
          },
        };
      },
      random: () => 0.5,
      after: (delayMs, run) => void waits.push({ delayMs, run }),
      connected: (connected) => void told.push(connected ? 'connected' : 'lost'),
      told: ({ type }) => void told.push(type),
      problem: (text) => void problems.push(text),
    },
  );
  link.open('ws://studio/ws/tracking?token=x');
  const socket = (index: number) => {
    const found = sockets[index];
    if (found === undefined) throw new Error(`no socket ${index}`);
    return found;
  };
  return { link, socket, sockets, waits, told, problems };
}
const typesOf = (sent: readonly (string | Uint8Array)[]): unknown[] =>
  sent.map((data) => (typeof data === 'string' ? JSON.parse(data).type : 'frame'));

describe('the trackers’ end of the socket', () => {
  it('says who it is and how it fares before the first frame', () => {
    const { link, socket } = open();
    link.report(SILENT_REPORT);
    link.frame(SAMPLE);
    expect(socket(0).sent).toEqual([]);
    socket(0).events.opened();
    link.frame(SAMPLE);
    expect(typesOf(socket(0).sent)).toEqual(['hello', 'report', 'frame']);
    const frame = socket(0).sent[2];
    expect(frame instanceof Uint8Array && decodeMotionFrame(frame).face?.[0]).toBe(0.5);
  });

  it('comes back after a loss, slower each time, and says all of it again', () => {
    const { link, socket, waits, told } = open();
    link.report(SILENT_REPORT);
    socket(0).events.opened();
    socket(0).events.closed();
    waits[0]?.run();
    socket(1).events.closed();
    expect((waits[1]?.delayMs ?? 0) > (waits[0]?.delayMs ?? 0)).toBe(true);
    waits[1]?.run();
    socket(2).events.opened();
    expect(typesOf(socket(2).sent)).toEqual(['hello', 'report']);
    expect(told).toEqual(['connected', 'lost', 'lost', 'connected']);
  });

  it('gives frames up while the studio does not read, and counts them', () => {
    const { link, socket } = open();
    socket(0).events.opened();
    socket(0).bufferedAmount = 1_000_000;
    for (let i = 0; i < 3; i++) link.frame(SAMPLE);
    socket(0).bufferedAmount = 0;
    link.frame(SAMPLE);
    expect(typesOf(socket(0).sent)).toEqual(['hello', 'frame']);
    expect(link.dropped).toBe(3);
  });

  it('stays away once another page has its place', () => {
    const { socket, sockets, told, waits } = open();
    socket(0).events.opened();
    socket(0).events.message('{"type":"displaced"}');
    socket(0).events.closed();
    expect(told).toEqual(['connected', 'displaced']);
    expect(socket(0).closed).toBe(true);
    expect([sockets.length, waits.length]).toEqual([1, 0]);
  });

  it('reports what it cannot read and goes on', () => {
    const { link, socket, problems } = open();
    socket(0).events.opened();
    socket(0).events.message('nonsense');
    socket(0).events.message('{"type":"unknown"}');
    link.frame(SAMPLE);
    expect(problems).toHaveLength(2);
    expect(typesOf(socket(0).sent)).toEqual(['hello', 'frame']);
  });
});
