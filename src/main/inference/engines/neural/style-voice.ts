import { Tensor } from 'onnxruntime-common';
import type { EngineContext, EngineModel, LoadedModelSource } from '#main/inference/inference.types.ts';
import { messageFromUnknown, StudioError } from '#shared/errors.ts';
import { synthesisInputSchema } from '#shared/inference/synthesis.ts';
import { soundFromModel } from './model-sound.ts';
import { openStyleTables, type StyleTables, styleFor } from './style-tables.ts';
import { idsFromSymbols, type SymbolTable } from './symbol-ids.ts';
import { openTimedSession, type TimedSession } from './timed-session.ts';

export interface StyleVoiceFamily {
  /** For messages. */
  readonly name: string;
  readonly table: SymbolTable;
  readonly sampleRateHz: number;
  /** Ids that the model takes at most. */
  readonly mostIds: number;
}

/** Names under which exports of these models take the ids. */
const ID_INPUTS = ['input_ids', 'tokens'];

/**
 * Voices of the StyleTTS 2 family: ids int64[1,N], `style` float[1,256] chosen by the length of the text, `speed` float[1] (int32[1] in some
 * exports) → sound float[T] or float[1,T].
 */
export async function loadStyleVoice(
  source: LoadedModelSource,
  context: EngineContext,
  family: StyleVoiceFamily,
): Promise<EngineModel> {
  const file = source.files.model;
  if (file === undefined)
    throw new StudioError('unavailable', `the model ${source.key} has no file with the role "model": install it again`);
  const styles = await openStyleTables(source);
  const timed = await openTimedSession(context, file, 'Round', source.files.data !== undefined);
  const names = timed.session.inputNames;
  const ids = ID_INPUTS.find((name) => names.includes(name));
  if (ids === undefined || !names.includes('style') || !names.includes('speed'))
    throw new StudioError(
      'unavailable',
      `${source.key} is no ${family.name} model: its inputs are ${names.join(', ')} instead of ${ID_INPUTS.join(' or ')}, style and speed`,
    );
  return styleModel(family, timed, styles, ids);
}

function styleModel(family: StyleVoiceFamily, timed: TimedSession, styles: StyleTables, idInput: string): EngineModel {
  const { session, sound, durations } = timed;
  const run = createRunner(timed, idInput);
  return {
    async run(op, raw, emit, signal) {
      if (op !== 'synthesize') throw new StudioError('invalid-input', `${family.name} knows "synthesize", not "${op}"`);
      const input = synthesisInputSchema.parse(raw);
      if (!('symbols' in input.said)) throw new StudioError('invalid-input', `${family.name} takes symbols, not text`);
      const symbols = idsFromSymbols(input.said.symbols, family.table);
      if (symbols.ids.length > family.mostIds)
        throw new StudioError(
          'too-large',
          `${symbols.ids.length} symbols at once are more than ${family.name} can say (${family.mostIds}): say them in parts`,
        );
      const table = await styles.table(input.voice);
      if (signal.aborted) return { soundSeconds: 0 };
      const spoken = symbols.ids.length - family.table.lead.length - family.table.tail.length;
      const outputs = await run(symbols.ids, styleFor(table, spoken), input.speed);
      const event = soundFromModel(
        outputs[sound],
        durations === undefined ? undefined : outputs[durations],
        symbols,
        family.sampleRateHz,
      );
      emit(event);
      return { soundSeconds: event.samples.length / event.sampleRateHz };
    },
    release: () => session.release(),
  };
}

type Outputs = Readonly<Record<string, Tensor>>;

function createRunner(
  { session }: TimedSession,
  idInput: string,
): (ids: readonly number[], style: Float32Array, speed: number) => Promise<Outputs> {
  let wantsWholeSpeed = false;
  return async (ids, style, speed) => {
    const feeds = {
      [idInput]: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      style: new Tensor('float32', style, [1, style.length]),
    };
    const whole = { speed: new Tensor('int32', Int32Array.of(Math.max(1, Math.round(speed))), [1]) };
    if (wantsWholeSpeed) return session.run({ ...feeds, ...whole });
    try {
      return await session.run({ ...feeds, speed: new Tensor('float32', Float32Array.of(speed), [1]) });
    } catch (error) {
      // Names of types are all that the runtime tells of what it wanted instead.
      if (!/int32/u.test(messageFromUnknown(error))) throw error;
      wantsWholeSpeed = true;
      return session.run({ ...feeds, ...whole });
    }
  };
}
