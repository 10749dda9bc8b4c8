import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import type { MergedMotion } from '#main/tracking/tracking.types.ts';
import { BONE_AT, emptyPose } from '#shared/tracking/bones.ts';
import { emptyFace, FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';
import { emptyHands } from '#shared/tracking/hand-channels.ts';
import { type MotionOut, motionOutSchema } from '#shared/tracking/tracking-settings.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import { openUdpPeer, type UdpPeer } from '../../../../tests/fakes/motion/udp-peer.ts';
import { cellBecomes, startVtsStudio } from '../../../../tests/fakes/vts-studio.ts';
import { decoderOf } from './decoders/decoder-of.ts';
import { createMotionOutputs } from './motion-outputs.ts';
import { type OscValue, readOsc } from './osc.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
function closing<T extends { close(): Promise<void> }>(it: T): T {
  ends.push(() => it.close());
  return it;
}

function desk(
  own: ReadonlySet<number> = new Set(),
  kept: Map<string, string> = new Map(),
  { apiPort, mirrored = false }: { apiPort?: number | undefined; mirrored?: boolean } = {},
) {
  const clock = createFakeClock();
  const followers = new Set<(motion: MergedMotion) => void>();
  const follow = (listener: (motion: MergedMotion) => void) => {
    followers.add(listener);
    return () => followers.delete(listener);
  };
  const secrets = {
    protection: 'key-file' as const,
    get: (name: string) => kept.get(name),
    set: (name: string, value: string) => void kept.set(name, value),
  };
  const outputs = closing(
    createMotionOutputs({
      ...{ hub: { follow }, clock, logger: silentLogger, secrets, ownPorts: () => own },
      apiPort: () => apiPort,
      mirrored: () => mirrored,
    }),
  );
  return {
    clock,
    outputs,
    secrets,
    followers,
    async apply(...list: readonly MotionOut[]): Promise<void> {
      outputs.apply(list);
      await outputs.settled();
    },
    becomes: (id: string, state: string) =>
      cellBecomes(outputs.views, (views) => views.some((view) => view.id === id && view.state === state)).then(
        (views) => views.find((view) => view.id === id)?.detail ?? '',
      ),
    tick(motion: MergedMotion): void {
      for (const listener of followers) listener(motion);
      clock.advance(1000 / 60);
    },
  };
}
const output = (settings: Partial<MotionOut> & Pick<MotionOut, 'kind' | 'port'>): MotionOut =>
  motionOutSchema.parse({ id: 'out', ...settings });
const peer = async (): Promise<UdpPeer> => closing(await openUdpPeer());

function motion(
  values: Partial<Record<FaceChannel, number>>,
  bones: Readonly<Record<string, readonly number[]>> = {},
): MergedMotion {
  const [face, pose] = [emptyFace(), emptyPose()];
  for (const [name, value] of Object.entries(values)) face[FACE_AT[name as FaceChannel]] = value;
  for (const [name, rotation] of Object.entries(bones)) pose.set(rotation, 3 + 4 * (BONE_AT.get(name) ?? 0));
  return { atMs: 1, found: true, face, hands: emptyHands(), pose };
}
const half = (degrees: number): number => (degrees * Math.PI) / 360;
const NOW = 5;
/** Ticks until the peer has heard so many datagrams; a socket needs a moment to open. */
async function tickUntil(
  desk: { tick(motion: MergedMotion): void },
  done: Promise<unknown>,
  make: (n: number) => MergedMotion,
): Promise<void> {
  let isDone = false;
  void done.then(() => {
    isDone = true;
  });
  for (let n = 0; !isDone; n += 1) {
    desk.tick(make(n));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
function messagesIn(peer: UdpPeer): Map<string, OscValue[][]> {
  const messages = new Map<string, OscValue[][]>();
  for (const { bytes } of peer.heard)
    readOsc(bytes, (address, values) => messages.set(address, [...(messages.get(address) ?? []), [...values]]));
  return messages;
}

describe('VMC', () => {
  const ARM = {
    leftUpperArm: [0, 0, -Math.sin(half(70)), Math.cos(half(70))],
    hips: [0, Math.sin(half(10)), 0, Math.cos(half(10))],
  };

  it.each([true, false])('what goes out comes back as it was (bundles: %s)', async (bundles) => {
    const its = desk();
    const marionette = await peer();
    await its.apply(output({ kind: 'vmc', port: marionette.port, bundles }));
    const make = (n: number) =>
      motion(
        { jawOpen: 0.42, eyeBlinkLeft: 1, headYaw: 12 + n / 1000, headPitch: 7, headRoll: -9, gazeYawLeft: 5, gazePitchLeft: -3 },
        ARM,
      );
    await tickUntil(its, marionette.hears(bundles ? 12 : 400), make);
    const decoder = decoderOf('vmc');
    const samples = marionette.heard.map(({ bytes }) => decoder.decode(bytes, NOW)).filter((sample) => sample !== undefined);
    const { face, pose } = samples.at(-1) ?? {};
    const of = (channel: FaceChannel) => face?.[FACE_AT[channel]] ?? Number.NaN;
    expect(of('jawOpen')).toBeCloseTo(0.42);
    expect(of('eyeBlinkLeft')).toBe(1);
    expect(of('headYaw')).toBeCloseTo(12, 0);
    expect(of('headPitch')).toBeCloseTo(7, 0);
    expect(of('headRoll')).toBeCloseTo(-9, 0);
    expect(of('gazeYawLeft')).toBeCloseTo(5);
    expect(of('gazePitchLeft')).toBeCloseTo(-3);
    const at = 3 + 4 * (BONE_AT.get('leftUpperArm') ?? 0);
    expect([...(pose?.subarray(at, at + 4) ?? [])]).toEqual(ARM.leftUpperArm.map((value) => expect.closeTo(value, 5)));
    if (bundles) for (const { bytes } of marionette.heard) expect(bytes.length).toBeLessThanOrEqual(1500);
    else for (const { bytes } of marionette.heard) expect(bytes[0]).toBe(0x2f);
  });

  it('speaks as the protocol wants a performer to: Unity’s names and space, VRM 0’s presets, Apply at the end', async () => {
    const its = desk();
    const marionette = await peer();
    await its.apply(output({ kind: 'vmc', port: marionette.port }));
    await tickUntil(its, marionette.hears(8), (n) => motion({ jawOpen: 0.5, eyeBlinkRight: 0.9, tongueOut: n / 1000 }, ARM));
    const messages = messagesIn(marionette);
    expect(messages.get('/VMC/Ext/OK')?.[0]).toEqual([1, 3, 0, 1]);
    expect(messages.get('/VMC/Ext/T')?.[0]).toHaveLength(1);
    expect(messages.get('/VMC/Ext/Root/Pos')?.[0]).toEqual(['root', 0, 0, 0, 0, 0, 0, 1]);
    const bones = new Map(messages.get('/VMC/Ext/Bone/Pos')?.map(([name, ...values]) => [name, values]));
    expect([...bones.keys()]).toEqual(['Hips', 'LeftUpperArm']);
    expect(bones.get('LeftUpperArm')).toEqual(
      [0, 0, 0, 0, 0, Math.sin(half(70)), Math.cos(half(70))].map((value) => expect.closeTo(value, 5)),
    );
    expect(bones.get('Hips')?.[1]).toBeGreaterThan(0.5);
    const blends = new Map(messages.get('/VMC/Ext/Blend/Val')?.map(([name, value]) => [name, value]));
    expect(blends.get('Blink_R')).toBeCloseTo(0.9);
    expect(blends.get('JawOpen')).toBeCloseTo(0.5);
    expect(blends.get('A')).toBeGreaterThan(0.3);
    expect(blends.has('CheekPuff')).toBe(false);
    expect(messages.get('/VMC/Ext/Blend/Apply')?.length).toBeGreaterThan(0);
  });

  it('is quiet while nothing moves, but for two signs of life a second, which say when nobody is there', async () => {
    const its = desk();
    const marionette = await peer();
    await its.apply(output({ kind: 'vmc', port: marionette.port }));
    const still = motion({ jawOpen: 0.5 });
    await tickUntil(its, marionette.hears(1), () => still);
    for (let n = 0; n < 90; n += 1) its.tick(still);
    // What is under way arrives; then ten seconds of rest bring twenty frames.
    await marionette.send('over', marionette.port);
    while (marionette.heard.at(-1)?.bytes.toString() !== 'over') await new Promise((resolve) => setTimeout(resolve, 5));
    const before = marionette.heard.length;
    for (let n = 0; n < 600; n += 1) its.tick(still);
    await marionette.hears(before + 15);
    await marionette.send('over', marionette.port);
    while (marionette.heard.at(-1)?.bytes.toString() !== 'over') await new Promise((resolve) => setTimeout(resolve, 5));
    expect(marionette.heard.length - before).toBeLessThanOrEqual(23);
    const gone = marionette.heard.length;
    its.clock.advance(3000);
    await marionette.hears(gone + 5);
    expect(messagesIn(marionette).get('/VMC/Ext/OK')?.at(-1)).toEqual([1, 3, 0, 0]);
  });

  it('keeps to its rate', async () => {
    const its = desk();
    const marionette = await peer();
    await its.apply(output({ kind: 'vmc', port: marionette.port, framesPerSecond: 15 }));
    await tickUntil(its, marionette.hears(1), (n) => motion({ jawOpen: n / 1e5 }));
    const before = messagesIn(marionette).get('/VMC/Ext/T')?.length ?? 0;
    for (let n = 0; n < 120; n += 1) its.tick(motion({ jawOpen: n / 200 }));
    await marionette.send('over', marionette.port);
    while (marionette.heard.at(-1)?.bytes.toString() !== 'over') await new Promise((resolve) => setTimeout(resolve, 5));
    const frames = (messagesIn(marionette).get('/VMC/Ext/T')?.length ?? 0) - before;
    expect(frames).toBeGreaterThan(25);
    expect(frames).toBeLessThanOrEqual(33);
  });

  it('refuses to send to this program itself, and says so', async () => {
    const its = desk(new Set([39_539]));
    await its.apply(output({ kind: 'vmc', port: 39_539 }));
    expect(await its.becomes('out', 'failed')).toContain('follow itself');
  });
});

describe('iFacialMocap', () => {
  it('what goes out comes back as it was, and no two texts are the same', async () => {
    const its = desk();
    const program = await peer();
    await its.apply(output({ kind: 'ifacialmocap', port: program.port }));
    const face = {
      jawOpen: 0.42,
      eyeBlinkLeft: 1,
      mouthLeft: 0.2,
      headYaw: 12,
      headPitch: 7,
      headRoll: -9,
      gazeYawRight: 4,
      gazePitchRight: -2,
    };
    await tickUntil(its, program.hears(4), () => motion(face));
    const texts = program.heard.map(({ bytes }) => bytes.toString());
    for (let i = 1; i < texts.length; i += 1) expect(texts[i]).not.toBe(texts[i - 1]);
    expect(texts[0]).toMatch(/^eyeBlink_L-100\|.*mouthLeft-20\|.*=head#/u);
    expect(texts[0]?.match(/=/gu)).toHaveLength(1);
    const sample = decoderOf('ifacialmocap').decode(program.heard[0]?.bytes ?? Buffer.alloc(0), NOW);
    for (const [name, value] of Object.entries(face)) expect(sample?.face?.[FACE_AT[name as FaceChannel]]).toBeCloseTo(value);
  });
});

describe('left and right', () => {
  const face = { eyeBlinkLeft: 1, headYaw: 12, headRoll: -9, headPitch: 7 };
  const mirror = { eyeBlinkLeft: 0, eyeBlinkRight: 1, headYaw: -12, headRoll: 9, headPitch: 7 };

  it.each([
    { avatar: 'as in a mirror', mirrored: true, mirror: false, sent: mirror },
    { avatar: 'as in a mirror', mirrored: true, mirror: true, sent: face },
    { avatar: 'as the person', mirrored: false, mirror: false, sent: face },
    { avatar: 'as the person', mirrored: false, mirror: true, sent: mirror },
  ])('are the person’s own unless mirror=$mirror says otherwise, where the avatar moves $avatar', async (row) => {
    const its = desk(new Set(), new Map(), { mirrored: row.mirrored });
    const program = await peer();
    await its.apply(output({ kind: 'ifacialmocap', port: program.port, mirror: row.mirror }));
    await tickUntil(its, program.hears(1), () => motion(face));
    const sample = decoderOf('ifacialmocap').decode(program.heard[0]?.bytes ?? Buffer.alloc(0), NOW);
    for (const [name, value] of Object.entries(row.sent)) expect(sample?.face?.[FACE_AT[name as FaceChannel]]).toBeCloseTo(value);
  });
});

describe('VTube Studio', () => {
  async function connected(kept: Map<string, string>) {
    const studio = closing(await startVtsStudio());
    const its = desk(new Set(), kept);
    const vts = output({ kind: 'vts', port: studio.server.view.get().port ?? 0 });
    return { studio, its, vts };
  }

  it('is asked for leave once, gets its parameters and values, and is told when nobody is there', async () => {
    const kept = new Map<string, string>();
    const { studio, its, vts } = await connected(kept);
    await its.apply(vts);
    expect(await cellBecomes(its.outputs.views, (views) => views[0]?.detail.includes('Allow') === true)).toBeDefined();
    await studio.decide(true);
    await its.becomes('out', 'sending');
    expect([...kept.values()]).toHaveLength(1);
    const names = studio.bus.list().custom.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['JawOpen', 'EyeBlinkLeft', 'BodyAngleX']));
    const arrived = (async () => {
      while (studio.bus.value('JawOpen')?.value !== 0.5) await new Promise((resolve) => setTimeout(resolve, 5));
    })();
    await tickUntil(its, arrived, (n) => motion({ jawOpen: 0.5, headYaw: 12, tongueOut: n / 1e5 }));
    expect(studio.bus.value('FaceAngleX')?.value).toBeCloseTo(12);
    expect(studio.bus.faceFound()).toBe(true);
    its.clock.advance(3000);
    while (studio.bus.faceFound()) await new Promise((resolve) => setTimeout(resolve, 5));

    // The leave is kept: a second connection asks nobody.
    await its.apply();
    await its.apply(vts);
    await its.becomes('out', 'sending');
    expect(studio.server.prompts.get()).toEqual([]);
  });

  it('a refusal is final until it is switched off and on', async () => {
    const { studio, its, vts } = await connected(new Map());
    await its.apply(vts);
    await studio.decide(false);
    expect(await its.becomes('out', 'failed')).toContain('switch this output off and on');
    const states: (string | undefined)[] = [];
    its.outputs.views.subscribe((views) => states.push(views[0]?.state));
    its.clock.advance(60_000);
    // As long as another connection, which begins later, takes for its first answers.
    const plugin = await studio.connect();
    for (let n = 0; n < 10; n += 1) await plugin.get('APIStateRequest');
    expect(states).toEqual([]);
    await plugin.close();
  });

  it('is never this program’s own plugin API, which looks the same', async () => {
    const studio = closing(await startVtsStudio());
    const port = studio.server.view.get().port ?? 0;
    const its = desk(new Set(), new Map(), { apiPort: port });
    await its.apply(output({ kind: 'vts', port }));
    expect(await its.becomes('out', 'failed')).toContain('own plugin API listens on port');
    its.clock.advance(30_000);
    expect(studio.server.view.get().sessions).toEqual([]);
    // On another computer the same port is another program's.
    await its.apply(output({ kind: 'vts', port, address: '192.0.2.1' }));
    expect(await its.becomes('out', 'waiting')).not.toContain('own plugin API');
  });

  it('waits for a program that is not there, and finds it when it comes', async () => {
    const kept = new Map<string, string>();
    const { studio, its, vts } = await connected(kept);
    const port = vts.port;
    await studio.apply({ enabled: false });
    await its.apply(vts);
    expect(await its.becomes('out', 'waiting')).toBeDefined();
    await cellBecomes(its.outputs.views, (views) => views[0]?.detail.includes('Start API') === true);
    await studio.apply({ enabled: true, port });
    const asked = studio.decide(true);
    let isAsked = false;
    void asked.then(() => {
      isAsked = true;
    });
    while (!isAsked) {
      its.clock.advance(1000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await its.becomes('out', 'sending');
  });

  it('says so when another plugin holds a parameter', async () => {
    const { studio, its, vts } = await connected(new Map());
    const other = await studio.plugin();
    await other.get('InjectParameterDataRequest', { mode: 'set', parameterValues: [{ id: 'FaceAngleX', value: 3 }] });
    await its.apply(vts);
    await studio.decide(true);
    await its.becomes('out', 'sending');
    const told = cellBecomes(its.outputs.views, (views) => views[0]?.detail.includes('Another plugin') === true);
    await tickUntil(its, told, (n) => motion({ headYaw: n / 100 }));
    await other.close();
  });
});

it('an output that is off is off, and follows nothing', async () => {
  const its = desk();
  await its.apply(output({ kind: 'vmc', port: 39_539, enabled: false }));
  expect(its.outputs.views.get()).toEqual([{ id: 'out', state: 'off', detail: '' }]);
  expect(its.followers.size).toBe(0);
});
