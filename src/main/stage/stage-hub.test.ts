import { describe, expect, it, vi } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { DEFAULT_AVATAR } from '#shared/avatar/default-avatar.ts';
import { AUTHOR_PHYSICS } from '#shared/avatar/scene-start.ts';
import { decodePcmFrame } from '#shared/frames/frame-codec.ts';
import { defaultSettings } from '#shared/settings/settings.ts';
import type { AvatarDown, StageAvatar, StageDown, StageKind, StageUp } from '#shared/stage/stage-protocol.ts';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { electSounding } from './election.ts';
import { createStageHub, type PlaybackListener } from './stage-hub.ts';
import type { StageConnection } from './stage-socket.ts';

/** A stage as the hub sees it: keeps what came down, and says what the test tells it to. */
function fakeStage() {
  const messages: StageDown[] = [];
  const frames: { turnId: number; utterance: number; startSample: number; samples: number }[] = [];
  let closed = '';
  return {
    messages,
    frames,
    closed: () => closed,
    types: () => messages.map((message) => message.type),
    role: () => messages.findLast((message) => message.type === 'role')?.role,
    socket: {
      bufferedBytes: 0,
      send: (message: StageDown) => messages.push(message),
      sendFrame(bytes: Uint8Array) {
        const { turnId, utterance, startSample, samples } = decodePcmFrame(bytes.buffer);
        frames.push({ turnId, utterance, startSample, samples: samples.length });
      },
      close(reason: string) {
        closed = reason;
      },
    },
  };
}

function setUp() {
  const clock = createFakeClock();
  const { stage } = defaultSettings();
  const told: string[] = [];
  const hub = createStageHub({
    config: (avatar) => ({
      ...{ stage, avatar: DEFAULT_AVATAR, volume: 1, effectsVolume: 1, monitorVolume: 0.5, expression: 'neutral' },
      speaks: avatar === 'cohost',
    }),
    clock,
    logger: silentLogger,
    report: () => {},
    avatarState: (avatar) => (avatar === 'cohost' ? [COHOST_SCENE] : []),
    onAvatar: (message, avatar) => void told.push(`${avatar} ${message.type}`),
  });
  const join = (kind: StageKind, canSound = true, avatar: StageAvatar = 'main') => {
    const fake = fakeStage();
    const connection: StageConnection = hub.attach(fake.socket);
    connection.receive({ type: 'hello', protocol: 1, kind, canSound, avatar });
    return { ...fake, role: fake.role, up: (message: StageUp) => connection.receive(message), leave: () => connection.closed() };
  };
  const listener = () => ({ audible: vi.fn<PlaybackListener['audible']>(), progress: vi.fn(), playedOut: vi.fn() });
  return { clock, hub, join, listener, told };
}

const COHOST_SCENE = {
  type: 'scene',
  scene: { modelId: 'b'.repeat(32), expressions: [], tints: [], physics: AUTHOR_PHYSICS, idleMotion: null },
} as const satisfies AvatarDown;
const SECOND = 48_000;
const sentence = (index: number, text = `Sentence ${index}.`) => ({
  index,
  text,
  language: 'en' as const,
  emotion: 'neutral' as const,
  intensity: 0.5,
  speaker: 'her' as const,
});

describe('the AI’s own avatar on stages of its own', () => {
  it('speaks there and not on the other avatar, and still exactly one stage sounds', () => {
    const { hub, join, listener } = setUp();
    const main = join('obs');
    const own = join('obs', true, 'cohost');
    const overlay = join('captions', false);
    expect([main.role(), own.role()]).toEqual(['sounding', undefined]);
    const speaks = (stage: ReturnType<typeof join>): boolean | undefined =>
      stage.messages.flatMap((message) => (message.type === 'welcome' ? [message.config.speaks] : []))[0];
    expect([speaks(main), speaks(own), speaks(overlay)]).toEqual([false, true, true]);
    const turn = hub.beginTurn(1, listener());
    turn.utterance(sentence(0));
    turn.pcm(0, 0, new Float32Array(480));
    // Both hear what is said, for the clock is one; only one gets the sound.
    for (const stage of [main, own]) expect(stage.messages.some(({ type }) => type === 'utterance')).toBe(true);
    expect([main.frames.length, own.frames.length]).toEqual([1, 0]);
    main.leave();
    expect(own.role()).toBe('sounding');
  });

  it('is told its own scene and moved by nobody but her; what it tells is known for its own', () => {
    const { hub, join, told } = setUp();
    const own = join('browser', false, 'cohost');
    // Were it sent, the stage would not know what to do with it.
    hub.directFrame(new Uint8Array(16));
    const main = join('window');
    const types = (stage: ReturnType<typeof join>): string[] => stage.types();
    expect(types(own)).toContain('scene');
    expect(types(main)).not.toContain('scene');
    const before = types(own).length;
    hub.direct({ type: 'items', items: [] });
    hub.direct({ type: 'streamer-caption', text: 'hi', final: true });
    hub.express('happy', 1, 0);
    expect(types(own)).toHaveLength(before);
    expect(own.frames).toHaveLength(0);
    hub.direct({ type: 'sound', url: '/x.wav', volume: 1 });
    hub.directCoHost(COHOST_SCENE);
    expect(types(own).slice(before)).toEqual(['sound', 'scene']);
    expect(types(main)).not.toContain('scene');
    main.up({ type: 'motion', modelId: 'a'.repeat(32), name: 'x', state: 'end', idle: true, duration: 1 });
    own.up({ type: 'motion', modelId: 'b'.repeat(32), name: 'x', state: 'end', idle: true, duration: 1 });
    expect(told).toEqual(['main motion', 'cohost motion']);
  });
});

describe('stage hub', () => {
  it('lets exactly one of several stages sound, OBS before the others', () => {
    const { hub, join } = setUp();
    const preview = join('preview');
    expect(preview.role()).toBe('sounding');
    const obs = join('obs');
    const window = join('window');
    expect([preview.role(), obs.role(), window.role()]).toEqual(['following', 'sounding', undefined]);
    expect(hub.view.get().stages.filter((stage) => stage.role === 'sounding')).toHaveLength(1);
  });

  it('sends sound to the sounding stage only, cues and captions to all', () => {
    const { hub, join, listener } = setUp();
    const obs = join('obs');
    const preview = join('preview');
    const turn = hub.beginTurn(5, listener());
    turn.utterance(sentence(0));
    turn.cues(0, [{ startMs: 0, endMs: 100, viseme: 'aa', open: 1 }], []);
    turn.pcm(0, 0, new Float32Array(480));
    expect(obs.frames).toEqual([{ turnId: 5, utterance: 0, startSample: 0, samples: 480 }]);
    expect(preview.frames).toEqual([]);
    expect(preview.types()).toContain('cues');
  });

  it('tells those who follow that the last word was heard, whether or not a stage sounded', () => {
    const { clock, hub, join, listener } = setUp();
    const captions = join('captions', false);
    const speak = (turnId: number): void => {
      const turn = hub.beginTurn(turnId, listener());
      turn.utterance(sentence(0));
      turn.pcm(0, 0, new Float32Array(SECOND));
      turn.utteranceEnd(0, SECOND);
      turn.end();
    };
    const over = (turnId: number) => ({ type: 'clock', turnId, index: 0, positionMs: 1000, playing: false, ageMs: 0 });
    speak(5);
    clock.advance(3000);
    expect(captions.messages.filter(({ type }) => type === 'clock').at(-1)).toEqual(over(5));
    const obs = join('obs');
    speak(6);
    obs.up({ type: 'clock', turnId: 6, index: 0, positionMs: 900, playing: true });
    obs.up({ type: 'finished', turnId: 6, index: 0 });
    expect(captions.messages.filter(({ type }) => type === 'clock').at(-1)).toEqual(over(6));
    expect(obs.types()).not.toContain('clock');
  });

  it('lets a monitor sound beside the elected stage, at its own loudness, without ever being elected or listened to', () => {
    const { hub, join, listener } = setUp();
    const monitor = join('monitor');
    expect(hub.view.get()).toMatchObject({ stages: [], soundingStageId: null });
    expect(monitor.messages[0]).toMatchObject({ type: 'welcome', role: 'sounding', config: { volume: 0.5 } });
    const obs = join('obs');
    const late = listener();
    const turn = hub.beginTurn(5, late);
    turn.utterance(sentence(0));
    turn.pcm(0, 0, new Float32Array(480));
    expect(monitor.frames).toEqual(obs.frames);
    monitor.up({ type: 'audible', turnId: 5, index: 0, atMs: 1 });
    monitor.up({ type: 'finished', turnId: 5, index: 0 });
    expect(late.audible).not.toHaveBeenCalled();
    expect(turn.heard().text).toBe('');
    const second = join('monitor');
    expect(second.frames).toEqual([{ turnId: 5, utterance: 0, startSample: 0, samples: 480 }]);
    hub.refreshConfig();
    expect(monitor.messages.at(-1)).toMatchObject({ type: 'config', config: { volume: 0.5 } });
    expect(obs.messages.at(-1)).toMatchObject({ type: 'config', config: { volume: 1 } });
  });

  it('hands a sentence over at the very sample when the sounding stage vanishes', () => {
    const { hub, join, listener } = setUp();
    const obs = join('obs');
    const window = join('window');
    const turn = hub.beginTurn(5, listener());
    turn.utterance(sentence(0));
    turn.pcm(0, 0, new Float32Array(SECOND));
    turn.pcm(0, SECOND, new Float32Array(SECOND));
    obs.up({ type: 'clock', turnId: 5, index: 0, positionMs: 1500, playing: true });
    obs.leave();
    expect(window.role()).toBe('sounding');
    expect(window.messages.filter((message) => message.type === 'utterance').at(-1)).toMatchObject({
      index: 0,
      startSample: 72_000,
    });
    expect(window.frames).toEqual([{ turnId: 5, utterance: 0, startSample: 72_000, samples: 24_000 }]);
  });

  it('does not move the sound in mid-sentence when a better stage joins, but does between turns', () => {
    const { hub, join, listener } = setUp();
    const preview = join('preview');
    const turn = hub.beginTurn(5, listener());
    turn.utterance(sentence(0));
    turn.pcm(0, 0, new Float32Array(SECOND));
    preview.up({ type: 'clock', turnId: 5, index: 0, positionMs: 100, playing: true });
    const obs = join('obs');
    expect(preview.role()).toBe('sounding');
    turn.utteranceEnd(0, SECOND);
    turn.end();
    preview.up({ type: 'finished', turnId: 5, index: 0 });
    expect(obs.role()).toBe('sounding');
  });

  it('plays out in silence when no stage is there, at the speed of sound', () => {
    const { hub, listener, clock } = setUp();
    const told = listener();
    const turn = hub.beginTurn(5, told);
    turn.utterance(sentence(0));
    turn.pcm(0, 0, new Float32Array(SECOND));
    turn.utteranceEnd(0, SECOND);
    turn.end();
    clock.advance(800);
    expect(told.playedOut).not.toHaveBeenCalled();
    clock.advance(400);
    expect(told.playedOut).toHaveBeenCalledOnce();
    expect(told.audible).not.toHaveBeenCalled();
  });

  it('does not take for hers what the assistant read out', () => {
    const { hub, join, listener } = setUp();
    const stage = join('obs');
    const turn = hub.beginTurn(5, listener());
    turn.utterance({ ...sentence(0), text: 'Ann says: hi.', speaker: 'assistant' });
    turn.pcm(0, 0, new Float32Array(SECOND));
    turn.utteranceEnd(0, SECOND);
    turn.utterance({ ...sentence(1), text: 'Hello Ann.' });
    stage.up({ type: 'finished', turnId: 5, index: 0 });
    expect(turn.progress()).toMatchObject({ text: 'Hello Ann.', spokenUntil: 0 });
    expect(turn.heard()).toEqual({ text: '', complete: false });
  });

  it('knows what was heard when she is stopped: whole sentences and the words that had begun', async () => {
    const { hub, join, listener } = setUp();
    const stage = join('window');
    const turn = hub.beginTurn(5, listener());
    turn.utterance(sentence(0, 'Hello there.'));
    turn.pcm(0, 0, new Float32Array(SECOND));
    turn.utteranceEnd(0, SECOND);
    turn.utterance(sentence(1, 'I am well.'));
    turn.cues(
      1,
      [],
      [
        { startMs: 0, endMs: 200, textStart: 0, textEnd: 1 },
        { startMs: 200, endMs: 400, textStart: 2, textEnd: 4 },
        { startMs: 400, endMs: 900, textStart: 5, textEnd: 9 },
      ],
    );
    turn.pcm(1, 0, new Float32Array(SECOND));
    stage.up({ type: 'finished', turnId: 5, index: 0 });
    const heard = hub.stop(5);
    expect(stage.messages.at(-1)).toEqual({ type: 'stop', turnId: 5 });
    stage.up({ type: 'stopped', turnId: 5, index: 1, positionMs: 300, atMs: 0 });
    expect(await heard).toEqual({ text: 'Hello there. I am', complete: false });
  });

  it('sends nothing of a turn after its stop, however late synthesis answers', async () => {
    const { hub, join, listener, clock } = setUp();
    const stage = join('window');
    const turn = hub.beginTurn(5, listener());
    turn.utterance(sentence(0));
    const stopped = hub.stop(5);
    const sent = stage.messages.length;
    turn.pcm(0, 0, new Float32Array(480));
    turn.cues(0, [], []);
    turn.utteranceEnd(0, 480);
    turn.end();
    clock.advance(1000);
    await stopped;
    expect(stage.frames).toEqual([]);
    expect(stage.messages.slice(sent)).toEqual([]);
  });

  it('takes the sound away from a stage whose clock stands still', () => {
    const { hub, join, listener, clock } = setUp();
    const obs = join('obs');
    const window = join('window');
    const turn = hub.beginTurn(5, listener());
    turn.utterance(sentence(0));
    turn.pcm(0, 0, new Float32Array(5 * SECOND));
    clock.advance(4000);
    expect(obs.role()).toBe('following');
    expect(window.role()).toBe('sounding');
  });

  it('bounds how far synthesis runs ahead of the sound', async () => {
    const { hub, join, listener } = setUp();
    const stage = join('window');
    const turn = hub.beginTurn(5, listener());
    for (let index = 0; index < 4; index++) turn.utterance(sentence(index));
    let ready = false;
    const wait = turn.readyFor(3).then(() => {
      ready = true;
    });
    await Promise.resolve();
    expect(ready).toBe(false);
    stage.up({ type: 'finished', turnId: 5, index: 0 });
    await wait;
    expect(ready).toBe(true);
  });

  it('cuts off a stage that does not read', () => {
    const { hub, join } = setUp();
    const stage = join('window');
    stage.socket.bufferedBytes = 65 * 1024 * 1024;
    hub.setThinking(true);
    expect(stage.closed()).toBe('not reading');
  });
});

describe('election', () => {
  const stage = (stageId: string, kind: StageKind, canSound = true, stalled = false) => ({ stageId, kind, canSound, stalled });
  it.each([
    ['nobody when none may sound', [stage('a', 'obs', false)], undefined, undefined, undefined],
    ['the streamer’s choice before rank', [stage('a', 'obs'), stage('b', 'preview')], 'b', undefined, 'b'],
    ['rank when the choice cannot sound', [stage('a', 'obs'), stage('b', 'preview', false)], 'b', undefined, 'a'],
    ['the present one among equals', [stage('a', 'browser'), stage('b', 'browser')], undefined, 'b', 'b'],
    ['the oldest among equals at first', [stage('a', 'browser'), stage('b', 'browser')], undefined, undefined, 'a'],
    ['no stalled one', [stage('a', 'obs', true, true), stage('b', 'preview')], undefined, 'a', 'b'],
  ])('elects %s', (_name, candidates, pinned, present, expected) => {
    expect(electSounding(candidates, pinned, present)).toBe(expected);
  });
});
