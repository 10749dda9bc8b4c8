import { describe, expect, it } from 'vitest';
import { STANDARD_PARAMETERS } from '#shared/avatar/standard-parameters.ts';
import { EMOTIONS } from '#shared/speech/emotion.ts';
import { FACE_CONTROLS, FACES } from '../../layers/face.ts';
import { createPose, type Pose } from '../../layers/pose.ts';
import { createStandardPose } from './standard-pose.ts';

const ALL = STANDARD_PARAMETERS.map((parameter) => parameter.id);
const NO_VOWELS = ALL.filter((id) => !/^Param[AIUEO]$/.test(id));

function written(change: (pose: Pose) => void, ids: readonly string[] = ALL): (id: string) => number {
  const pose = createPose(FACE_CONTROLS.length);
  change(pose);
  const values = new Float32Array(ids.length);
  createStandardPose(ids).write(pose, values);
  return (id) => Math.round((values[ids.indexOf(id)] ?? Number.NaN) * 1000) / 1000;
}

function mood(pose: Pose, emotion: keyof typeof FACES): void {
  FACE_CONTROLS.forEach((control, i) => {
    pose.face[i] = FACES[emotion].fine[control] ?? 0;
  });
}

describe('a pose in standard parameters', () => {
  it('rests at the defaults of every parameter that it speaks of', () => {
    const of = written(() => {});
    for (const { id, default: fallback } of STANDARD_PARAMETERS) expect(of(id), id).toBe(fallback);
  });

  it('turns the head, the eyes and the body in the signs of the standard', () => {
    const of = written((pose) =>
      Object.assign(pose, { headYaw: 20, headPitch: -10, headRoll: 5, gazeYaw: 12, gazePitch: -40, bodyYaw: 5 }),
    );
    expect([of('ParamAngleX'), of('ParamAngleY'), of('ParamAngleZ')]).toEqual([20, -10, 5]);
    expect([of('ParamEyeBallX'), of('ParamEyeBallY'), of('ParamBodyAngleX')]).toEqual([0.5, -1, 6]);
  });

  it('writes into models that spell their ids the old way, and leaves other parameters alone', () => {
    const pose = createPose(FACE_CONTROLS.length);
    pose.headYaw = 12;
    const values = Float32Array.of(7, 0);
    createStandardPose(['Tail', 'PARAM_ANGLE_X']).write(pose, values);
    expect([...values]).toEqual([7, 12]);
  });

  it('shuts both eyes in a blink whatever the face does, and only her left one in a wink', () => {
    for (const emotion of EMOTIONS) {
      const of = written((pose) => {
        mood(pose, emotion);
        pose.blink = 1;
      });
      expect([of('ParamEyeLOpen'), of('ParamEyeROpen')], emotion).toEqual([0, 0]);
    }
    const wink = written((pose) => mood(pose, 'playful'));
    expect([wink('ParamEyeLOpen'), wink('ParamEyeROpen')]).toEqual([0, 1]);
  });

  it('gives each of the seventeen moods a face of its own', () => {
    const faces = EMOTIONS.map((emotion) => {
      const of = written((pose) => mood(pose, emotion));
      return ALL.map(of).join();
    });
    expect(new Set(faces).size).toBe(EMOTIONS.length);
  });

  it('frowns in anger and worries in sadness with both brows', () => {
    const angry = written((pose) => mood(pose, 'angry'));
    const sad = written((pose) => mood(pose, 'sad'));
    for (const side of ['L', 'R']) {
      expect(angry(`ParamBrow${side}Angle`)).toBeLessThan(-0.5);
      expect(sad(`ParamBrow${side}Angle`)).toBeGreaterThan(0.5);
    }
    expect(angry('ParamMouthForm')).toBeLessThan(0);
    expect(written((pose) => mood(pose, 'happy'))('ParamMouthForm')).toBe(1);
  });

  it('speaks with vowels where the model has them, with opening and corners where not', () => {
    const say = (pose: Pose): void => pose.mouth.set([0, 0, 0.8, 0, 0, 0.4]);
    const vowels = written(say);
    expect([vowels('ParamU'), vowels('ParamA'), vowels('ParamMouthOpenY'), vowels('ParamSilence')]).toEqual([0.8, 0, 0, 0.2]);
    const plain = written(say, NO_VOWELS);
    expect(plain('ParamMouthOpenY')).toBe(0.4);
    expect(plain('ParamMouthForm')).toBeLessThan(-0.4);
  });

  it('lets speech hold the face away from the mouth, not from the eyes', () => {
    const of = written((pose) => {
      mood(pose, 'happy');
      pose.faceMouth = 0.2;
    });
    expect(of('ParamMouthForm')).toBe(0.2);
    expect(of('ParamEyeLSmile')).toBe(1);
  });

  it('writes the same from frame to frame: nothing adds up', () => {
    const pose = createPose(FACE_CONTROLS.length);
    mood(pose, 'surprised');
    const values = new Float32Array(ALL.length);
    const writer = createStandardPose(ALL);
    writer.write(pose, values);
    const first = [...values];
    writer.write(pose, values);
    expect([...values]).toEqual(first);
  });
});
