import type { ParameterBus } from '#main/avatar/parameter-bus.types.ts';
import { BODY_PARTS } from '#shared/tracking/body-parts.ts';
import { PART_OF_CHANNEL } from '#shared/tracking/channel-parts.ts';
import { createAvatarInputs, type ReadMotion } from './avatar-inputs.ts';
import type { VoiceMouth } from './hub.types.ts';
import { createJoinedMouth } from './joined-mouth.ts';

/** Writes what the merged motion says into the avatar's inputs, part by part under the human's weight. */
export interface InputWriter {
  /** `weights` by index of `BODY_PARTS`. Allocates nothing. */
  write(motion: ReadMotion, weights: Float64Array, dt: number): void;
  /** What was written last. */
  written(): readonly { readonly name: string; readonly value: number; readonly weight: number }[];
}

interface Told {
  readonly id: string;
  value: number;
  readonly weight: number;
}
/** A session's fade is the share of all that it holds, so each part has one. `values` is filled anew with each tick. */
interface Session {
  readonly source: { readonly session: string; readonly owner: string; readonly priority: number };
  readonly values: Told[];
  fade: number;
}

const OWNER = 'Tracking';
/** The sums of voice and camera: a microphone that moves the mouth writes them itself, above ours. */
const BELOW_MICROPHONE = -1;
const MOUTH = BODY_PARTS.indexOf('mouth');

const session = (name: string, priority: number): Session => ({
  source: { session: name, owner: OWNER, priority },
  values: [],
  fade: -1,
});
const told = (id: string): Told => ({ id, value: Number.NaN, weight: 1 });

export function createInputWriter(bus: Pick<ParameterBus, 'inject' | 'fade'>, voice: VoiceMouth): InputWriter {
  const inputs = createAvatarInputs(PART_OF_CHANNEL);
  const values = inputs.map(({ name }) => told(name));
  const sessions = BODY_PARTS.map((part) => session(`tracking ${part}`, 0));
  const sums = session('tracking voice', BELOW_MICROPHONE);
  const sumOf = new Map([
    ['MouthOpen', told('VoiceVolumePlusMouthOpen')],
    ['MouthSmile', told('VoiceFrequencyPlusMouthSmile')],
  ]);
  const sumAt = inputs.map(({ name }) => sumOf.get(name));
  const mouth = createJoinedMouth(voice);
  const opens = inputs.map(({ name }) => name === 'MouthOpen' || name === 'jawOpen');
  const weightAt = new Float64Array(inputs.length);

  function read(motion: ReadMotion, weights: Float64Array): void {
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i];
      const one = values[i];
      if (input === undefined || one === undefined) continue;
      const weight = weights[input.part] ?? 0;
      weightAt[i] = weight;
      one.value = weight > 0 ? input.read(motion) : Number.NaN;
      if (Number.isNaN(one.value)) continue;
      if (opens[i] === true) one.value = mouth.join(one.value);
      sessions[input.part]?.values.push(one);
      const sum = sumAt[i];
      if (sum === undefined || (weights[MOUTH] ?? 0) === 0) continue;
      sum.value = one.value;
      sums.values.push(sum);
    }
  }

  function send(one: Session, weight: number): void {
    if (one.fade !== weight) {
      one.fade = weight;
      bus.fade(one.source.session, weight, 0);
    }
    if (one.values.length > 0) bus.inject(one.source, 'set', one.values);
  }

  return {
    write(motion, weights, dt) {
      for (let part = 0; part < sessions.length; part++) {
        const one = sessions[part];
        if (one !== undefined) one.values.length = 0;
      }
      sums.values.length = 0;
      mouth.step(dt);
      read(motion, weights);
      for (let part = 0; part < sessions.length; part++) {
        const one = sessions[part];
        if (one !== undefined) send(one, weights[part] ?? 0);
      }
      send(sums, weights[MOUTH] ?? 0);
    },
    written: () =>
      values.flatMap(({ id, value }, i) => (Number.isNaN(value) ? [] : [{ name: id, value, weight: weightAt[i] ?? 0 }])),
  };
}
