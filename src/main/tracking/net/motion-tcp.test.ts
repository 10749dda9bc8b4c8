import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { FACE_AT } from '#shared/tracking/face-channels.ts';
import { type MotionIn, motionInSchema } from '#shared/tracking/tracking-settings.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { createRecordingHub } from '../../../../tests/fakes/motion/recording-hub.ts';
import { openUdpPeer } from '../../../../tests/fakes/motion/udp-peer.ts';
import { createMotionInputs } from './motion-inputs.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const MARK = '___iFacialMocap';
const frame = (jaw: number, pitch = 0): string =>
  `jawOpen&${Math.round(jaw * 100)}|eyeBlink_L&0|=head#${pitch},0,0,0,0,0|rightEye#0,0,0|leftEye#0,0,0|`;

async function freeTcpPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A desk with one input over TCP, and the phone's own door, which is asked. */
async function setUp(change: Partial<MotionIn> = {}) {
  const clock = createFakeClock();
  const hub = createRecordingHub();
  const inputs = createMotionInputs({ hub, clock, logger: silentLogger });
  ends.push(() => inputs.close());
  const phone = await openUdpPeer();
  ends.push(() => phone.close());
  const port = await freeTcpPort();
  const address = `127.0.0.1:${phone.port}`;
  inputs.apply([motionInSchema.parse({ id: 'phone', kind: 'ifacialmocap', port, address, tcp: true, ...change })]);
  await inputs.settled();
  return { clock, hub, inputs, phone, port };
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  ends.push(() => void socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

/** Writes and lets the clock go until it is seen. */
async function until(done: () => boolean, clock: { advance(ms: number): void }, act: () => void = () => {}): Promise<void> {
  while (!done()) {
    act();
    clock.advance(5);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
type Its = Awaited<ReturnType<typeof setUp>>;
const jaws = ({ hub }: Its): number[] =>
  hub.source('phone').samples.map(({ face }) => Math.round((face?.[FACE_AT.jawOpen] ?? Number.NaN) * 100) / 100);

describe('iFacialMocap over TCP', () => {
  it('asks the phone by UDP for a connection, and tells it to stop at the end', async () => {
    const its = await setUp();
    await its.phone.hears(1);
    expect(its.phone.heard[0]?.bytes.toString()).toBe(
      'iFacialMocap_UDPTCP_sahuasouryya9218sauhuiayeta91555dy3719|sendDataVersion=v2',
    );
    its.clock.advance(2000);
    await its.phone.hears(2);
    expect(its.phone.heard[1]?.bytes.toString()).toBe('iFacialMocap_UDPTCP_sahuasouryya9218sauhuiayeta91555dy3719');
    await its.inputs.close();
    await its.phone.hears(3);
    expect(its.phone.heard[2]?.bytes.toString()).toBe('iFacialMocap_UDPTCPSTOP_sahuasouryya9218sauhuiayeta91555dy3719');
  });

  it('finds the frames wherever the network cuts the stream', async () => {
    const its = await setUp();
    const socket = await dial(its.port);
    for (const jaw of [0.1, 0.2, 0.3, 0.4]) {
      const text = frame(jaw) + MARK;
      const cut = Math.round(jaw * 10) * 7;
      socket.write(text.slice(0, cut));
      await new Promise((resolve) => setImmediate(resolve));
      socket.write(text.slice(cut, -6));
      await new Promise((resolve) => setImmediate(resolve));
      socket.write(text.slice(-6));
      await until(() => jaws(its).at(-1) === jaw, its.clock);
    }
    // Of several that come at once the newest counts.
    socket.write([0.5, 0.6, 0.7].map((jaw) => frame(jaw) + MARK).join(''));
    await until(() => jaws(its).at(-1) === 0.7, its.clock);
    expect(its.hub.source('phone').reports.at(-1)?.state).toBe('tracking');
  });

  it('outlives a stream without marks, noise, a hang-up in mid-frame and too many callers', async () => {
    const its = await setUp();
    const babbler = await dial(its.port);
    const ended = new Promise((resolve) => babbler.once('close', resolve));
    babbler.write(Buffer.alloc(200 * 1024, 'x'));
    await ended;
    const cut = await dial(its.port);
    cut.end(frame(0.9).slice(0, 20));
    const noisy = await dial(its.port);
    noisy.write(Buffer.concat([Buffer.from([0, 255, 254, 10]), Buffer.from(`${MARK}${MARK}jawOpen&notanumber|=head#${MARK}`)]));
    const crowd = await Promise.all(Array.from({ length: 12 }, () => dial(its.port)));
    const parted = crowd.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    await Promise.race(parted);
    for (const socket of [...crowd, noisy]) socket.destroy();
    expect(its.hub.source('phone').samples.filter(({ found }) => found)).toEqual([]);
    let phone: Socket | undefined;
    let isRefused = true;
    await until(
      () => jaws(its).at(-1) === 0.33,
      its.clock,
      () => {
        if (!isRefused) return;
        isRefused = false;
        void dial(its.port).then((socket) => {
          phone = socket;
          socket.once('close', () => {
            isRefused = true;
          });
          socket.write(frame(0.33) + MARK);
        });
      },
    );
    // A second word to whoever sends: there is none.
    const answered: Buffer[] = [];
    phone?.on('data', (bytes) => answered.push(bytes));
    phone?.write(frame(0.34, 1) + MARK);
    await until(() => jaws(its).at(-1) === 0.34, its.clock);
    expect(answered).toEqual([]);
  });

  it('says so when another program has the port, and takes it as soon as it is free', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const its = await setUp({ port, fromNetwork: false });
    await until(() => its.hub.source('phone').reports.at(-1)?.state === 'port-taken', { advance: () => {} });
    await new Promise((resolve) => holder.close(resolve));
    its.clock.advance(5000);
    await until(() => its.hub.source('phone').reports.at(-1)?.state === 'waiting', { advance: () => {} });
    const socket = await dial(port);
    socket.write(frame(0.5) + MARK);
    await until(() => jaws(its).at(-1) === 0.5, its.clock);
  });
});
