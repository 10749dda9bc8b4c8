import type { EngineModel, EngineSession, EngineStream, InferenceEngine } from '#main/inference/inference.types.ts';
import { StudioError } from '#shared/errors.ts';
import { createCueWriter } from '#shared/speech/lipsync/cue-writer.ts';
import { VISEMES } from '#shared/speech/lists.ts';
import { FRAME_ROW, FRAMES_OP, type FramesEvent, framesInputSchema } from './frame-events.types.ts';
import { createLipSync } from './lip-sync.ts';
import { MOUTH_OP, type MouthEvent, mouthInputSchema } from './mouth-events.types.ts';

/** The shipped lip-sync model in the inference worker: cues for sound that is played later (`mouth`), frames for a microphone (`frames`). */
export function createLipSyncEngine(): InferenceEngine {
  return {
    async load(source, context) {
      const file = source.files.model;
      if (file === undefined) throw new StudioError('unavailable', 'the lip-sync lacks its model file: install it again');
      // A frame takes some hundredths of a millisecond; the way to a GPU and back would take longer.
      const session = await context.session(file, { threads: 1, forceCpu: true });
      for (const name of ['x', 'h'])
        if (!session.inputNames.includes(name))
          throw new StudioError('unavailable', `${file} is no lip-sync model of this program: it has no input "${name}"`);
      return lipSyncModel(session);
    },
  };
}

function lipSyncModel(session: EngineSession): EngineModel {
  return {
    async run(op) {
      throw new StudioError('invalid-input', `the lip-sync only listens to streams; it does not know "${op}"`);
    },
    stream(op, input, emit) {
      if (op === MOUTH_OP) return mouthStream(session, mouthInputSchema.parse(input).sampleRateHz, emit);
      if (op === FRAMES_OP) return framesStream(session, input, emit);
      throw new StudioError('invalid-input', `the lip-sync knows "${MOUTH_OP}" and "${FRAMES_OP}", not "${op}"`);
    },
    release: () => session.release(),
  };
}

/** An answer to every push, empty if need be; 'end' gives what is left and begins anew. */
function mouthStream(session: EngineSession, sampleRateHz: number, emit: (event: MouthEvent) => void): EngineStream {
  const writer = createCueWriter();
  const lipSync = createLipSync({ session, variant: 'delayed', sampleRateHz, onFrame: (frame) => writer.push(frame) });
  return {
    async push(samples) {
      await lipSync.push(samples);
      const visemes = [...writer.take()];
      emit({ visemes, untilMs: writer.untilMs, ended: false });
    },
    async tell(message) {
      if (message !== 'end')
        throw new StudioError('invalid-input', `the lip-sync was told ${JSON.stringify(message)}; it knows "end"`);
      await lipSync.flush();
      const { untilMs } = writer;
      const visemes = [...writer.end()];
      emit({ visemes, untilMs: visemes.at(-1)?.endMs ?? untilMs, ended: true });
    },
    close: () => lipSync.reset(),
  };
}

function framesStream(session: EngineSession, raw: unknown, emit: (event: FramesEvent) => void): EngineStream {
  const { sampleRateHz, variant } = framesInputSchema.parse(raw);
  let rows: number[] = [];
  const lipSync = createLipSync({
    session,
    variant,
    sampleRateHz,
    onFrame: ({ tMs, weights, open, viseme, levelDb }) => rows.push(tMs, ...weights, open, VISEMES.indexOf(viseme), levelDb),
  });
  const hand = (): void => {
    if (rows.length >= FRAME_ROW) emit({ rows: Float32Array.from(rows) });
    rows = [];
  };
  return {
    async push(samples) {
      await lipSync.push(samples);
      hand();
    },
    async tell(message) {
      if (message !== 'reset')
        throw new StudioError('invalid-input', `the lip-sync was told ${JSON.stringify(message)}; it knows "reset"`);
      lipSync.reset();
    },
    close: () => lipSync.reset(),
  };
}
