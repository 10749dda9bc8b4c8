import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '#shared/speech/emotion.ts';
import { FACE_CONTROLS } from './face.ts';
import { createFaceLayer } from './face-layer.ts';
import { createGaze } from './gaze.ts';
import { createBlink, createBreath, createSway, createWeightShift, type Layer, type Random } from './idle.ts';
import { createMoment } from './moment.ts';
import { createPose, type Pose } from './pose.ts';

/** A fixed sequence of chances (a linear congruential generator). */
function chances(seed = 7): Random {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function play(layer: Layer, seconds: number, look: (pose: Pose, time: number) => void, speaking = 0, dt = 1 / 60): void {
  const pose = createPose(FACE_CONTROLS.length);
  for (let time = 0; time < seconds; time += dt) {
    Object.assign(pose, {
      headYaw: 0,
      headPitch: 0,
      headRoll: 0,
      bodyYaw: 0,
      bodyPitch: 0,
      bodyRoll: 0,
      weightShift: 0,
      gazeYaw: 0,
      gazePitch: 0,
    });
    layer.update({ ...createMoment(dt), speaking }, pose);
    look(pose, time);
  }
}

describe('blink', () => {
  const blinkTimes = (seed: number, dt = 1 / 60): number[] => {
    const times: number[] = [];
    let shut = false;
    play(
      createBlink(chances(seed)),
      120,
      ({ blink }, time) => {
        if (blink > 0.5 && !shut) times.push(time);
        shut = blink > 0.5;
      },
      0,
      dt,
    );
    return times;
  };

  it('is the same for the same chances', () => {
    expect(blinkTimes(3)).toEqual(blinkTimes(3));
    expect(blinkTimes(3)).not.toEqual(blinkTimes(4));
  });

  it('shuts the eyes 15 to 45 times a minute, never longer than 0.3 s', () => {
    expect(blinkTimes(3).length).toBeGreaterThan(30);
    expect(blinkTimes(3).length).toBeLessThan(90);
    let shutFor = 0;
    play(createBlink(chances()), 120, ({ blink }) => {
      shutFor = blink > 0 ? shutFor + 1 / 60 : 0;
      expect(shutFor).toBeLessThan(0.3);
      expect(blink).toBeLessThanOrEqual(1);
    });
  });
});

describe('gaze', () => {
  it('rests on the camera most of the time, wanders off, and always comes back', () => {
    let atCamera = 0;
    let awaySince = 0;
    let farthest = 0;
    let frames = 0;
    play(createGaze(chances()), 300, (pose, time) => {
      const yaw = pose.gazeYaw + pose.headYaw;
      const near = Math.abs(yaw) < 3 && Math.abs(pose.gazePitch + pose.headPitch) < 3;
      if (near) {
        atCamera++;
        awaySince = time;
      }
      frames++;
      farthest = Math.max(farthest, Math.abs(yaw));
      expect(time - awaySince).toBeLessThan(3);
    });
    expect(atCamera / frames).toBeGreaterThan(0.6);
    expect(farthest).toBeGreaterThan(8);
    expect(farthest).toBeLessThan(25);
  });

  it('keeps the eyes on their mark while the head moves', () => {
    const gaze = createGaze(() => 0.5);
    const pose = createPose(FACE_CONTROLS.length);
    for (let i = 0; i < 60; i++) {
      pose.headYaw = 8;
      pose.headPitch = -5;
      gaze.update(createMoment(1 / 60), pose);
    }
    expect(pose.gazeYaw + pose.headYaw).toBeCloseTo(0, 0);
  });
});

describe('sway, breath and weight', () => {
  it('sways more while speaking, and stays within what a neck can do', () => {
    const reach = (speaking: number): number => {
      let most = 0;
      play(
        createSway(chances()),
        120,
        ({ headYaw, headPitch, headRoll }) => {
          most = Math.max(most, Math.abs(headYaw) + Math.abs(headPitch));
          expect(Math.abs(headRoll)).toBeLessThan(10);
        },
        speaking,
      );
      return most;
    };
    expect(reach(1)).toBeGreaterThan(reach(0));
    expect(reach(1)).toBeLessThan(20);
  });

  it('breathes 12 to 20 times a minute', () => {
    let breaths = 0;
    let before = 0;
    play(createBreath(), 60, ({ breath }) => {
      if (before < 0.5 && breath >= 0.5) breaths++;
      before = breath;
    });
    expect(breaths).toBeGreaterThanOrEqual(12);
    expect(breaths).toBeLessThanOrEqual(20);
  });

  it('shifts the weight without a jump, at 10 frames a second too', () => {
    let before = Number.NaN;
    play(
      createWeightShift(chances()),
      200,
      ({ weightShift }) => {
        if (!Number.isNaN(before)) expect(Math.abs(weightShift - before)).toBeLessThan(0.2);
        before = weightShift;
      },
      0,
      0.1,
    );
  });
});

describe('face', () => {
  const happy = FACE_CONTROLS.indexOf('happy');

  it('fades in within 0.2 s and out within 0.4 s', () => {
    const face = createFaceLayer();
    const pose = createPose(FACE_CONTROLS.length);
    for (let i = 0; i < 6; i++) face.update(createMoment(1 / 60), { emotion: 'happy', intensity: 1, speaking: 0 }, pose);
    expect(pose.face[happy]).toBeGreaterThan(0.3);
    expect(pose.face[happy]).toBeLessThan(0.7);
    for (let i = 0; i < 7; i++) face.update(createMoment(1 / 60), { emotion: 'happy', intensity: 1, speaking: 0 }, pose);
    expect(pose.face[happy]).toBeCloseTo(0.9, 5);
    for (let i = 0; i < 22; i++) face.update(createMoment(1 / 60), { emotion: 'neutral', intensity: 1, speaking: 0 }, pose);
    expect(pose.face[happy]).toBe(0);
  });

  it('shows every mood but neutral, on plain and on fine models, at the intensity asked for', () => {
    for (const fine of [false, true])
      for (const emotion of EMOTIONS) {
        const face = createFaceLayer();
        face.setFine(fine);
        const pose = createPose(FACE_CONTROLS.length);
        for (let i = 0; i < 60; i++) face.update(createMoment(1 / 60), { emotion: emotion, intensity: 0.5, speaking: 0 }, pose);
        const most = Math.max(...pose.face);
        if (emotion === 'neutral') expect(most).toBe(0);
        else expect(most).toBeGreaterThan(0.1);
        expect(most).toBeLessThanOrEqual(0.5);
      }
  });

  it('gives the mouth to speech and takes it back afterwards', () => {
    const face = createFaceLayer();
    const pose = createPose(FACE_CONTROLS.length);
    for (let i = 0; i < 30; i++) face.update(createMoment(1 / 60), { emotion: 'happy', intensity: 1, speaking: 1 }, pose);
    expect(pose.faceMouth).toBeLessThan(0.25);
    for (let i = 0; i < 60; i++) face.update(createMoment(1 / 60), { emotion: 'happy', intensity: 1, speaking: 0 }, pose);
    expect(pose.faceMouth).toBeGreaterThan(0.95);
  });
});
