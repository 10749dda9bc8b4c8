import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createParameterBus } from '#main/avatar/bus/parameter-bus.ts';
import { silentLogger } from '#main/platform/logger.ts';
import { autoMapping } from '#shared/avatar/mapping-auto.ts';
import { decodeParameterFrame } from '#shared/frames/parameter-frame.ts';
import { decodePoseFrame } from '#shared/frames/pose-frame.ts';
import { BODY_PARTS, type BodyPart } from '#shared/tracking/body-parts.ts';
import { BONE_AT, emptyPose } from '#shared/tracking/bones.ts';
import { emptyFace, FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';
import { emptyHands, HAND_STRIDE } from '#shared/tracking/hand-channels.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import { type TrackingSettings, trackingSettingsSchema } from '#shared/tracking/tracking-settings.ts';
import { createFakeClock } from '../../../../tests/fakes/fake-clock.ts';

import type { MotionSourceInfo } from '../tracking.types.ts';
import { createTrackingHub } from './tracking-hub.ts';

const STEP = 1000 / 60;
const parameter = (id: string, min: number, max: number, rest = 0) => ({ id, name: id, min, max, default: rest });
const MODEL = [
  parameter('ParamAngleX', -30, 30),
  parameter('ParamAngleY', -30, 30),
  parameter('ParamEyeLOpen', 0, 1, 1),
  parameter('ParamEyeROpen', 0, 1, 1),
  parameter('ParamMouthOpenY', 0, 1),
  parameter('ParamBodyAngleX', -10, 10),
  parameter('browInnerUp', 0, 1),
];

function open(wishes: Readonly<Record<string, unknown>> = {}) {
  const clock = createFakeClock();
  let settings: TrackingSettings = trackingSettingsSchema.parse({ mirror: false, smoothing: 0, ...wishes });
  const shown = new Map<string, { value: number; weight: number }>();
  let ids: readonly string[] = [];
  let frames = 0;
  let frameMs = 0;
  const bus = createParameterBus({
    file: join(mkdtempSync(join(tmpdir(), 'tracking-hub-')), 'custom.json'),
    sink: {
      table(message) {
        ids = message.parameters.map(({ id }) => id);
      },
      frame(bytes) {
        frames += 1;
        const { values, weights, sourceTimeMs } = decodeParameterFrame(bytes.slice().buffer);
        frameMs = sourceTimeMs;
        ids.forEach((id, i) => void shown.set(id, { value: values[i]!, weight: weights[i]! }));
      },
    },
    random: () => 0.5,
    clock,
    logger: silentLogger,
    report: () => undefined,
  });
  const { standard, own } = bus.list();
  const rows = autoMapping(MODEL, [...standard, ...own]).map((row) => ({ ...row, smoothing: 0 }));
  bus.setModel('a'.repeat(32), MODEL, { rows });
  const shares = new Float64Array(BODY_PARTS.length).fill(1);
  const poses: ReturnType<typeof decodePoseFrame>[] = [];
  const stage = { periodMs: STEP };
  const voice = { heard: undefined as number | undefined, open: 0 };
  const hub = createTrackingHub({
    settings: () => settings,
    bus,
    shares,
    stagePeriodMs: () => stage.periodMs,
    poseFrame: (bytes) => void poses.push(decodePoseFrame(bytes.slice().buffer)),
    onWeights: () => undefined,
    voice: {
      sample(out) {
        out.fill(voice.open);
        return voice.heard;
      },
    },
    clock,
    logger: silentLogger,
  });
  const source = (id: string, info: Partial<MotionSourceInfo> = {}) =>
    hub.attach({ id, kind: 'webcam', name: id, mirrored: false, ...info });
  const input = (name: string): number => bus.value(name)?.value ?? Number.NaN;
  return {
    ...{ clock, bus, hub, shares, poses, voice, source, input, stage },
    shown: (id: string) => shown.get(id) ?? { value: Number.NaN, weight: 0 },
    frames: () => frames,
    frameMs: () => frameMs,
    share: (part: BodyPart, value: number) => {
      shares[BODY_PARTS.indexOf(part)] = value;
    },
    change(patch: Partial<TrackingSettings>) {
      settings = { ...settings, ...patch };
      hub.refresh();
    },
    sample: (values: Partial<Record<FaceChannel, number>>, rest: Partial<MotionSample> = {}): MotionSample => {
      const face = emptyFace();
      for (const [name, value] of Object.entries(values)) face[FACE_AT[name as FaceChannel]] = value;
      return { atMs: clock.now() - 20, found: true, face, hands: undefined, pose: undefined, ...rest };
    },
  };
}
type World = ReturnType<typeof open>;
type Port = ReturnType<World['source']>;

/** A camera at 30 pictures a second. `each` is called with every tick of 60. */
function film(world: World, ports: readonly (readonly [Port, () => MotionSample])[], ms: number, each = () => {}): void {
  for (let tick = 0; tick * STEP < ms; tick++) {
    if (tick % 2 === 0) for (const [port, sample] of ports) port.push(sample());
    world.clock.advance(STEP);
    each();
  }
}

/** How far `read` goes in a sixtieth of a second, by the times of frames that are `beats` apart: news comes between two beats. */
function quickest(world: World, read: () => number, beats = 0) {
  let before = read();
  let beforeMs = world.frameMs();
  const speeds: number[] = [];
  return {
    speeds,
    look() {
      const passedMs = world.frameMs() - beforeMs;
      if (passedMs === 0 || passedMs < (beats - 0.01) * STEP) return;
      speeds.push(((read() - before) * STEP) / passedMs);
      before = read();
      beforeMs = world.frameMs();
    },
    longest: () => Math.max(...speeds.map(Math.abs)),
  };
}

describe('the hub of tracking', () => {
  it('moves the avatar by what a camera sees, with the signs and rests of VTube Studio', () => {
    const world = open();
    const port = world.source('webcam');
    film(
      world,
      [[port, () => world.sample({ headYaw: 20, headPitch: -10, eyeBlinkLeft: 1, eyeBlinkRight: 0, jawOpen: 0.8 })]],
      1000,
    );
    expect(world.input('FaceAngleX')).toBeCloseTo(20, 1);
    expect(world.input('FaceAngleY')).toBeCloseTo(-10, 1);
    expect(world.input('EyeOpenLeft')).toBeCloseTo(0, 2);
    expect(world.input('EyeOpenRight')).toBeCloseTo(0.5, 2);
    expect(world.input('MouthOpen')).toBeCloseTo(0.8, 2);
    expect(world.input('VoiceVolumePlusMouthOpen')).toBeCloseTo(0.8, 2);
    expect(world.shown('ParamAngleX')).toMatchObject({ weight: 1 });
    expect(world.shown('ParamAngleX').value).toBeCloseTo(20, 0);
    expect(world.shown('ParamEyeROpen').value).toBeCloseTo(1, 2);
    // Nobody tells of the body: the head stands in for it.
    expect(world.shown('ParamBodyAngleX').value).toBeGreaterThan(5);
    expect(world.hub.faceFound.get()).toBe(true);
    expect(world.bus.faceFound()).toBe(true);
  });

  it('is the person’s mirror picture where that is wanted, and takes a mirrored source as it is', () => {
    const world = open({ mirror: true });
    const port = world.source('webcam');
    film(world, [[port, () => world.sample({ headYaw: 20, eyeBlinkLeft: 1, eyeBlinkRight: 0 })]], 500);
    expect(world.input('FaceAngleX')).toBeCloseTo(-20, 1);
    expect(world.input('EyeOpenRight')).toBeCloseTo(0, 2);
    port.close();
    const pad = world.source('controls', { kind: 'controls', mirrored: true });
    film(world, [[pad, () => world.sample({ headYaw: 20 })]], 1000);
    expect(world.input('FaceAngleX')).toBeCloseTo(20, 1);
  });

  it('lets a human’s share rule so much of a part and leaves the rest to her', () => {
    const world = open();
    const port = world.source('webcam');
    world.share('mouth', 0);
    world.share('head', 0.25);
    film(world, [[port, () => world.sample({ headYaw: 20, jawOpen: 1 })]], 1500);
    expect(world.shown('ParamAngleX').weight).toBeCloseTo(0.25, 3);
    expect(world.shown('ParamAngleX').value).toBeCloseTo(20, 0);
    expect(world.shown('ParamMouthOpenY').weight).toBe(0);
  });

  it('takes each part from the first in the streamer’s order that tells of it, and without a jump from the next when that one falls silent', () => {
    const world = open({ priorities: { head: ['phone', 'webcam'], mouth: ['webcam'] } });
    const [webcam, phone] = [world.source('webcam'), world.source('phone', { kind: 'ifacialmocap' })];
    const cameraSample = () => world.sample({ headYaw: -15, jawOpen: 0.9 });
    const both = [
      [webcam, cameraSample],
      [phone, () => world.sample({ headYaw: 15, jawOpen: 0.1 })],
    ] as const;
    film(world, both, 1000);
    expect(world.input('FaceAngleX')).toBeCloseTo(15, 1);
    expect(world.input('MouthOpen')).toBeCloseTo(0.9, 2);
    const drives = Object.fromEntries(world.hub.sources.get().map(({ id, drives: parts }) => [id, parts]));
    expect(drives).toEqual({ webcam: ['mouth'], phone: ['head'] });
    const { look, longest } = quickest(world, () => world.input('FaceAngleX'));
    film(world, [[webcam, cameraSample]], 1500, look);
    expect(world.input('FaceAngleX')).toBeCloseTo(-15, 1);
    // 30 degrees in 0.3 s along an S: at most 1.5 times the mean speed.
    expect(longest()).toBeLessThan(3.2);
  });

  it('glides between the pictures of a slow source, no more than one picture late', () => {
    const world = open();
    const port = world.source('webcam');
    let yaw = 0;
    const { look, speeds } = quickest(world, () => world.input('FaceAngleX'), 2);
    for (let tick = 0; tick < 120; tick++) {
      if (tick % 6 === 0) {
        port.push(world.sample({ headYaw: yaw }));
        yaw += 1;
      }
      world.clock.advance(STEP);
      look();
    }
    const steps = speeds.slice(-25);
    expect(Math.max(...steps)).toBeLessThan(0.3);
    expect(Math.min(...steps)).toBeGreaterThan(0.05);
    expect(yaw - 1 - world.input('FaceAngleX')).toBeLessThan(1);
  });

  it('shows each picture whole at once where she is drawn no more often than pictures come, and without waiting for a beat', () => {
    const world = open();
    world.stage.periodMs = 1000 / 15;
    const port = world.source('webcam');
    film(world, [[port, () => world.sample({ headYaw: 0 })]], 1000);
    world.clock.advance(2 * STEP);
    port.push(world.sample({ headYaw: 10 }));
    world.clock.advance(6);
    expect(world.input('FaceAngleX')).toBeCloseTo(10, 5);
  });

  it('keeps a lost face for a moment, gives her back gently to her idle motion, and rests', () => {
    const world = open({ lostHoldSeconds: 0.5 });
    const port = world.source('webcam');
    film(world, [[port, () => world.sample({ headYaw: 20 })]], 1000);
    port.push({ atMs: world.clock.now(), found: false, face: undefined, hands: undefined, pose: undefined });
    world.clock.advance(450);
    expect(world.shown('ParamAngleX')).toMatchObject({ weight: 1 });
    expect(world.hub.faceFound.get()).toBe(false);
    let before = 1;
    let longest = 0;
    for (let tick = 0; tick < 90; tick++) {
      world.clock.advance(STEP);
      const { weight, value } = world.shown('ParamAngleX');
      longest = Math.max(longest, Math.abs(weight - before));
      before = weight;
      if (weight > 0) expect(value).toBeCloseTo(20, 0);
    }
    expect(before).toBe(0);
    expect(longest).toBeLessThan(0.04);
    world.clock.advance(3000);
    const frames = world.frames();
    world.clock.advance(5000);
    expect(world.frames()).toBe(frames);
    expect(world.bus.faceFound()).toBe(false);
  });

  it('comes back from there without a jump of anything that is drawn', () => {
    const world = open({ lostHoldSeconds: 0 });
    const port = world.source('webcam');
    let yaw = 25;
    const { look, longest } = quickest(world, () => {
      const { value, weight } = world.shown('ParamAngleX');
      return weight === 0 ? 0 : value * weight;
    });
    const seen = () => world.sample({ headYaw: yaw });
    for (const gap of [100, 300, 600, 700, 900, 1200, 2500]) {
      film(world, [[port, seen]], 800, look);
      yaw = -yaw;
      port.push({ atMs: world.clock.now(), found: false, face: undefined, hands: undefined, pose: undefined });
      for (let ms = 0; ms < gap; ms += STEP) {
        world.clock.advance(STEP);
        look();
      }
    }
    expect(longest()).toBeLessThan(6);
  });

  it('sends the bones of those who tell them, and derives the head and the body for avatars without', () => {
    const world = open();
    const port = world.source('vmc', { kind: 'vmc' });
    const pose = emptyPose();
    const turn = (bone: string, degrees: number): void => {
      const half = (degrees * Math.PI) / 360;
      pose.set([0, Math.sin(half), 0, Math.cos(half)], 3 + BONE_AT.get(bone)! * 4);
    };
    turn('spine', 6);
    turn('head', 12);
    turn('leftUpperArm', 0);
    film(world, [[port, () => world.sample({}, { face: undefined, pose })]], 1500);
    expect(world.input('FaceAngleX')).toBeCloseTo(18, 1);
    expect(world.input('BodyAngleX')).toBeCloseTo(6, 1);
    const { weights } = world.poses.at(-1)!;
    expect(weights[BONE_AT.get('spine')!]).toBeCloseTo(1, 5);
    expect(weights[BONE_AT.get('leftFoot')!]).toBe(0);
    port.close();
    world.clock.advance(3000);
    expect([...world.poses.at(-1)!.weights].every((weight) => weight === 0)).toBe(true);
  });

  it('tells of hands, of each its signs’ place, and of both only when both are there', () => {
    const world = open();
    const port = world.source('webcam');
    const hands = emptyHands();
    hands.fill(0.5, 0, HAND_STRIDE);
    hands[HAND_STRIDE - 1] = 2;
    film(world, [[port, () => world.sample({}, { face: undefined, hands })]], 1000);
    expect(world.input('HandLeftFound')).toBe(1);
    expect(world.input('HandRightFound')).toBe(0);
    expect(world.input('BothHandsFound')).toBe(0);
    expect(world.input('HandLeftOpen')).toBeCloseTo(0.5, 3);
  });

  it('bends the fingers of the hand that a camera sees, mirrored as all else, and lets them go gently', () => {
    const world = open({ mirror: true });
    const port = world.source('webcam');
    const hands = emptyHands();
    // A fist of the person's left hand, which the mirror has at the right.
    hands.fill(0, 0, HAND_STRIDE);
    film(world, [[port, () => world.sample({}, { face: undefined, hands })]], 1000);
    const [right, left] = [BONE_AT.get('rightIndexProximal')!, BONE_AT.get('leftIndexProximal')!];
    const told = world.poses.at(-1)!;
    expect(told.weights[right]).toBeCloseTo(1, 3);
    expect(told.weights[left]).toBe(0);
    expect(2 * Math.acos(told.pose[3 + right * 4 + 3]!)).toBeCloseTo((70 * Math.PI) / 180, 2);
    expect(told.pose[3 + right * 4 + 2]).toBeGreaterThan(0.5);
    const from = world.poses.length;
    film(world, [[port, () => world.sample({}, { face: undefined, hands: emptyHands(), found: false })]], 2500);
    const weights = world.poses.slice(from).map((frame) => frame.weights[right]!);
    expect(weights.at(-1)).toBe(0);
    weights.reduce((before, now) => {
      expect(before - now).toBeLessThan(0.1);
      return now;
    });
  });

  it('joins the camera’s mouth with the streamer’s own voice', () => {
    const world = open();
    const port = world.source('webcam');
    const quiet = () => world.sample({ jawOpen: 0.3 });
    film(world, [[port, quiet]], 500);
    world.voice.heard = 1;
    world.voice.open = 0.9;
    film(world, [[port, quiet]], 1000);
    expect(world.input('MouthOpen')).toBeCloseTo((2 * 0.9 + 0.3) / 3, 2);
  });

  it('takes the present place of the head as its rest when asked', () => {
    const world = open();
    const port = world.source('webcam');
    const seen = () => world.sample({ headYaw: 8, headPitch: -3 });
    film(world, [[port, seen]], 500);
    world.hub.recenter('webcam');
    film(world, [[port, seen]], 1000);
    expect(world.input('FaceAngleX')).toBeCloseTo(0, 2);
    expect(world.input('FaceAngleY')).toBeCloseTo(0, 2);
  });

  it('takes parts that are ignored from nobody, and lets no number through that is none', () => {
    const world = open({ ignored: ['mouth'] });
    const port = world.source('webcam');
    film(world, [[port, () => world.sample({ headYaw: Number.NaN, headPitch: 5, jawOpen: 1 })]], 1000);
    expect(world.shown('ParamMouthOpenY').weight).toBe(0);
    expect(world.shown('ParamAngleX').weight).toBe(0);
    expect(world.input('FaceAngleY')).toBeCloseTo(5, 1);
    expect(world.hub.meters().channels.map(({ name }) => name)).toEqual(['headPitch']);
    expect(world.hub.meters().latencyMs).toBeGreaterThanOrEqual(20);
  });
});
