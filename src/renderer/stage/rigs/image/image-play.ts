import { IMAGE_MOODS, type ImageModel } from '#shared/avatar/image-model.ts';
import { moodParameter, TALK } from '#shared/avatar/image-puppet.ts';
import { FACE_CONTROLS } from '../../layers/face.ts';
import type { Moment } from '../../layers/moment.ts';
import type { Pose } from '../../layers/pose.ts';

/** What pictures that take turns do beyond a puppet: moods choose among them, and they are darker while she is silent. */
export interface ImagePlay {
  /** After the puppet's own pose: the strongest mood brings its set of pictures, if there is one. */
  showMood(pose: Pose, values: Float32Array): void;
  /** Once a frame, with the values as they are drawn. */
  light(moment: Moment, values: Float32Array): void;
  /** Of the pictures, 0…1, in one number. */
  readonly brightness: Float32Array;
}

/** Seconds in which the brightness follows her voice. */
const LIGHT_SECONDS = 0.12;
/** How much of a mood brings its picture. */
const MOOD_FROM = 0.4;
/** Of her voice, above which she talks. */
const TALK_FROM = 0.05;

/** `ids`: of the puppet's parameters. */
export function createImagePlay({ sets, silentBrightness }: ImageModel, ids: readonly string[]): ImagePlay {
  const moods = IMAGE_MOODS.flatMap((mood) => {
    const set = sets.find((one) => one.mood === mood);
    return set === undefined ? [] : [{ control: FACE_CONTROLS.indexOf(mood), place: ids.indexOf(moodParameter(set.name)) }];
  });
  const controls = Uint8Array.from(moods, ({ control }) => control);
  const places = Int16Array.from(moods, ({ place }) => place);
  const talk = ids.indexOf(TALK);
  // In an array: numbers in a closure are boxed anew with each change.
  const brightness = Float32Array.of(silentBrightness);
  return {
    brightness,
    showMood({ face }, values) {
      let strongest = -1;
      for (let i = 0; i < controls.length; i++) {
        const weight = face[controls[i] ?? 0] ?? 0;
        const before = strongest < 0 ? MOOD_FROM : (face[controls[strongest] ?? 0] ?? 0);
        if (weight >= before) strongest = i;
      }
      if (strongest >= 0) values[places[strongest] ?? 0] = 1;
    },
    light({ dt }, values) {
      const goal = (values[talk] ?? 0) > TALK_FROM ? 1 : silentBrightness;
      const now = brightness[0] ?? 1;
      brightness[0] = now + (goal - now) * (1 - Math.exp(-dt / LIGHT_SECONDS));
    },
  };
}
