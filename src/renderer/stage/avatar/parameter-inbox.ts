import type { ModelParameter } from '#shared/avatar/model.ts';
import type { ParameterFrame } from '#shared/frames/parameter-frame.ts';
import type { StageDown } from '#shared/stage/stage-protocol.ts';
import type { Moment } from '../layers/moment.ts';

export type ParameterTable = Extract<StageDown, { type: 'parameter-table' }>;

/** Parameters from outside (trackers, plugins, controllers) on their way to the model. The newest frame wins; older ones are never made up for. */
export interface ParameterInbox {
  /** Of the newest camera picture that is known here, ms since the epoch; 0: nobody is tracked. In an object, for a number that is returned is boxed on its way. */
  readonly picture: { readonly ms: number };
  setTable(table: ParameterTable): void;
  takeFrame(frame: ParameterFrame): void;
  /** The model whose parameters `blend` is given. */
  setModel(modelId: string, parameters: readonly ModelParameter[]): void;
  /** Lays the newest frame over `values`; the more she speaks, the more the mouth belongs to her voice. */
  blend(moment: Moment, values: Float32Array): void;
  /** The connection ended: nothing from outside holds any more. */
  clear(): void;
  /** 99th percentile of the frames' age when first drawn, ms, since the last call; −1 when none came. */
  takeAgeMs(): number;
}

const AGES = 128;
type Owner = 'voice' | 'source' | 'louder' | null;

export function createParameterInbox(): ParameterInbox {
  let table: ParameterTable | undefined;
  let frame: ParameterFrame | undefined;
  let fresh = false;
  let modelId = '';
  let parameters: readonly ModelParameter[] = [];
  /** Per entry of the table: index in the model's parameters, −1 for none. */
  let places = new Int16Array(0);
  let owners: readonly Owner[] = [];
  const ages = new Float64Array(AGES);
  let ageCount = 0;
  const picture = { ms: 0 };

  function resolve(): void {
    const entries = table !== undefined && table.modelId === modelId ? table.parameters : [];
    const byId = new Map(parameters.map(({ id }, index) => [id, index]));
    places = Int16Array.from(entries, ({ id }) => byId.get(id) ?? -1);
    owners = entries.map(({ whileSpeaking }) => whileSpeaking);
  }

  return {
    picture,
    setTable(next) {
      table = next;
      frame = undefined;
      resolve();
    },
    takeFrame(next) {
      if (next.table !== table?.table) return;
      frame = next;
      fresh = true;
      picture.ms = next.pictureMs;
    },
    setModel(id, list) {
      modelId = id;
      parameters = list;
      resolve();
    },
    blend({ speaking, epochMs }, values) {
      if (frame === undefined) return;
      if (fresh) {
        fresh = false;
        ages[ageCount++ % AGES] = epochMs - frame.sourceTimeMs;
      }
      for (let i = 0; i < places.length; i++) {
        const place = places[i] ?? -1;
        let weight = frame.weights[i] ?? 0;
        if (place < 0 || weight === 0) continue;
        const value = frame.values[i] ?? 0;
        const now = values[place] ?? 0;
        const owner = owners[i];
        if (owner === 'voice') weight *= 1 - speaking;
        else if (owner === 'louder' && value < now) weight *= 1 - speaking;
        values[place] = now + (value - now) * weight;
      }
    },
    clear() {
      frame = undefined;
      picture.ms = 0;
    },
    takeAgeMs() {
      const count = Math.min(ageCount, AGES);
      ageCount = 0;
      if (count === 0) return -1;
      const sorted = ages.slice(0, count).sort();
      return sorted[Math.min(count - 1, Math.floor(count * 0.99))] ?? -1;
    },
  };
}
