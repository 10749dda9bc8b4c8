import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import { type MotionIn, motionInSchema } from '#shared/tracking/tracking-settings.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { type FakePhone, openFakePhone } from '../../../../tests/fakes/motion/fake-phone.ts';
import { channelOf, createRecordingHub } from '../../../../tests/fakes/motion/recording-hub.ts';
import { freeUdpPort, openUdpPeer, type UdpPeer } from '../../../../tests/fakes/motion/udp-peer.ts';
import { without } from '../../../../tests/support/without.ts';
import { createMotionInputs } from './motion-inputs.ts';

const packet = (name: string): Buffer => readFileSync(new URL(`../../../../tests/fixtures/motion/${name}`, import.meta.url));
const ONE_LOOPBACK = process.platform === 'darwin';
const WITHOUT_LOOPBACKS = without(
  'It needs a second loopback address, and macOS has none but 127.0.0.1: run it on Linux or Windows.',
  '需要第二个回环地址，而 macOS 只有 127.0.0.1：请在 Linux 或 Windows 上运行。',
);
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
function closing<T extends { close(): Promise<void> }>(it: T): T {
  ends.push(() => it.close());
  return it;
}

function desk() {
  const clock = createFakeClock(1_767_225_600_600);
  const hub = createRecordingHub();
  const inputs = closing(createMotionInputs({ hub, clock, logger: silentLogger }));
  return {
    clock,
    hub,
    inputs,
    async apply(...list: readonly MotionIn[]): Promise<void> {
      inputs.apply(list);
      await inputs.settled();
    },
  };
}
const input = (settings: Partial<MotionIn> & Pick<MotionIn, 'kind' | 'port'>): MotionIn =>
  motionInSchema.parse({ id: 'phone', fromNetwork: false, ...settings });
const isJaw =
  (open: number) =>
  (sample: MotionSample): boolean =>
    Math.abs(channelOf(sample, 'jawOpen') - open) < 0.001;
const peer = async (): Promise<UdpPeer> => closing(await openUdpPeer());
/** Sends and lets time pass, until the sample is there: a datagram may be lost even on one computer. */
async function sendUntil(
  send: () => Promise<unknown>,
  done: Promise<unknown>,
  clock: { advance(ms: number): void },
): Promise<void> {
  let isDone = false;
  void done.then(() => {
    isDone = true;
  });
  while (!isDone) {
    await send();
    clock.advance(16);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('programs that send by themselves', () => {
  it.each([
    ['ifacialmocap', 'ifacialmocap-v1.txt'],
    ['facemotion3d', 'facemotion3d.txt'],
    ['meowface', 'meowface.json'],
    ['vts-phone', 'vts-phone.json'],
    ['openseeface', 'openseeface-one.bin'],
    ['vmc', 'vmc-perfect-sync.bin'],
  ] as const)('%s: what comes over the network moves the face', async (kind, file) => {
    const { hub, apply, clock } = desk();
    const port = await freeUdpPort();
    await apply(input({ kind, port }));
    expect(hub.source('phone').reports.at(-1)?.state).toBe('waiting');
    const program = await peer();
    const seen = hub.sampled('phone', (sample) => Math.abs(channelOf(sample, 'jawOpen') - 0.42) < 0.01);
    await sendUntil(() => program.send(packet(file), port), seen, clock);
    const report = await hub.reported('phone', 'tracking');
    expect(report.device).toContain('127.0.0.1');
    expect(report.blendshapes).toBe(kind !== 'openseeface');
  });

  it('is lost after a second of silence, and back with the next packet', async () => {
    const { hub, apply, clock } = desk();
    const port = await freeUdpPort();
    await apply(input({ kind: 'meowface', port }));
    const program = await peer();
    await sendUntil(() => program.send(packet('meowface.json'), port), hub.reported('phone', 'tracking'), clock);
    clock.advance(2100);
    expect(hub.source('phone').reports.at(-1)?.state).toBe('lost');
    expect(hub.source('phone').samples.at(-1)?.found).toBe(false);
    await sendUntil(() => program.send(packet('meowface.json'), port), hub.reported('phone', 'tracking'), clock);
  });

  it('tells how many frames a second come and what one costs', async () => {
    const { hub, apply, clock } = desk();
    const port = await freeUdpPort();
    await apply(input({ kind: 'meowface', port }));
    const program = await peer();
    let stamp = 0;
    const frame = () => {
      stamp += 16;
      return program.send(packet('meowface.json').toString().replace('1767225600456', String(stamp)), port);
    };
    const fast = (async () => {
      while (!hub.source('phone').reports.some(({ framesPerSecond, costMs }) => framesPerSecond > 20 && costMs > 0))
        await new Promise((resolve) => setTimeout(resolve, 10));
    })();
    await sendUntil(frame, fast, clock);
  });

  it('follows one sender at a time; another is heard when the first is silent', async () => {
    const { hub, apply, clock } = desk();
    const port = await freeUdpPort();
    const other = await peer();
    await apply(input({ kind: 'openseeface', port, passOn: [`127.0.0.1:${other.port}`] }));
    const [first, second] = [await peer(), await peer()];
    const [one, three] = [packet('openseeface-one.bin'), packet('openseeface-three.bin')];
    await sendUntil(() => first.send(one, port), hub.reported('phone', 'tracking'), clock);
    for (let i = 0; i < 5; i += 1) await second.send(three, port);
    await sendUntil(() => first.send(one, port), other.hears(other.heard.length + 2), clock);
    // Whatever is heard is passed on: nothing of the second was.
    for (const { bytes } of other.heard) expect(bytes.equals(one)).toBe(true);
    clock.advance(1500);
    await sendUntil(() => second.send(three, port), hub.reported('phone', 'several'), clock);
  });
});

describe('phones that are asked', () => {
  const phoneOf = async (app: Parameters<typeof openFakePhone>[0], port: number, now: () => number): Promise<FakePhone> =>
    closing(await openFakePhone(app, port, now));

  it.each(['ifacialmocap', 'facemotion3d'] as const)(
    '%s: is asked every two seconds until it sends, and then no more',
    async (kind) => {
      const { hub, apply, clock } = desk();
      const port = await freeUdpPort();
      const phone = await phoneOf(kind, port, clock.now);
      await apply(input({ kind, port, address: `127.0.0.1:${phone.peer.port}` }));
      await phone.peer.hears(1);
      clock.advance(2000);
      await phone.peer.hears(2);
      await sendUntil(
        () => phone.frame(0.7),
        hub.sampled('phone', (sample) => channelOf(sample, 'jawOpen') > 0.69),
        clock,
      );
      const asked = phone.asked.length;
      for (let ms = 0; ms < 10_000; ms += 500) {
        const samples = hub.source('phone').samples.length;
        await sendUntil(
          () => phone.frame(0.5),
          (async () => {
            while (hub.source('phone').samples.length === samples) await new Promise((resolve) => setTimeout(resolve, 5));
          })(),
          clock,
        );
        clock.advance(480);
      }
      expect(phone.asked.length).toBeLessThanOrEqual(asked + 1);
      clock.advance(4000);
      await phone.peer.hears(asked + 1);
    },
  );

  it('iFacialMocap is asked for both versions in turn', async () => {
    const { apply, clock } = desk();
    const phone = await phoneOf('ifacialmocap', 9, clock.now);
    await apply(input({ kind: 'ifacialmocap', port: await freeUdpPort(), address: `127.0.0.1:${phone.peer.port}` }));
    await phone.peer.hears(1);
    clock.advance(2000);
    await phone.peer.hears(2);
    expect(phone.asked.map((text) => text.endsWith('|sendDataVersion=v2'))).toEqual([true, false]);
  });

  it('VTube Studio is asked again every second, also while it sends', async () => {
    const { hub, apply, clock } = desk();
    const port = await freeUdpPort();
    const phone = await phoneOf('vts', port, clock.now);
    await apply(input({ kind: 'vts-phone', port, address: `127.0.0.1:${phone.peer.port}` }));
    await phone.peer.hears(1);
    for (let seconds = 1; seconds <= 12; seconds += 1) {
      await sendUntil(() => phone.frame(seconds / 100), hub.sampled('phone', isJaw(seconds / 100)), clock);
      clock.advance(1000);
      await phone.peer.hears(seconds + 1);
    }
    expect(JSON.parse(phone.asked[0] ?? '')).toEqual({
      messageType: 'iOSTrackingDataRequest',
      time: 5,
      sentBy: 'Yingxi',
      ports: [port],
    });
    expect(await phone.frame(0.7)).toBe(true);
  });

  it.skipIf(ONE_LOOPBACK)('hears nobody but the phone that it asked', WITHOUT_LOOPBACKS, async () => {
    const { hub, apply, clock } = desk();
    const port = await freeUdpPort();
    const other = await peer();
    // The phone is another address of this computer's own network.
    await apply(input({ kind: 'meowface', port, address: '127.0.0.9', passOn: [`127.0.0.1:${other.port}`] }));
    const stranger = await peer();
    for (let i = 0; i < 5; i += 1) await stranger.send(packet('meowface.json'), port);
    const phone = closing(await openUdpPeer(0, '127.0.0.9'));
    const told = Promise.all([other.hears(1), hub.reported('phone', 'tracking')]);
    await sendUntil(() => phone.send(packet('vts-phone.json'), port), told, clock);
    expect(hub.source('phone').reports.at(-1)?.device).toBe('127.0.0.9');
    // Whatever is heard is passed on: nothing of the stranger's was.
    for (const { bytes } of other.heard) expect(bytes.equals(packet('vts-phone.json'))).toBe(true);
    expect(stranger.heard).toEqual([]);
  });
});

describe('misbehaviour', () => {
  it('cut, strange and oversized packets move nothing, and nobody is answered', async () => {
    const { hub, apply, clock } = desk();
    const port = await freeUdpPort();
    await apply(input({ kind: 'openseeface', port }));
    const stranger = await peer();
    const odd = [
      Buffer.alloc(0),
      packet('openseeface-one.bin').subarray(0, 1700),
      packet('vmc-bones.bin'),
      Buffer.alloc(60_000, 0x7c),
    ];
    for (const bytes of odd) await stranger.send(bytes, port);
    const good = packet('openseeface-one.bin');
    await sendUntil(() => stranger.send(good, port), hub.reported('phone', 'tracking'), clock);
    expect(hub.source('phone').samples.every(({ found, face }) => found && face !== undefined)).toBe(true);
    expect(stranger.heard).toEqual([]);
  });

  it('at ten times the speed the newest frame counts and the hub is told no more often than it can use', async () => {
    const { hub, apply, clock } = desk();
    const port = await freeUdpPort();
    await apply(input({ kind: 'meowface', port }));
    const program = await peer();
    const frame = (n: number): string =>
      packet('meowface.json')
        .toString()
        .replace('1767225600456', String(1000 + n))
        .replace(/("k": "jawOpen", "v": )0\.42/u, `$1${n / 1000}`);
    for (let n = 1; n <= 400; n += 1) {
      await program.send(frame(n), port);
      if (n % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    // The clock stands still.
    expect(hub.source('phone').samples.length).toBeLessThanOrEqual(1);
    await sendUntil(
      () => program.send(frame(900), port),
      hub.sampled('phone', (sample) => channelOf(sample, 'jawOpen') > 0.89),
      clock,
    );
  });

  it('what comes faster than any phone sends is dropped unread', async () => {
    const { apply, clock } = desk();
    const port = await freeUdpPort();
    const other = await peer();
    await apply(input({ kind: 'meowface', port, passOn: [`127.0.0.1:${other.port}`] }));
    const program = await peer();
    // The clock stands still: all of it comes within one moment.
    for (let n = 0; n < 1500; n += 1) {
      await program.send('x', port);
      if (n % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(other.heard.length).toBeLessThanOrEqual(500);
    clock.advance(1000);
    await sendUntil(() => program.send('y', port), other.hears(other.heard.length + 1), clock);
  });
});

describe('the port', () => {
  it('that another program has is reported with what to do, and taken as soon as it is free', async () => {
    const { hub, apply, clock } = desk();
    const other = await openUdpPeer();
    await apply(input({ kind: 'vmc', port: other.port }));
    const report = hub.source('phone').reports.at(-1);
    expect(report?.state).toBe('port-taken');
    expect(report?.detail).toContain(`port ${other.port}`);
    await other.close();
    clock.advance(5000);
    await hub.reported('phone', 'waiting');
  });

  it('goes from one input to another within one change of the settings', async () => {
    const { hub, apply } = desk();
    const port = await freeUdpPort();
    await apply(input({ id: 'one', kind: 'vmc', port }));
    await apply(input({ id: 'two', kind: 'meowface', port }));
    expect(hub.source('one').closed).toBe(true);
    expect(hub.source('two').reports.at(-1)?.state).toBe('waiting');
  });

  it('is let go by an input that is switched off; one that stays as it was goes on', async () => {
    const { hub, apply } = desk();
    const [stays, goes] = [await freeUdpPort(), await freeUdpPort()];
    const one = input({ id: 'stays', kind: 'vmc', port: stays });
    await apply(one, input({ id: 'goes', kind: 'vmc', port: goes }));
    await apply(one, input({ id: 'goes', kind: 'vmc', port: goes, enabled: false }));
    expect(hub.sources).toHaveLength(2);
    expect([hub.source('stays').closed, hub.source('goes').closed]).toEqual([false, true]);
    closing(await openUdpPeer(goes));
  });

  it.skipIf(ONE_LOOPBACK)('is open for this computer alone, unless the network is let in', WITHOUT_LOOPBACKS, async () => {
    const { apply } = desk();
    const port = await freeUdpPort();
    await apply(input({ kind: 'vmc', port, fromNetwork: false }));
    closing(await openUdpPeer(port, '127.0.0.2'));
    const { hub, apply: again } = desk();
    const open = await freeUdpPort();
    await again(input({ kind: 'vmc', port: open, fromNetwork: true }));
    expect(hub.source('phone').reports.at(-1)?.state).toBe('waiting');
    await expect(openUdpPeer(open, '127.0.0.2')).rejects.toThrow('EADDRINUSE');
  });

  it('an address that leads nowhere is a state, not an error', async () => {
    const { hub, apply } = desk();
    await apply(input({ kind: 'ifacialmocap', port: await freeUdpPort(), address: '127.0.0.1:99999' }));
    expect(hub.source('phone').reports.at(-1)).toMatchObject({ state: 'failed' });
  });
});

describe('passing on', () => {
  it('sends what comes to every listed program, unchanged and once, and never back', async () => {
    const { hub, apply, clock } = desk();
    const port = await freeUdpPort();
    const [program, other, third] = [await peer(), await peer(), await peer()];
    const passOn = [program.port, other.port, third.port].map((to) => `127.0.0.1:${to}`);
    await apply(input({ kind: 'ifacialmocap', port, passOn }));
    let sent = 0;
    const one = packet('ifacialmocap-v2.txt');
    await sendUntil(
      () => {
        sent += 1;
        return program.send(one, port);
      },
      Promise.all([other.hears(1), third.hears(1), hub.reported('phone', 'tracking')]),
      clock,
    );
    expect(other.heard[0]?.bytes.equals(one)).toBe(true);
    expect(other.heard.length).toBeLessThanOrEqual(sent);
    expect(program.heard).toEqual([]);
  });

  it('never feeds this program itself: two inputs that point at each other stay quiet', async () => {
    const { hub, apply, clock } = desk();
    const [one, two] = [await freeUdpPort(), await freeUdpPort()];
    await apply(
      input({ id: 'one', kind: 'meowface', port: one, passOn: [`127.0.0.1:${two}`, `127.0.0.1:${one}`] }),
      input({ id: 'two', kind: 'meowface', port: two, passOn: [`127.0.0.1:${one}`] }),
    );
    const program = await peer();
    await sendUntil(() => program.send(packet('meowface.json'), one), hub.reported('one', 'tracking'), clock);
    expect(hub.source('two').samples).toEqual([]);
  });
});
