import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { encodePcmFrame } from '#shared/frames/frame-codec.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import {
  STAGE_PROTOCOL_VERSION,
  type StageDown,
  type StageRole,
  type StageUp,
  stageUpSchema,
} from '#shared/stage/stage-protocol.ts';
import type { ToPlayback } from '../audio/playback-messages.ts';
import type { FromLink } from './link-messages.ts';
import { createStageLink } from './stage-link.ts';

const config = {
  stage: defaultSettings().stage,
  avatar: DEFAULT_AVATAR,
  volume: 0.9,
  effectsVolume: 1,
  monitorVolume: 1,
  expression: 'neutral',
} as const;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A studio on a real socket, and a link whose timers are fired by hand. */
async function setUp() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const port = (server.address() as AddressInfo).port;
  const up: StageUp[] = [];
  let client: WebSocket | undefined;
  let waiter = (): void => undefined;
  const changed = (): void => waiter();
  server.on('connection', (socket) => {
    client = socket;
    socket.on('message', (data) => {
      up.push(stageUpSchema.parse(JSON.parse(String(data))));
      changed();
    });
    changed();
  });
  const page: FromLink[] = [];
  const playback: ToPlayback[] = [];
  const problems: string[] = [];
  const timers: { delayMs: number; run: () => void }[] = [];
  const link = createStageLink({
    openSocket(url, events) {
      const socket = new WebSocket(url);
      closers.push(() => socket.terminate());
      socket.binaryType = 'arraybuffer';
      socket.on('open', events.opened);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        events.closed();
        changed();
      });
      socket.onmessage = (event) => {
        events.message(event.data);
        changed();
      };
      return socket;
    },
    now: () => 5000,
    random: () => 1,
    after: (delayMs, run) => timers.push({ delayMs, run }),
    tellPage: (message) => page.push(message),
    tellPlayback: (message) => playback.push(message),
    report: (problem) => problems.push(problem),
  });
  closers.push(() => server.close());
  const until = async (true_: () => boolean): Promise<void> => {
    while (!true_()) await new Promise<void>((resolve) => (waiter = resolve));
  };
  let seen = 0;
  /** Sends and waits until the link has dealt with it: messages arrive in order. */
  const down = async (...messages: (StageDown | Uint8Array)[]): Promise<void> => {
    for (const message of messages) client?.send(message instanceof Uint8Array ? message : JSON.stringify(message));
    const mark = `mark ${seen++}`;
    client?.send(mark);
    await until(() => problems.length > 0 && problems.splice(0).some((problem) => problem.includes(mark.slice(0, 4))));
  };
  const connect = async (role: StageRole, canSound = true): Promise<void> => {
    link.audioReady();
    link.setSound(canSound, 0);
    link.open(`ws://127.0.0.1:${port}`, 'browser', 'main');
    await until(() => up.length > 0);
    await down({ type: 'welcome', protocol: 1, stageId: 's', role, config });
  };
  return { link, up, page, playback, timers, connect, down, until, port, server, client: () => client, problems };
}
const utterance = (turnId: number, index = 0): StageDown => ({
  type: 'utterance',
  turnId,
  index,
  text: 'hi',
  language: 'en',
  emotion: 'neutral',
  intensity: 1,
  speaker: 'her' as const,
  startSample: 0,
});
const frame = (turnId: number, startSample = 0): Uint8Array =>
  encodePcmFrame({ sequence: 0, sourceTimeMs: 0, turnId, utterance: 0, startSample, samples: new Float32Array([0.1, 0.2]) });
const kinds = (messages: readonly { type: string }[]): string[] => messages.map(({ type }) => type);

describe('stage link', () => {
  it('says hello with what it can do, and passes sound to the worklet and only the rest to the page', async () => {
    const { up, page, playback, connect, down } = await setUp();
    await connect('sounding');
    await down(utterance(1), frame(1), { type: 'utterance-end', turnId: 1, index: 0, totalSamples: 2 });
    expect(up[0]).toEqual({ type: 'hello', protocol: STAGE_PROTOCOL_VERSION, kind: 'browser', canSound: true, avatar: 'main' });
    expect(kinds(playback)).toEqual(['volume', 'open', 'pcm', 'end']);
    expect(playback[2]).toMatchObject({ turnId: 1, index: 0, startSample: 0, samples: new Float32Array([0.1, 0.2]) });
    expect(page.map((message) => (message.type === 'down' ? message.message.type : message.type))).toEqual([
      'connection',
      'welcome',
      'utterance',
      'utterance-end',
    ]);
  });

  it('tells the worklet of a stop before anything else, and lets nothing of the stopped turn through', async () => {
    const { playback, page, connect, down, link, up, until } = await setUp();
    await connect('sounding');
    await down(utterance(1), frame(1), { type: 'stop', turnId: 1 });
    expect(playback.at(-1)).toEqual({ type: 'stop', turnId: 1 });
    const before = playback.length;
    const pageBefore = page.length;
    await down(frame(1, 2), utterance(1, 1), { type: 'cues', turnId: 0, index: 0, visemes: [], words: [] });
    expect(playback.length).toBe(before);
    expect(page.length).toBe(pageBefore);
    link.sendStats({
      framesDrawn: 1,
      frameAgeMs: 0,
      framesPerSecond: 60,
      avatar: { status: 'ready' },
      modelId: null,
      parameterAgeMs: -1,
      paceHz: 0,
      width: 480,
      height: 270,
    });
    await until(() => up.some(({ type }) => type === 'stats'));
    expect(up.at(-1)).toMatchObject({ lateFrames: 3 });
    await down(utterance(2), frame(2));
    expect(kinds(playback.slice(before))).toEqual(['open', 'pcm']);
  });

  it('answers a stop itself while the browser forbids sound', async () => {
    const { up, connect, down, until, playback } = await setUp();
    await connect('sounding', false);
    await down(utterance(4), frame(4), { type: 'stop', turnId: 4 });
    await until(() => up.some(({ type }) => type === 'stopped'));
    expect(up.at(-1)).toEqual({ type: 'stopped', turnId: 4, index: -1, positionMs: 0, atMs: 5000 });
    expect(kinds(playback)).not.toContain('pcm');
  });

  it('stays silent while following, and dates the clock of the sounding stage', async () => {
    const { playback, page, connect, down } = await setUp();
    await connect('following');
    await down(utterance(1), frame(1), { type: 'clock', turnId: 1, index: 0, positionMs: 120, playing: true, ageMs: 30 });
    expect(kinds(playback)).toEqual(['volume']);
    expect(page.at(-1)).toMatchObject({ type: 'follow', positionMs: 120, playing: true, atMs: 4970 });
  });

  it('takes sound over in mid-sentence, and hands it back silently', async () => {
    const { playback, connect, down } = await setUp();
    await connect('following');
    await down({ type: 'role', role: 'sounding' }, { ...utterance(3, 2), startSample: 4800 } as StageDown);
    expect(playback.at(-1)).toEqual({ type: 'open', turnId: 3, index: 2, startSample: 4800 });
    await down({ type: 'role', role: 'following' });
    expect(playback.at(-1)).toEqual({ type: 'clear' });
  });

  it('reports what was heard: positions in ms, less the way to the loudspeaker', async () => {
    const { link, up, connect, until } = await setUp();
    await connect('sounding');
    link.setSound(true, 20);
    link.fromPlayback({
      type: 'playhead',
      turnId: 1,
      index: 0,
      positionSample: 4800,
      playing: true,
      underruns: 2,
      lateFrames: 0,
    });
    link.fromPlayback({ type: 'audible', turnId: 1, index: 0, atMs: 7 });
    link.fromPlayback({ type: 'stopped', turnId: 1, index: 0, positionSample: 9600, atMs: 9 });
    link.fromPlayback({ type: 'finished', turnId: 1, index: 1 });
    await until(() => up.length === 5);
    expect(up.slice(1)).toEqual([
      { type: 'clock', turnId: 1, index: 0, positionMs: 80, playing: true },
      { type: 'audible', turnId: 1, index: 0, atMs: 7 },
      { type: 'stopped', turnId: 1, index: 0, positionMs: 200, atMs: 9 },
      { type: 'finished', turnId: 1, index: 1 },
    ]);
  });

  it('falls silent when the studio goes away, comes back by itself, and takes turn 1 of the new studio', async () => {
    const { connect, down, client, playback, page, timers, until, up } = await setUp();
    await connect('sounding');
    await down({ type: 'stop', turnId: 9 });
    client()?.terminate();
    await until(() => timers.length === 1);
    expect(playback.at(-1)).toEqual({ type: 'reset' });
    expect(page.at(-1)).toEqual({ type: 'connection', connected: false });
    timers[0]?.run();
    await until(() => up.filter(({ type }) => type === 'hello').length === 2);
    await down({ type: 'welcome', protocol: 1, stageId: 's', role: 'sounding', config }, utterance(1), frame(1));
    expect(kinds(playback.slice(-2))).toEqual(['open', 'pcm']);
  });

  it('tries again for ever, ever more slowly, up to 3 s', async () => {
    const { link, timers, until, server, port } = await setUp();
    server.close();
    await once(server, 'close');
    link.open(`ws://127.0.0.1:${port}`, 'obs', 'cohost');
    for (let i = 0; i < 8; i++) {
      await until(() => timers.length > i);
      timers[i]?.run();
    }
    expect(timers.slice(0, 7).map(({ delayMs }) => delayMs)).toEqual([250, 500, 1000, 2000, 3000, 3000, 3000]);
  });

  it('leaves out a message that it cannot read, says so, and goes on', async () => {
    const { connect, playback, client, until, problems } = await setUp();
    await connect('sounding');
    client()?.send('{"type":"stop"}');
    client()?.send(new Uint8Array([2, 1, 0]));
    await until(() => problems.length === 2);
    client()?.send(JSON.stringify({ type: 'stop', turnId: 2 }));
    await until(() => playback.at(-1)?.type === 'stop');
  });
});
