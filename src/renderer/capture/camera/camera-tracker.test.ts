import { describe, expect, it } from 'vitest';
import { type WebcamSettings, webcamSettingsSchema } from '#shared/tracking/tracking-settings.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';
import type { FollowerStatus, FromCamera, ToCamera } from './camera-messages.ts';
import { createCameraTracker } from './camera-tracker.ts';
import type { CameraResult } from './camera-tracker.types.ts';
import type { CameraWorld } from './camera-world.ts';
import type { OpenCamera } from './open-camera.ts';
import type { Place } from './place-trial.ts';

const SETTINGS: WebcamSettings = { ...webcamSettingsSchema.parse({}), enabled: true };
const STATUS: FollowerStatus = { state: 'tracking', isPaced: false, framesPerSecond: 29, latencyMs: 30, costMs: 20 };

/** A browser with one camera, and places of work that say what a test tells them to. */
function setUp() {
  const clock = createFakeClock();
  const hosts: {
    place: Place;
    posted: ToCamera[];
    told(message: FromCamera): void;
    broke(reason: string): void;
    closed: boolean;
  }[] = [];
  const cameras: { ended(): void; closed: boolean }[] = [];
  const memory = new Map<string, string>();
  const rests: (readonly number[])[] = [];
  let refusal: DOMException | undefined;
  let isDead = false;
  let changed = (): void => undefined;
  const world: CameraWorld = {
    async openCamera(_wish, { ended }) {
      if (refusal) throw refusal;
      const camera = { ended, closed: false };
      cameras.push(camera);
      const track = { getSettings: () => ({ frameRate: 30 }) } as MediaStreamTrack;
      const made: OpenCamera = {
        label: `Camera ${cameras.length}`,
        stream: { id: String(cameras.length) } as MediaStream,
        track,
        close: () => {
          camera.closed = true;
        },
      };
      return made;
    },
    pictures() {
      if (isDead) throw new DOMException('the track has ended', 'InvalidStateError');
      return {} as ReadableStream<VideoFrame>;
    },
    host(place, { told, broke }) {
      const host = { place, posted: [] as ToCamera[], told, broke, closed: false };
      hosts.push(host);
      return {
        post: (message) => void host.posted.push(message),
        close: () => {
          host.closed = true;
        },
      };
    },
    onChange(listener) {
      changed = listener;
      return () => {
        changed = () => undefined;
      };
    },
    after: clock.after,
    now: clock.now,
    recall: (key) => memory.get(key),
    remember: (key, value) => void memory.set(key, value),
  };
  const tracker = createCameraTracker(
    {
      socketUrl: 'ws://x/ws/tracking',
      models: { face: '/face', officialFace: '/official', hand: '/hand', body: '/body' },
      onRecentered: (rest) => rests.push(rest),
    },
    world,
  );
  const host = () => {
    const last = hosts.at(-1);
    if (last === undefined) throw new Error('nothing was begun');
    return last;
  };
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  return {
    clock,
    hosts,
    host,
    cameras,
    memory,
    rests,
    tracker,
    settle,
    state: () => tracker.report().state,
    refuse: (name: string | undefined) => {
      refusal = name === undefined ? undefined : new DOMException('x', name);
    },
    change: () => changed(),
    die: (dead: boolean) => {
      isDead = dead;
    },
    async track(settings = SETTINGS) {
      tracker.start(settings);
      await settle();
      host().told({ type: 'ready', blendshapes: false, delegate: 'cpu', detail: '' });
      host().told({ type: 'status', status: STATUS });
    },
    kinds: () => host().posted.map(({ type }) => type),
  };
}

describe('the camera’s tracker', () => {
  it('opens the camera, has its pictures looked at, and tells the studio how it fares', async () => {
    const { track, tracker, host, kinds } = setUp();
    await track();
    expect(kinds().slice(0, 3)).toEqual(['open', 'tune', 'results']);
    expect(kinds()).toContain('pictures');
    expect(tracker.view()).toMatchObject({ place: 'worker', delegate: 'cpu', displaced: false });
    expect(host().posted.at(-1)).toMatchObject({
      type: 'report',
      report: { state: 'tracking', device: 'Camera 1', framesPerSecond: 29, latencyMs: 30, costMs: 20 },
    });
  });

  it('never asks for more than 30 pictures a second', async () => {
    const { track, host } = setUp();
    await track({ ...SETTINGS, framesPerSecond: 60 });
    expect(host().posted.find(({ type }) => type === 'pictures')).toMatchObject({ rateHz: 30 });
  });

  it('leaves the camera open when only the feel changes, and opens it anew for another device', async () => {
    const { track, tracker, cameras, kinds, settle } = setUp();
    await track();
    tracker.start({ ...SETTINGS, winks: false });
    expect([cameras.length, kinds().at(-1)]).toEqual([1, 'tune']);
    tracker.start({ ...SETTINGS, winks: false, device: 'other' });
    await settle();
    expect(cameras.map(({ closed }) => closed)).toEqual([true, false]);
  });

  it.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'no-device'],
    ['NotReadableError', 'busy'],
  ] as const)('says what %s means and tells the studio so', async (name, expected) => {
    const { tracker, refuse, settle, state, host } = setUp();
    refuse(name);
    tracker.start(SETTINGS);
    await settle();
    expect(state()).toBe(expected);
    expect(host().posted.at(-1)).toMatchObject({ type: 'report', report: { state: expected, framesPerSecond: -1 } });
    expect(tracker.report().detail).not.toBe('');
  });

  it('asks again for a camera that another program has, every few seconds', async () => {
    const { tracker, refuse, settle, state, clock } = setUp();
    refuse('NotReadableError');
    tracker.start(SETTINGS);
    await settle();
    refuse(undefined);
    clock.advance(2900);
    await settle();
    expect(state()).toBe('busy');
    clock.advance(200);
    await settle();
    expect(state()).toBe('starting');
  });

  it('waits for a camera that was unplugged, and goes on when devices change', async () => {
    const { track, cameras, state, change, settle, refuse } = setUp();
    await track();
    cameras[0]?.ended();
    expect(state()).toBe('lost');
    refuse('NotFoundError');
    change();
    await settle();
    expect(state()).toBe('no-device');
    refuse(undefined);
    change();
    await settle();
    expect([state(), cameras.length]).toEqual(['starting', 2]);
  });

  it('starts a follower that broke anew, after longer waits each time, and says so from the third time on', async () => {
    const { track, hosts, host, clock, settle, state } = setUp();
    await track();
    const waits: number[] = [];
    for (let round = 0; round < 5; round++) {
      const before = host().posted.length;
      host().told({ type: 'failed', reason: 'graph' });
      const begun = clock.now();
      while (!host().posted.some(({ type }) => type === 'pictures')) {
        clock.advance(100);
        await settle();
      }
      waits.push(clock.now() - begun);
      expect(before).toBeGreaterThan(0);
      expect(state()).toBe('starting');
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000]);
    expect(hosts.filter(({ closed }) => !closed)).toHaveLength(1);
    host().told({ type: 'failed', reason: 'graph' });
    expect(state()).toBe('failed');
  });

  it('opens the camera anew when its track has ended without a word', async () => {
    const { track, die, host, state, clock, settle, cameras } = setUp();
    await track();
    die(true);
    const worker = host();
    for (let i = 0; i < 8; i++) worker.told({ type: 'status', status: { ...STATUS, framesPerSecond: 8 } });
    expect(state()).toBe('starting');
    die(false);
    clock.advance(600);
    await settle();
    expect(cameras).toHaveLength(2);
  });

  it('does not wait for a follower that says nothing any more', async () => {
    const { track, hosts, clock, state } = setUp();
    await track();
    clock.advance(9000);
    expect([hosts.length, state()]).toEqual([1, 'tracking']);
    clock.advance(2000);
    expect([hosts.length, state(), hosts[0]?.closed]).toEqual([2, 'starting', true]);
  });

  it('lets go of the camera for another page, and fetches it back on a word', async () => {
    const { track, tracker, host, cameras, settle, change } = setUp();
    await track();
    host().told({ type: 'displaced' });
    expect(tracker.view()).toMatchObject({ displaced: true, report: { state: 'off' } });
    expect(cameras[0]?.closed).toBe(true);
    change();
    await settle();
    expect(cameras).toHaveLength(1);
    tracker.takeBack();
    await settle();
    expect([cameras.length, tracker.view().displaced]).toEqual([2, false]);
  });

  it('throws away a camera that opens after it was stopped', async () => {
    const { tracker, cameras, settle, state, hosts } = setUp();
    tracker.start(SETTINGS);
    tracker.stop();
    await settle();
    expect(state()).toBe('off');
    expect(cameras.every(({ closed }) => closed)).toBe(true);
    expect(hosts.every(({ closed }) => closed)).toBe(true);
  });

  it('tries the page’s thread only where the worker is far too slow, and remembers what came of it', async () => {
    const { track, host, memory, hosts } = setUp();
    await track();
    for (let i = 0; i < 8; i++) host().told({ type: 'status', status: { ...STATUS, framesPerSecond: 8 } });
    expect(host().place).toBe('page');
    for (let i = 0; i < 8; i++) host().told({ type: 'status', status: { ...STATUS, framesPerSecond: 7 } });
    expect([host().place, memory.get('place'), hosts.length]).toEqual(['worker', 'worker', 3]);
  });

  it('stays with a worker that keeps up', async () => {
    const { track, host, memory, hosts } = setUp();
    await track();
    for (let i = 0; i < 8; i++) host().told({ type: 'status', status: STATUS });
    expect([hosts.length, memory.get('place')]).toEqual([1, 'worker']);
  });

  it('stays with a worker that keeps the stage’s pace, however slow that is', async () => {
    const { track, host, memory, hosts } = setUp();
    await track();
    for (let i = 0; i < 8; i++) host().told({ type: 'status', status: { ...STATUS, isPaced: true, framesPerSecond: 15 } });
    expect([hosts.length, memory.get('place')]).toEqual([1, 'worker']);
  });

  it('has results sent to the page only while somebody wants them', async () => {
    const { track, tracker, host } = setUp();
    await track();
    const seen: CameraResult[] = [];
    const leave = tracker.onResult((result) => seen.push(result));
    expect(host().posted.at(-1)).toEqual({ type: 'results', wanted: true });
    host().told({
      type: 'result',
      result: {
        atMs: 1,
        found: true,
        faces: 1,
        face: undefined,
        hands: undefined,
        landmarks: undefined,
        handLandmarks: [],
        bodyLandmarks: undefined,
        measures: { yaw: 3 },
        aspect: 4 / 3,
      },
    });
    expect([seen.length, tracker.measures().yaw]).toEqual([1, 3]);
    leave();
    expect(host().posted.at(-1)).toEqual({ type: 'results', wanted: false });
  });

  it('asks for the official model only where it is chosen and there, and passes on why it is not used', async () => {
    const { track, tracker, host, settle } = setUp();
    await track({ ...SETTINGS, model: 'official', hands: true, upperBody: true });
    expect(host().posted.find(({ type }) => type === 'pictures')).toMatchObject({
      plan: { face: '/face', officialFace: '/official', hand: '/hand', body: '/body' },
    });
    host().told({ type: 'ready', blendshapes: false, delegate: 'cpu', detail: 'the fetched model does not run' });
    host().told({ type: 'status', status: STATUS });
    expect(tracker.report().detail).toContain('does not run');
    tracker.start(SETTINGS);
    await settle();
    const plans = host().posted.flatMap((message) => (message.type === 'pictures' ? [message.plan] : []));
    expect(plans.at(-1)).toMatchObject({ officialFace: undefined, hand: undefined, body: undefined });
  });
});
