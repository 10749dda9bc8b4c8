import type { Injection, ParameterBus } from '#main/avatar/parameter-bus.types.ts';
import type { InferenceStream } from '#main/inference/inference.types.ts';
import { FRAME_ROW, framesEventSchema } from '#main/inference/lipsync/frame-events.types.ts';
import type { Clock } from '#main/platform/host.ts';
import type { Logger } from '#main/platform/logger.ts';
import { messageFromUnknown } from '#shared/errors.ts';
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
    notBeforeMs = options.clock.now() + PAUSE_AFTER_FAILURE_MS;
    options.bus.drop(SOURCE.session);
  }

  /** The newest frame speaks; those before it are past. */
  function take(rows: Float32Array): void {
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
    close() {
      closed = true;
      stop();
    },
  };
}
