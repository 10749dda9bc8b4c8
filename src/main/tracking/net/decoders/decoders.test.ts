import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BONE_AT } from '#shared/tracking/bones.ts';
import { FACE_AT, type FaceChannel } from '#shared/tracking/face-channels.ts';
import type { MotionSample } from '#shared/tracking/motion-sample.ts';
import type { MotionDecoder } from './decoder.types.ts';
import { decoderOf } from './decoder-of.ts';

const packet = (name: string): Buffer => readFileSync(new URL(`../../../../../tests/fixtures/motion/${name}`, import.meta.url));
const NOW = 1_767_225_600_600;

function faceOf(sample: MotionSample | undefined): (channel: FaceChannel) => number {
  const face = sample?.face;
  if (face === undefined) throw new Error('no face was told');
  return (channel) => face[FACE_AT[channel]] ?? Number.NaN;
}
function bone(sample: MotionSample | undefined, name: string): number[] {
  const at = 3 + 4 * (BONE_AT.get(name) ?? Number.NaN);
  return [...(sample?.pose?.subarray(at, at + 4) ?? [])];
}

describe.each([
  ['ifacialmocap', 'ifacialmocap-v1.txt'],
  ['ifacialmocap', 'ifacialmocap-v2.txt'],
  ['facemotion3d', 'facemotion3d.txt'],
  ['vts-phone', 'vts-phone.json'],
  ['meowface', 'meowface.json'],
] as const)('%s, %s', (kind, file) => {
  it('tells shapes, head and gaze with the signs of the channels', () => {
    const sample = decoderOf(kind).decode(packet(file), NOW);
    const face = faceOf(sample);
    expect(sample?.found).toBe(true);
    expect(face('jawOpen')).toBeCloseTo(0.42);
    expect(face('eyeBlinkLeft')).toBe(1);
    expect(face('eyeBlinkRight')).toBeCloseTo(0.03);
    expect(face('mouthSmileLeft')).toBeCloseTo(0.61);
    expect(face('browInnerUp')).toBeCloseTo(0.07);
    expect([face('headYaw'), face('headPitch')]).toEqual([8.25, 12.5]);
    expect(Math.abs(face('headRoll'))).toBe(3.5);
    expect([face('gazeYawLeft'), face('gazePitchLeft')]).toEqual([5.5, -4.25]);
    expect([face('gazeYawRight'), face('gazePitchRight')]).toEqual([6.75, -4.5]);
    expect([face('headX'), face('headY'), face('headZ')]).toEqual([0, 0, 0]);
  });
});

describe('iFacialMocap', () => {
  const text = (change: (text: string) => string): Buffer => Buffer.from(change(packet('ifacialmocap-v1.txt').toString()));

  it('tells where the head went from where it was first seen, in centimetres', () => {
    const decoder = decoderOf('ifacialmocap');
    decoder.decode(packet('ifacialmocap-v1.txt'), NOW);
    const face = faceOf(
      decoder.decode(
        text((all) => all.replace('0.021,-0.013,-0.352', '0.071,-0.043,-0.252')),
        NOW,
      ),
    );
    expect(face('headX')).toBeCloseTo(5);
    expect(face('headY')).toBeCloseTo(-3);
    expect(face('headZ')).toBeCloseTo(10);
  });

  it('takes a packet that comes again and again for nobody, but not one that the network doubled', () => {
    const decoder = decoderOf('ifacialmocap');
    const found = Array.from({ length: 8 }, () => decoder.decode(packet('ifacialmocap-v1.txt'), NOW)?.found);
    expect(found).toEqual([true, true, true, true, true, false, false, false]);
    expect(decoder.decode(packet('ifacialmocap-v2.txt'), NOW)?.found).toBe(true);
  });

  it('keeps the rest of a packet that was cut, and holds negative shapes to 0', () => {
    const cut = faceOf(decoderOf('ifacialmocap').decode(packet('ifacialmocap-v2.txt').subarray(0, 300), NOW));
    expect(cut('eyeBlinkLeft')).toBe(1);
    expect(cut('tongueOut')).toBeNaN();
    expect(cut('headYaw')).toBeNaN();
    expect(faceOf(decoderOf('ifacialmocap').decode(packet('ifacialmocap-v2.txt'), NOW))('mouthLeft')).toBe(0);
  });

  it('is not fooled by words that are no numbers', () => {
    const face = faceOf(
      decoderOf('ifacialmocap').decode(
        text((all) => all.replace('jawOpen-42', 'jawOpen-NaN').replace('8.25', 'Infinity')),
        NOW,
      ),
    );
    expect([face('jawOpen'), face('headYaw')]).toEqual([Number.NaN, Number.NaN]);
    expect(face('eyeBlinkLeft')).toBe(1);
  });
});

describe('phones that send JSON', () => {
  const frame = (change: object): Buffer =>
    Buffer.from(JSON.stringify({ ...JSON.parse(packet('vts-phone.json').toString()), ...change }));

  it('tell when nobody is there', () => {
    expect(decoderOf('vts-phone').decode(frame({ FaceFound: false }), NOW)).toMatchObject({ found: false, face: undefined });
  });

  it('pass over a packet that was overtaken, and accept a clock that was set back', () => {
    const decoder = decoderOf('vts-phone');
    expect(decoder.decode(frame({ Timestamp: 100_000 }), NOW)).toBeDefined();
    expect(decoder.decode(frame({ Timestamp: 99_980 }), NOW)).toBeUndefined();
    expect(decoder.decode(frame({ Timestamp: 5 }), NOW)).toBeDefined();
  });

  it('say nothing that is not theirs', () => {
    for (const text of [
      '',
      '{}',
      '[]',
      'null',
      '{"FaceFound":1}',
      '{"FaceFound":true,"Rotation":{"x":1e999,"y":0,"z":0}}',
      '[[[['.repeat(4000),
    ])
      expect(decoderOf('meowface').decode(Buffer.from(text), NOW)).toBeUndefined();
  });
});

describe('OpenSeeFace', () => {
  it('tells lids, mouth, brows and head with the signs of the channels', () => {
    const decoder = decoderOf('openseeface');
    const sample = decoder.decode(packet('openseeface-one.bin'), NOW);
    const face = faceOf(sample);
    expect(sample?.atMs).toBe(1_767_225_600_500);
    expect([face('eyeBlinkLeft'), face('eyeWideRight')]).toEqual([1, 0.25]);
    expect(face('eyeBlinkRight')).toBeCloseTo(0.03);
    expect(face('jawOpen')).toBeCloseTo(0.42);
    expect([face('browOuterUpLeft'), face('browDownLeft'), face('browOuterUpRight')]).toEqual([0.5, 0, 0]);
    expect(face('browDownRight')).toBeCloseTo(0.4);
    expect(face('mouthSmileLeft')).toBeCloseTo(0.6);
    expect(face('mouthFrownRight')).toBeCloseTo(0.2);
    expect([face('headYaw'), face('headPitch'), face('headRoll')]).toEqual([8.25, 12.5, -3.5]);
  });

  it('follows the largest of several faces until it is gone', () => {
    const decoder = decoderOf('openseeface');
    const three = packet('openseeface-three.bin');
    expect(faceOf(decoder.decode(three, NOW))('headYaw')).toBe(-20);
    expect(decoder.seen.persons).toBe(3);
    // Somebody else leans in: the last point of the first face's jaw goes far to the right.
    const leaning = Buffer.from(three);
    leaning.writeFloatLE(640, 345 + 16 * 8);
    expect(faceOf(decoder.decode(leaning, NOW))('headYaw')).toBe(-20);
    expect(faceOf(decoderOf('openseeface').decode(leaning, NOW))('headYaw')).toBe(8.25);
    expect(faceOf(decoder.decode(three.subarray(0, 1785), NOW))('headYaw')).toBe(8.25);
  });

  it('says nothing of a head that it could not place, and nothing at all of another length', () => {
    const one = packet('openseeface-one.bin');
    one[28] = 0;
    expect(faceOf(decoderOf('openseeface').decode(one, NOW))('headYaw')).toBeNaN();
    for (const length of [0, 1, 1784, 1786]) expect(decoderOf('openseeface').decode(Buffer.alloc(length), NOW)).toBeUndefined();
    expect(decoderOf('openseeface').decode(Buffer.alloc(1785 * 41), NOW)).toBeUndefined();
  });
});

describe('VMC', () => {
  it('brings bones into our space and reads head and gaze from them', () => {
    const sample = decoderOf('vmc').decode(packet('vmc-bones.bin'), NOW);
    // Unity's −20° about y turns to the own left, which is +20° in a right-handed space.
    expect(bone(sample, 'head')).toEqual(
      [0, Math.fround(Math.sin(Math.PI / 18)), 0, Math.fround(Math.cos(Math.PI / 18))].map((v) => expect.closeTo(v, 5)),
    );
    const arm = (35 * Math.PI) / 180;
    expect(bone(sample, 'leftUpperArm')).toEqual([0, 0, -Math.sin(arm), Math.cos(arm)].map((v) => expect.closeTo(v, 5)));
    expect(bone(sample, 'leftThumbMetacarpal')[1]).toBeCloseTo(-Math.sin((7.5 * Math.PI) / 180));
    expect(bone(sample, 'rightLittleDistal')[2]).toBeCloseTo(Math.sin((15 * Math.PI) / 180));
    expect(bone(sample, 'jaw')).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    const face = faceOf(sample);
    expect(face('headYaw')).toBeGreaterThan(18);
    expect(face('headPitch')).toBeLessThan(-8);
    expect(face('gazeYawLeft')).toBeCloseTo(8);
    expect(face('gazeYawRight')).toBeNaN();
  });

  it('moves the hips from where they first were, mirrored into our space', () => {
    const decoder = decoderOf('vmc');
    expect([...(decoder.decode(packet('vmc-bones.bin'), NOW)?.pose?.subarray(0, 3) ?? [])]).toEqual([0, 0, 0]);
    const moved = Buffer.from(packet('vmc-bones.bin'));
    const at = moved.indexOf('Hips\0');
    moved.writeFloatBE(0.15, at + 8);
    expect(decoder.decode(moved, NOW)?.pose?.[0]).toBeCloseTo(-0.1);
  });

  it('holds expressions back until they are applied', () => {
    const decoder = decoderOf('vmc');
    const whole = packet('vmc-vrm0.bin');
    const withoutApply = whole.subarray(0, whole.indexOf('/VMC/Ext/Blend/Apply') - 4);
    expect(decoder.decode(withoutApply, NOW)).toBeUndefined();
    const face = faceOf(decoder.decode(whole, NOW));
    expect(face('eyeBlinkLeft')).toBeCloseTo(0.8);
    expect(face('eyeBlinkRight')).toBeNaN();
    expect(face('jawOpen')).toBeCloseTo(0.35);
    expect(face('mouthSmileLeft')).toBeCloseTo(0.25);
    expect(decoder.seen.blendshapes).toBe(false);
  });

  it('knows Perfect Sync’s names, in bundles within bundles', () => {
    const decoder = decoderOf('vmc');
    const face = faceOf(decoder.decode(packet('vmc-perfect-sync.bin'), NOW));
    expect(face('jawOpen')).toBeCloseTo(0.42);
    expect(face('eyeBlinkLeft')).toBe(1);
    expect(decoder.seen.blendshapes).toBe(true);
  });

  it('sees nobody while the sender says that nothing is tracked', () => {
    const decoder = decoderOf('vmc');
    const lost = Buffer.from(packet('vmc-bones.bin'));
    lost.writeInt32BE(0, lost.indexOf(',iiii') + 8 + 12);
    expect(decoder.decode(lost, NOW)?.found).toBe(false);
    expect(decoder.decode(packet('vmc-bones.bin'), NOW)?.found).toBe(true);
  });

  it('does not follow bundles without end', () => {
    let nested: Buffer = packet('vmc-perfect-sync.bin');
    for (let depth = 0; depth < 5; depth += 1) {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(nested.length);
      nested = Buffer.concat([Buffer.from('#bundle\0\0\0\0\0\0\0\0\x01'), size, nested]);
    }
    expect(decoderOf('vmc').decode(nested, NOW)).toBeUndefined();
  });
});

it('no decoder answers to another protocol’s packets with a face', () => {
  const files = ['ifacialmocap-v1.txt', 'vts-phone.json', 'openseeface-one.bin', 'vmc-bones.bin'] as const;
  const kinds = ['ifacialmocap', 'vts-phone', 'openseeface', 'vmc'] as const;
  for (const [i, kind] of kinds.entries())
    for (const [j, file] of files.entries()) {
      const decoder: MotionDecoder = decoderOf(kind);
      expect(decoder.decode(packet(file), NOW) !== undefined).toBe(i === j);
    }
});
