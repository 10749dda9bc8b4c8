import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, it } from 'vitest';
import { decoderOf } from '#main/tracking/net/decoders/decoder-of.ts';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { FACE_AT } from '#shared/tracking/face-channels.ts';
import { freeUdpPort, openUdpPeer, type UdpPeer } from '../fakes/motion/udp-peer.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

const frame: { Timestamp: number } = JSON.parse(
  readFileSync(new URL('../fixtures/motion/meowface.json', import.meta.url), 'utf8'),
);
/** A busy machine takes its time. */
const LATEST_MS = 60_000;
let studio: StudioProcess;
let api: StudioApi;
let end: () => void;
let phone: UdpPeer;
let marionette: UdpPeer;
let sending: NodeJS.Timeout;
let port: number;

beforeAll(async () => {
  studio = await startStudio();
  ({ api, close: end } = await connectStudioApi(studio));
  [phone, marionette, port] = [await openUdpPeer(), await openUdpPeer(), await freeUdpPort()];
  sending = setInterval(() => {
    frame.Timestamp += 16;
    void phone.send(JSON.stringify({ ...frame, Rotation: { x: -20, y: 0, z: 0 } }), port);
  }, 16);
});
afterAll(async () => {
  clearInterval(sending);
  end();
  await studio.stop();
  await Promise.all([phone.close(), marionette.close()]);
});

async function sourceStates(): Promise<Record<string, string>> {
  for await (const { sources } of await api.tracking.watch())
    return Object.fromEntries(sources.map(({ id, report }) => [id, report.state]));
  return {};
}

it('a phone on the network is seen by the program, and what it sees goes on to a VMC program until the input is switched off', async () => {
  const input = {
    id: 'phone',
    kind: 'meowface',
    name: '',
    enabled: true,
    port,
    address: '',
    fromNetwork: false,
    passOn: [],
  } as const;
  const output = {
    id: 'vmc',
    kind: 'vmc',
    name: '',
    enabled: true,
    address: '127.0.0.1',
    port: marionette.port,
    bundles: true,
    framesPerSecond: 30,
  } as const;
  await api.studio.updateSettings({ patch: { tracking: { mirror: false, inputs: [{ ...input }], outputs: [{ ...output }] } } });
  await eventually(async () => ((await sourceStates()).phone === 'tracking' ? true : undefined), LATEST_MS);
  const decoder = decoderOf('vmc');
  const yaw = (): number => {
    for (const { bytes } of marionette.heard.splice(0)) {
      const face = decoder.decode(bytes, 0)?.face;
      const told = face?.[FACE_AT.headYaw] ?? Number.NaN;
      if (!Number.isNaN(told)) return told;
    }
    return Number.NaN;
  };
  await eventually(() => (Math.abs(yaw() - 20) < 1 ? true : undefined), LATEST_MS);
  await api.studio.updateSettings({ patch: { tracking: { inputs: [{ ...input, enabled: false }] } } });
  await eventually(async () => ((await sourceStates()).phone === undefined ? true : undefined), LATEST_MS);
  const freed = await eventually(() => openUdpPeer(port).catch(() => undefined), LATEST_MS);
  await freed.close();
});
