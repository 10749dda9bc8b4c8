import type { Injection, ParameterBus } from '#main/avatar/parameter-bus.types.ts';
import type { InferenceStream } from '#main/inference/inference.types.ts';
import { FRAME_ROW, framesEventSchema } from '#main/inference/lipsync/frame-events.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
import type { LipSyncFrame } from '#shared/speech/lipsync/frame.ts';
import { createLiveMouth } from '#shared/speech/lipsync/live-mouth.ts';
import { VOICE_INPUTS, VOICE_TUNING, writeVoiceInputs } from '#shared/speech/lipsync/voice-inputs.ts';
import { MOUTH_VALUES } from '#shared/speech/mouth.ts';

export interface MicrophoneMouthOptions {
  /** Whether the streamer wants it. */
  readonly wanted: () => boolean;
  /** Opens the lip-sync model on a live stream of 16 kHz; undefined: there is none. */
  readonly open: () => InferenceStream | undefined;
  readonly bus: Pick<ParameterBus, 'inject' | 'drop' | 'value' | 'faceFound'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The streamer's own voice moves the avatar's mouth: microphone → lip-sync model → VTube Studio's voice parameters. */
export interface MicrophoneMouth {
  /** Mono 16 kHz as it comes; ownership stays with the caller. */
  push(samples: Float32Array): void;
  /** Writes the six values of the mouth at this moment; how much speech is heard, 0…1; undefined: no microphone moves the mouth. Allocates nothing. */
  sample(out: Float32Array): number | undefined;
  close(): void;
}

/** Trackers' priority: a plugin or a controller may overrule it. */
const SOURCE = { session: 'microphone', owner: 'Microphone', priority: 0 } as const;
/** A model that fails is asked again after this long. */
const PAUSE_AFTER_FAILURE_MS = 5000;
const [FIRST_WEIGHT, OPEN, LEVEL] = [1, 6, 8] as const;

export function createMicrophoneMouth(options: MicrophoneMouthOptions): MicrophoneMouth {
  let stream: InferenceStream | undefined;
  let notBeforeMs = 0;
  let closed = false;
  const mouth = new Float32Array(MOUTH_VALUES);
  const values = new Float32Array(VOICE_INPUTS.length);
  const live = createLiveMouth();
  const frame: LipSyncFrame = { tMs: 0, weights: new Float32Array(OPEN - FIRST_WEIGHT), open: 0, viseme: 'sil', levelDb: -100 };
  let newestMs = 0;

  function start(): InferenceStream | undefined {
    if (options.clock.now() < notBeforeMs) return undefined;
    const opened = options.open();
    if (opened) void follow(opened);
    return opened;
  }

  async function follow(opened: InferenceStream): Promise<void> {
    try {
      for await (const event of opened.events) if (stream === opened) take(framesEventSchema.parse(event).rows);
    } catch (error) {
      if (stream === opened) options.logger.warn('the microphone moves no mouth', { problem: messageFromUnknown(error) });
    }
    if (stream !== opened) return;
    stream = undefined;
    live.reset();
    notBeforeMs = options.clock.now() + PAUSE_AFTER_FAILURE_MS;
    options.bus.drop(SOURCE.session);
  }

  /** The newest frame speaks; those before it are past. */
  function take(rows: Float32Array): void {
    for (let row = 0; row + FRAME_ROW <= rows.length; row += FRAME_ROW) {
      frame.tMs = rows[row] ?? 0;
      frame.weights.set(rows.subarray(row + FIRST_WEIGHT, row + OPEN));
      frame.open = rows[row + OPEN] ?? 0;
      live.push(frame);
    }
    newestMs = options.clock.now();
    const at = rows.length - FRAME_ROW;
    mouth.set(rows.subarray(at + FIRST_WEIGHT, at + OPEN + 1));
    writeVoiceInputs({ mouth, levelDb: rows[at + LEVEL] ?? -100, camera: cameraOf() }, VOICE_TUNING, values);
    const injections = VOICE_INPUTS.map((id, i): Injection => ({ id, value: values[i] ?? 0, weight: 1 }));
    options.bus.inject(SOURCE, 'set', injections);
  }

  /** What a face tracker says of the mouth, so that the sums of voice and camera are whole. */
  function cameraOf() {
    if (!options.bus.faceFound()) return undefined;
    const current = (name: string): number => options.bus.value(name)?.value ?? 0;
    return { mouthOpen: current('MouthOpen'), mouthSmile: current('MouthSmile') };
  }

  function stop(): void {
    const last = stream;
    stream = undefined;
    if (!last) return;
    last.close();
    live.reset();
    options.bus.drop(SOURCE.session);
  }

  return {
    push(samples) {
      if (closed) return;
      if (!options.wanted()) {
        stop();
        return;
      }
      stream ??= start();
      stream?.push(samples.slice());
    },
    sample(out) {
      if (stream === undefined || newestMs === 0) return undefined;
      live.sampleNewest(options.clock.now() - newestMs, out);
      let voiced = 0;
      for (let k = 0; k < MOUTH_VALUES; k++) voiced = Math.max(voiced, out[k] ?? 0);
      return Math.min(1, 2 * voiced);
    },
    close() {
      closed = true;
      stop();
    },
  };
}
