import { blendMouth } from '#shared/speech/lipsync/blend-mouth.ts';
import { MOUTH_VALUES } from '#shared/speech/mouth.ts';
import type { VoiceMouth } from './hub.types.ts';

/** Seconds in which a microphone that is switched on or off gets or loses its say. */
const FADE_SECONDS = 0.3;
const OPENNESS = MOUTH_VALUES - 1;

/** How far the mouth opens where the camera and the streamer's own voice both tell. */
export interface JoinedMouth {
  /** Once a tick. */
  step(dt: number): void;
  /** `open`: what the camera says, 0…1. */
  join(open: number): number;
}

export function createJoinedMouth(voice: VoiceMouth): JoinedMouth {
  const heard = new Float32Array(MOUTH_VALUES);
  const camera = new Float32Array(MOUTH_VALUES);
  const joined = new Float32Array(MOUTH_VALUES);
  const blend = { voice: 1, camera: 1, cameraSeen: 1, voiceHeard: 0 };
  let say = 0;
  return {
    step(dt) {
      const told = voice.sample(heard);
      say = told === undefined ? Math.max(0, say - dt / FADE_SECONDS) : Math.min(1, say + dt / FADE_SECONDS);
      blend.voiceHeard = told ?? 0;
    },
    join(open) {
      if (say === 0 || Number.isNaN(open)) return open;
      camera[OPENNESS] = open;
      blendMouth(heard, camera, blend, joined);
      return open + ((joined[OPENNESS] ?? open) - open) * say;
    },
  };
}
