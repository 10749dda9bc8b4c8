import type { ModelParameter } from '#shared/avatar/model.ts';
import { type StandardParameterId, standardIndices, standardParameter } from '#shared/avatar/standard-parameters.ts';
import type { Pose } from '../../layers/pose.ts';
import { createStandardPose } from '../standard/standard-pose.ts';

/** What she does by herself, in the model's own parameters, over an idle motion of the model's maker. */
export interface Live2dLife {
  readonly fine: boolean;
  /** `values` hold the defaults with the idle motion over them; `driven` marks what that motion moves, `idleWeight` 0…1 how much. */
  write(pose: Pose, values: Float32Array, driven: Uint8Array | undefined, idleWeight: number): void;
}

/** Share of her own sway that stays on top of an idle motion that moves the same parameter. */
const SWAY_OVER_IDLE = 0.35;
/** Openness of the mouth above which she is speaking. */
const SPEAKING = 0.02;

const MOUTH: ReadonlySet<StandardParameterId> = new Set([
  'ParamMouthOpenY',
  'ParamA',
  'ParamI',
  'ParamU',
  'ParamE',
  'ParamO',
  'ParamSilence',
]);
const LIDS: ReadonlySet<StandardParameterId> = new Set(['ParamEyeLOpen', 'ParamEyeROpen']);
type Kind = 'mouth' | 'lid' | 'other';

export interface LifeOptions {
  readonly parameters: readonly ModelParameter[];
  /** Indices of the model's own groups. */
  readonly eyeBlink: readonly number[];
  readonly lipSync: readonly number[];
}

export function createLive2dLife({ parameters, eyeBlink, lipSync }: LifeOptions): Live2dLife {
  const ids = parameters.map(({ id }) => id);
  const standard = createStandardPose(ids);
  const own = new Float32Array(parameters.length);
  const defaults = Float32Array.from(parameters, (parameter) => parameter.default);
  const rows = [...standardIndices(ids)].map(([id, index]) => ({ index, kind: kindOf(id) }));
  // Groups may name parameters beyond the standard; those follow the lids and the openness of the mouth.
  const extraLids = eyeBlink.filter((index) => standardParameter(ids[index] ?? '') === undefined);
  const extraLips = lipSync.filter((index) => standardParameter(ids[index] ?? '') === undefined);

  return {
    fine: standard.fine,
    write(pose, values, driven, idleWeight) {
      own.set(defaults);
      standard.write(pose, own);
      const speaking = (pose.mouth[5] ?? 0) > SPEAKING;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        if (row === undefined) continue;
        const { index, kind } = row;
        const mine = own[index] ?? 0;
        const idle = driven?.[index] === 1 ? idleWeight : 0;
        if (idle === 0 || (kind === 'mouth' && speaking)) values[index] = mine;
        else if (kind === 'lid') values[index] = lid(values[index] ?? 0, mine, idle, defaults[index] ?? 1);
        else values[index] = over(values[index] ?? 0, mine, idle, kind === 'mouth' ? 0 : SWAY_OVER_IDLE, defaults[index] ?? 0);
      }
      for (let i = 0; i < extraLids.length; i++) {
        const index = extraLids[i] ?? 0;
        values[index] = (values[index] ?? 0) * (1 - pose.blink);
      }
      for (let i = 0; i < extraLips.length; i++) {
        const index = extraLips[i] ?? 0;
        const max = parameters[index]?.max ?? 1;
        if (speaking) values[index] = (pose.mouth[5] ?? 0) * max;
      }
    },
  };
}

/** An idle motion that moves the lids may shut them too; the more shut wins. */
function lid(idleValue: number, mine: number, idleWeight: number, open: number): number {
  const shut = Math.min(idleValue, mine);
  return mine + ((mine < open ? shut : idleValue) - mine) * idleWeight;
}

function over(idleValue: number, mine: number, idleWeight: number, share: number, fallback: number): number {
  const together = idleValue + (mine - fallback) * share;
  return mine + (together - mine) * idleWeight;
}

function kindOf(id: StandardParameterId): Kind {
  if (MOUTH.has(id)) return 'mouth';
  return LIDS.has(id) ? 'lid' : 'other';
}
