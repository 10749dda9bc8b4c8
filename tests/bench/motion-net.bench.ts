import { readFileSync } from 'node:fs';
import { silentLogger } from '#main/platform/logger.ts';
import { decoderOf } from '#main/tracking/net/decoders/decoder-of.ts';
import { createMotionInputs } from '#main/tracking/net/motion-inputs.ts';
import { createOscWriter } from '#main/tracking/net/osc.ts';
import { createVmcFrame } from '#main/tracking/net/out/vmc-messages.ts';
import { emptyPose } from '#shared/tracking/bones.ts';
import { emptyFace } from '#shared/tracking/face-channels.ts';
import { emptyHands } from '#shared/tracking/hand-channels.ts';
import { type MotionIn, motionInSchema } from '#shared/tracking/tracking-settings.ts';
import { createRecordingHub } from '../fakes/motion/recording-hub.ts';
import { freeUdpPort, openUdpPeer } from '../fakes/motion/udp-peer.ts';
import { hardware } from './support.ts';

export const name = 'motion-net';
export const description =
  'motion over the network: datagrams a second that each decoder reads, and what a flood on a real socket costs';

const PACKETS: readonly (readonly [MotionIn['kind'], string])[] = [
  ['ifacialmocap', 'ifacialmocap-v1.txt'],
  ['facemotion3d', 'facemotion3d.txt'],
  ['vts-phone', 'vts-phone.json'],
  ['meowface', 'meowface.json'],
  ['openseeface', 'openseeface-one.bin'],
  ['vmc', 'vmc-perfect-sync.bin'],
];
const packet = (file: string): Buffer => readFileSync(new URL(`../fixtures/motion/${file}`, import.meta.url));
const ROUND_MS = 1500;
const FLOOD_MS = 3000;

export async function run(): Promise<object> {
  const decoders = Object.fromEntries(PACKETS.map(([kind, file]) => [kind, decodeRate(kind, packet(file))]));
  return { hardware: hardware(), decoders, wholeVmcFrame: decodeRate('vmc', wholeVmcFrame()), floods: await floods() };
}

/** Of CPU time, so that a busy machine does not count. */
function decodeRate(
  kind: MotionIn['kind'],
  bytes: Buffer,
): { readonly bytes: number; readonly packetsPerSecond: number; readonly microseconds: number } {
  const decoder = decoderOf(kind);
  for (let n = 0; n < 500; n += 1) decoder.decode(bytes, n);
  let count = 0;
  const before = process.cpuUsage();
  const until = performance.now() + ROUND_MS;
  while (performance.now() < until) for (let n = 0; n < 100; n += 1, count += 1) decoder.decode(bytes, count);
  const { user, system } = process.cpuUsage(before);
  const microseconds = (user + system) / count;
  return {
    bytes: bytes.length,
    packetsPerSecond: Math.round(1e6 / microseconds),
    microseconds: Math.round(microseconds * 10) / 10,
  };
}

/** All bones, all shapes, all presets, in one bundle as large as it may be. */
function wholeVmcFrame(): Buffer {
  const sent: Buffer[] = [];
  const pose = emptyPose().fill(0);
  for (let at = 6; at < pose.length; at += 4) pose[at] = 1;
  const frame = createVmcFrame();
  const motion = { atMs: 0, found: true, face: emptyFace().fill(0.5), hands: emptyHands(), pose };
  frame(
    motion,
    1,
    createOscWriter(true, (bytes) => sent.push(Buffer.from(bytes))),
  );
  return sent.reduce((largest, one) => (one.length > largest.length ? one : largest));
}

/** As many datagrams as this computer can send itself, against one input. */
async function floods(): Promise<object> {
  const results: Record<string, object> = {};
  for (const [kind, file] of [
    ['meowface', 'meowface.json'],
    ['vmc', 'vmc-perfect-sync.bin'],
  ] as const) {
    const hub = createRecordingHub();
    const clock = { now: () => Date.now(), after: (ms: number, task: () => void) => cancelOf(setTimeout(task, ms)) };
    const inputs = createMotionInputs({ hub, clock, logger: silentLogger });
    const port = await freeUdpPort();
    inputs.apply([motionInSchema.parse({ id: 'flood', kind, port, fromNetwork: false })]);
    await inputs.settled();
    const sender = await openUdpPeer();
    const bytes = packet(file);
    let sent = 0;
    const until = performance.now() + FLOOD_MS;
    while (performance.now() < until) {
      await Promise.all(Array.from({ length: 20 }, () => sender.send(bytes, port)));
      sent += 20;
      // Sending alone would never let the program read.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const heapMb = Math.round(process.memoryUsage().rss / 1e6);
    results[kind] = {
      sentPerSecond: Math.round((sent * 1000) / FLOOD_MS),
      toTheHubPerSecond: Math.round((hub.source('flood').samples.length * 1000) / FLOOD_MS),
      answered: sender.heard.length,
      residentMegabytes: heapMb,
    };
    await inputs.close();
    await sender.close();
  }
  return results;
}
const cancelOf = (timer: NodeJS.Timeout) => () => clearTimeout(timer);
