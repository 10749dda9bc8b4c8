import { readFile } from 'node:fs/promises';
import type { EngineModel, EngineStream, InferenceEngine } from '#main/inference/inference.types.ts';
import { StudioError } from '#shared/errors.ts';
import { createCueWriter } from '#shared/speech/lipsync/cue-writer.ts';
import { VISEMES } from '#shared/speech/lists.ts';
import { FRAME_ROW, FRAMES_OP, type FramesEvent, framesInputSchema } from './frame-events.types.ts';
import { createLipSync } from './lip-sync.ts';
import { MOUTH_OP, type MouthEvent, mouthInputSchema } from './mouth-events.types.ts';
import { type MouthNetwork, mouthNetworkFromModel } from './mouth-network.ts';

/** The shipped lip-sync model in the inference worker: cues for sound that is played later (`mouth`), frames for a microphone (`frames`). */
export function createLipSyncEngine(): InferenceEngine {
  return {
    async load(source) {
      const file = source.files.model;
      if (file === undefined) throw new StudioError('unavailable', 'the lip-sync lacks its model file: install it again');
      return lipSyncModel(mouthNetworkFromModel(await readFile(file)));
    },
  };
}

function lipSyncModel(network: MouthNetwork): EngineModel {
  return {
    async run(op) {
      throw new StudioError('invalid-input', `the lip-sync only listens to streams; it does not know "${op}"`);
    },
    stream(op, input, emit) {
      if (op === MOUTH_OP) return mouthStream(network, mouthInputSchema.parse(input).sampleRateHz, emit);
      if (op === FRAMES_OP) return framesStream(network, input, emit);
      throw new StudioError('invalid-input', `the lip-sync knows "${MOUTH_OP}" and "${FRAMES_OP}", not "${op}"`);
    },
    release: async () => {},
  };
}

/** An answer to every push, empty if need be; 'end' gives what is left and begins anew. */
function mouthStream(network: MouthNetwork, sampleRateHz: number, emit: (event: MouthEvent) => void): EngineStream {
  const writer = createCueWriter();
  const lipSync = createLipSync({ network, variant: 'delayed', sampleRateHz, onFrame: (frame) => writer.push(frame) });
  return {
    async push(samples) {
      lipSync.push(samples);
      const visemes = [...writer.take()];
      emit({ visemes, untilMs: writer.untilMs, ended: false });
    },
    async tell(message) {
      if (message !== 'end')
        throw new StudioError('invalid-input', `the lip-sync was told ${JSON.stringify(message)}; it knows "end"`);
      lipSync.flush();
      const { untilMs } = writer;
      const visemes = [...writer.end()];
      emit({ visemes, untilMs: visemes.at(-1)?.endMs ?? untilMs, ended: true });
    },
    close: () => lipSync.reset(),
  };
}

function framesStream(network: MouthNetwork, raw: unknown, emit: (event: FramesEvent) => void): EngineStream {
  const { sampleRateHz, variant } = framesInputSchema.parse(raw);
  let rows: number[] = [];
  const lipSync = createLipSync({
    network,
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
      lipSync.push(samples);
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
