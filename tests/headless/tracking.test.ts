import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { emptyDescription } from '#shared/avatar/model.ts';
import { frameKind } from '#shared/frames/frame-codec.ts';
import { encodeMotionFrame } from '#shared/frames/motion-frame.ts';
import { decodeParameterFrame } from '#shared/frames/parameter-frame.ts';
import { STAGE_PROTOCOL_VERSION, stageDownSchema } from '#shared/stage/stage-protocol.ts';
import { emptyFace, FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';
import type { SourceReport } from '#shared/tracking/source-state.ts';
import { trackingDownSchema } from '#shared/tracking/tracking-protocol.ts';
import { eventually } from '../support/numbers.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

/** One frame as a stage got it. */
interface Drawn {
  readonly atMs: number;
  readonly value: number;
  readonly weight: number;
}

/** A stage over a real socket, which keeps every frame of ParamAngleX. */
async function openStage(studio: StudioProcess) {
  const token = new URL(studio.stageUrl).searchParams.get('token');
  const socket = new WebSocket(`ws://127.0.0.1:${studio.port}/ws/stage?token=${token}`);
  const frames: Drawn[] = [];
  const human: Record<string, number>[] = [];
  let at = -1;
  socket.on('message', (data, isBinary) => {
    if (isBinary) {
      const bytes = new Uint8Array(Buffer.isBuffer(data) ? data : Buffer.alloc(0));
      if (bytes[0] !== frameKind.parameters || at < 0) return;
      const { sourceTimeMs, values, weights } = decodeParameterFrame(bytes.buffer);
      frames.push({ atMs: sourceTimeMs, value: values[at] ?? 0, weight: weights[at] ?? 0 });
      return;
    }
    const message = stageDownSchema.parse(JSON.parse(String(data)));
    if (message.type === 'welcome') {
      const { modelId } = message.config.avatar;
      const parameters = [{ id: 'ParamAngleX', name: '', min: -30, max: 30, default: 0 }];
      socket.send(JSON.stringify({ type: 'model', modelId, loadMs: 5, description: { ...emptyDescription, parameters } }));
    }
    if (message.type === 'parameter-table') at = message.parameters.findIndex(({ id }) => id === 'ParamAngleX');
    if (message.type === 'driving') human.push(message.human);
  });
  await opened(socket);
  socket.send(
    JSON.stringify({ type: 'hello', protocol: STAGE_PROTOCOL_VERSION, kind: 'browser', canSound: false, avatar: 'main' }),
  );
  return { frames, human, close: () => socket.close() };
}

/** A page with a camera, or with controls. `show` turns the head; null: nobody is in sight. It films on until it is told otherwise. */
async function openWebcam(studio: StudioProcess, kind: 'webcam' | 'controls' = 'webcam') {
  const token = new URL(studio.studioUrl).searchParams.get('token');
  const socket = new WebSocket(`ws://127.0.0.1:${studio.port}/ws/tracking?token=${token}`);
  const told: string[] = [];
  socket.on('message', (data) => void told.push(trackingDownSchema.parse(JSON.parse(String(data))).type));
  await opened(socket);
  socket.send(JSON.stringify({ type: 'hello', kind, name: 'Test camera' }));
  let seen: Partial<Record<FaceChannel, number>> | null = null;
  let sequence = 0;
  const timer = setInterval(() => {
    const face = emptyFace();
    for (const [name, value] of Object.entries(seen ?? {})) face[FACE_AT[name as FaceChannel]] = value;
    const sample = { atMs: performance.timeOrigin + performance.now(), found: seen !== null, hands: undefined, pose: undefined };
    if (socket.readyState === WebSocket.OPEN)
      socket.send(encodeMotionFrame(sequence++, { ...sample, face: seen === null ? undefined : face }));
  }, 1000 / 30);
  return {
    socket,
    told,
    show(values: Partial<Record<FaceChannel, number>> | null) {
      seen = values;
    },
    report: (report: Partial<SourceReport>) =>
      socket.send(
        JSON.stringify({
          type: 'report',
          report: {
            ...{ state: 'tracking', detail: '', device: 'Test camera', framesPerSecond: 30, latencyMs: 30, costMs: 10 },
            blendshapes: false,
            ...report,
          },
        }),
      ),
    close() {
      clearInterval(timer);
      socket.close();
    },
  };
}

const opened = (socket: WebSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });

async function firstOf<T>(values: AsyncIterable<T>): Promise<T> {
  for await (const value of values) return value;
  throw new Error('the watch ended');
}

/** The farthest that something moved from one frame to the next beyond `perSecond` of the time between them. */
function jumped(frames: readonly Drawn[], read: (frame: Drawn) => number, perSecond: number): number {
  const beyond = frames.slice(1).map((frame, i) => {
    const before = frames[i] ?? frame;
    return Math.abs(read(frame) - read(before)) - (perSecond * (frame.atMs - before.atMs)) / 1000;
  });
  return Math.max(0, ...beyond);
}

describe('a human in front of the camera and the real program', () => {
  let studio: StudioProcess;
  let api: StudioApi;
  let end: () => void;

  beforeAll(async () => {
    studio = await startStudio();
    ({ api, close: end } = await connectStudioApi(studio));
    await api.studio.updateSettings({
      patch: { tracking: { mirror: false, lostHoldSeconds: 0.2 }, driving: { fadeSeconds: 3 } },
    });
  });
  afterAll(async () => {
    end();
    await studio.stop();
  });

  it('moves the avatar when the human drives, by weight and without a jump, and lets go when the face is lost', async () => {
    const stage = await openStage(studio);
    const webcam = await openWebcam(studio);
    await eventually(() => (webcam.told.includes('accepted') ? true : undefined));
    webcam.show({ headYaw: 20 });
    await eventually(async () => ((await firstOf(await api.tracking.watch())).faceFound ? true : undefined));
    expect(stage.frames.every(({ weight }) => weight === 0)).toBe(true);
    await api.driving.drive({ mode: 'human' });
    await eventually(() => ((stage.frames.at(-1)?.weight ?? 0) > 0.99 ? true : undefined));
    expect(stage.frames.at(-1)?.value).toBeCloseTo(20, 0);
    await eventually(() => (stage.human.at(-1)?.head === 1 ? true : undefined));
    const weight = (frame: Drawn): number => frame.weight;
    // A busy machine's timers are late against each other by this much at most.
    expect(jumped(stage.frames, weight, 2.8 / 3)).toBeLessThan(0.3);
    const from = stage.frames.length;
    webcam.show(null);
    await eventually(() => ((stage.frames.at(-1)?.weight ?? 1) === 0 ? true : undefined));
    expect(jumped(stage.frames.slice(from), weight, 1.7)).toBeLessThan(0.3);
    webcam.close();
    stage.close();
  });

  it('goes on with the next source without a jump when the first one is killed', async () => {
    await api.driving.drive({ mode: 'human' });
    const stage = await openStage(studio);
    const [webcam, pad] = [await openWebcam(studio), await openWebcam(studio, 'controls')];
    webcam.show({ headYaw: 20 });
    pad.show({ headYaw: -10 });
    await api.studio.updateSettings({ patch: { tracking: { priorities: { head: ['webcam', 'controls'] } } } });
    await eventually(() => {
      const { value = 0, weight = 0 } = stage.frames.at(-1) ?? {};
      return weight > 0.99 && value > 18 ? true : undefined;
    });
    const from = stage.frames.length;
    webcam.socket.terminate();
    await eventually(() => ((stage.frames.at(-1)?.value ?? 0) < -8 ? true : undefined));
    const since = stage.frames.slice(from);
    // 30 degrees along an S of 0.3 s.
    expect(jumped(since, ({ value }) => value, 160)).toBeLessThan(4);
    webcam.close();
    pad.close();
    stage.close();
  });

  it('has one webcam page at a time, tells the one before, and says aloud what is wrong with it', async () => {
    const first = await openWebcam(studio);
    await eventually(() => (first.told.includes('accepted') ? true : undefined));
    const second = await openWebcam(studio);
    await eventually(() => (first.told.includes('displaced') ? true : undefined));
    second.report({ state: 'busy', detail: 'another program has the camera; close it' });
    const part = await eventually(async () => {
      const { parts } = await api.studio.health();
      return parts.find(({ id, status }) => id === 'tracking' && status === 'failed');
    });
    expect(part.message).toContain('close it');
    const { sources } = await firstOf(await api.tracking.watch());
    expect(sources.map(({ id }) => id)).toEqual(['webcam']);
    await api.tracking.recenter({ source: 'webcam' });
    await eventually(() => (second.told.includes('recenter') ? true : undefined));
    first.close();
    second.close();
  });

  it('takes the present pose as straight ahead by hotkey, of cameras alone, and says so where nobody is seen', async () => {
    const straight = {
      ...{ name: 'Straight', modelId: null, enabled: true, triggers: [], cooldown: 0 },
      actions: [{ delay: 0, action: { type: 'look-straight' as const } }],
    };
    expect((await api.bindings.test(straight)).problem).toContain('No camera or phone sees you');
    const { id } = await api.bindings.add(straight);
    const [webcam, pad] = [await openWebcam(studio), await openWebcam(studio, 'controls')];
    for (const page of [webcam, pad]) {
      page.report({ state: 'tracking' });
      page.show({ headYaw: 5 });
    }
    await eventually(async () => {
      const { sources } = await firstOf(await api.tracking.watch());
      return sources.filter(({ report }) => report.state === 'tracking').length === 2 ? true : undefined;
    });
    await api.bindings.fire({ id });
    await eventually(() => (webcam.told.includes('recenter') ? true : undefined));
    expect(pad.told).not.toContain('recenter');
    expect((await api.bindings.test(straight)).problem).toBeNull();
    webcam.close();
    pad.close();
  });

  it('cuts off a page that keeps sending nonsense, and frames that are too long, and goes on', async () => {
    const webcam = await openWebcam(studio);
    const closed = new Promise<number>((resolve) => webcam.socket.once('close', resolve));
    for (let i = 0; i < 12; i++) webcam.socket.send(new Uint8Array([4, 1, 255, 255]));
    expect(await closed).toBe(1008);
    const long = await openWebcam(studio);
    const cut = new Promise<number>((resolve) => long.socket.once('close', resolve));
    long.socket.send(new Uint8Array(100_000));
    expect(await cut).toBe(1009);
    webcam.close();
    long.close();
    expect((await firstOf(await api.tracking.watch())).faceFound).toBe(false);
  });

  it('keeps chat waiting while the human alone drives, and answers when the AI has it again', async () => {
    await api.driving.drive({ mode: 'human' });
    await api.studio.updateSettings({ patch: { driving: { automatic: { faceLost: false } } } });
    await studio.post('/live-events', { text: 'are you there?', user: 'Mio' });
    await eventually(async () => ((await api.live.ledger({ limit: 10 })).entries.length > 0 ? true : undefined));
    expect((await api.live.ledger({ limit: 10 })).entries[0]?.decision).toBe('waiting');
    await api.driving.drive({ mode: 'ai' });
    await eventually(async () =>
      ['answering', 'answered'].includes((await api.live.ledger({ limit: 10 })).entries[0]?.decision ?? '') ? true : undefined,
    );
  });
});

describe('the program after a restart', () => {
  it('has the mode that was chosen, and a page that connects again moves her at once', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'yingxi-tracking-'));
    const first = await startStudio({ dataDir });
    const before = await connectStudioApi(first);
    await before.api.studio.updateSettings({ patch: { tracking: { mirror: false } } });
    await before.api.driving.drive({ mode: 'human' });
    before.close();
    await first.stop();
    const second = await startStudio({ dataDir });
    const stage = await openStage(second);
    const webcam = await openWebcam(second);
    webcam.show({ headYaw: -12 });
    await eventually(() => ((stage.frames.at(-1)?.weight ?? 0) > 0.99 ? true : undefined));
    await eventually(() => (Math.abs((stage.frames.at(-1)?.value ?? 0) + 12) < 1 ? true : undefined));
    webcam.close();
    stage.close();
    await second.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
});
