import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createEndpointer } from '#main/hearing/endpointer.ts';
import { createInterruptionJudge, MORE_THAN_ECHO_DB } from '#main/hearing/interruption-judge.ts';
import { createSoundLine, type SoundBlock } from '#main/hearing/sound-line.ts';
import { createSileroVadEngine } from '#main/inference/engines/silero-vad.ts';
import type { EngineModel, EngineSession } from '#main/inference/inference.types.ts';
import { MICROPHONE_FRAME } from '#shared/frames/microphone-frame.ts';
import { vadEventSchema } from '#shared/inference/vad.ts';
import { createRandom, type EchoRoom, echoOf, noiseOf, speechLevel } from './echo-room.ts';
import { ROOT } from './studio-process.ts';
import { HER_VOICES, LINES, STREAMER_VOICES, type SyntheticVoice, type SyntheticVoices } from './synthetic-voices.ts';

const RATE_HZ = 16_000;

/** Her speech in a room, with or without a second voice. All sound is mono float32, 16 kHz. */
export interface EchoScene {
  readonly played: Float32Array;
  readonly microphone: Float32Array;
  /** When the streamer speaks, in samples. */
  readonly interruptions: readonly { readonly from: number; readonly to: number; readonly voice: string }[];
}

export interface SceneOptions {
  readonly voices: SyntheticVoices;
  readonly room: EchoRoom;
  readonly seconds: number;
  /** The streamer's level against her echo in the microphone, dB; undefined: nobody interrupts. */
  readonly levelDb: number | undefined;
  /** What the room's `gainDb` is set aside for: the streamer's own level, dB of full scale. */
  readonly streamerDb: number;
}

/** The streamer says so much into her speech, and again after a pause. */
const INTERRUPTION_SECONDS = 2.5;
/** She speaks undisturbed first: the guard has to know the room, as after any first sentence. */
const BEFORE_SECONDS = 12;

export async function createScene(options: SceneOptions): Promise<EchoScene> {
  const { room, seconds, voices, levelDb } = options;
  const random = createRandom(room.seed);
  const { played, until } = await herSpeech(voices, seconds, random);
  const raw = echoOf(played, room);
  const streamerLevel = 10 ** (options.streamerDb / 20);
  const echoGain = levelDb === undefined ? 1 : (streamerLevel * 10 ** (-levelDb / 20)) / speechLevel(raw);
  const noise = noiseOf(played.length, room);
  const microphone = raw.map((sample, i) => sample * echoGain + (noise[i] ?? 0));
  const interruptions: { from: number; to: number; voice: string }[] = [];
  let number = room.seed;
  let at = BEFORE_SECONDS * RATE_HZ;
  while (levelDb !== undefined && at + INTERRUPTION_SECONDS * RATE_HZ < until) {
    const voice = pick(STREAMER_VOICES, number++);
    const line = (await voices.say(voice, pick(LINES[voice.language], number * 3))).subarray(0, INTERRUPTION_SECONDS * RATE_HZ);
    const gain = streamerLevel / speechLevel(line);
    for (let i = 0; i < line.length; i++) microphone[at + i] = (microphone[at + i] ?? 0) + (line[i] ?? 0) * gain;
    interruptions.push({ from: at, to: at + line.length, voice: voice.voice });
    at += Math.round((5 + 2 * random()) * RATE_HZ);
  }
  return { played, microphone: microphone.map((sample) => Math.max(-1, Math.min(1, sample))), interruptions };
}

async function herSpeech(
  voices: SyntheticVoices,
  seconds: number,
  random: () => number,
): Promise<{ played: Float32Array; until: number }> {
  const played = new Float32Array(seconds * RATE_HZ);
  let at = RATE_HZ;
  for (;;) {
    const voice: SyntheticVoice = pick(HER_VOICES, Math.floor(random() * 1000));
    const line = await voices.say(voice, pick(LINES[voice.language], Math.floor(random() * 1000)));
    if (at + line.length > played.length) return { played, until: at };
    played.set(line, at);
    // Sentences of one answer follow each other at once; between answers she thinks.
    at += line.length + Math.round((random() < 0.2 ? 1.5 : 0.25) * random() * RATE_HZ);
  }
}

export interface TrialResult {
  /** When it was sure that the streamer speaks, in samples. */
  readonly confirmed: readonly number[];
  /** When an utterance would have been begun, in samples. */
  readonly begun: readonly number[];
  readonly seconds: number;
  /** Work of the guard and of the detector a second of sound, ms. */
  readonly guardMsPerSecond: number;
}

/** Runs a scene through the guard, the real detector and the judge, as the program connects them. */
export async function runTrial(scene: EchoScene, threshold = 0.5): Promise<TrialResult> {
  const vad = await loadVad();
  const probabilities: number[] = [];
  const stream = vad.stream?.('detect', {}, (event) => probabilities.push(vadEventSchema.parse(event).probability));
  if (!stream) throw new Error('the detector does not stream');
  const judge = createInterruptionJudge(() => threshold);
  const endpointer = createEndpointer(() => ({ threshold, endSilenceMs: 250 }));
  const confirmed: number[] = [];
  const begun: number[] = [];
  const blocks: SoundBlock[] = [];
  const jitter = createRandom(7);
  let wander = 0;
  const line = createSoundLine({
    // The stage's word on where the sound is errs by some milliseconds, another error each sentence.
    readPlayed(atMs, out) {
      if (jitter() < 0.004) wander = Math.round((jitter() - 0.5) * 320);
      const from = Math.round((atMs * RATE_HZ) / 1000) + wander;
      for (let i = 0; i < out.length; i++) out[i] = scene.played[from + i] ?? 0;
    },
    volume: () => 1,
    onBlock: (block) => void blocks.push({ ...block, cleaned: block.cleaned.slice() }),
  });
  let guardMs = 0;
  let judged = 0;
  for (let at = 0; at + MICROPHONE_FRAME <= scene.microphone.length; at += MICROPHONE_FRAME) {
    const samples = scene.microphone.slice(at, at + MICROPHONE_FRAME);
    const startedAt = performance.now();
    line.take({ sequence: at, sourceTimeMs: (at * 1000) / RATE_HZ, samples });
    guardMs += performance.now() - startedAt;
    for (let block = blocks.shift(); block; block = blocks.shift()) {
      await stream.push(block.cleaned);
      for (let probability = probabilities.shift(); probability !== undefined; probability = probabilities.shift()) {
        judged++;
        const { echoing, excessDb, guardReady, atMs } = block;
        if (judge.next({ probability, echoing, excessDb, guardReady })) confirmed.push(at + MICROPHONE_FRAME);
        const only = echoing && !(guardReady && excessDb >= MORE_THAN_ECHO_DB);
        if (endpointer.next({ probability, atMs, echo: only ? 'only' : 'none' })?.type === 'begin') begun.push(at);
      }
    }
  }
  stream.close();
  await vad.release();
  const seconds = scene.microphone.length / RATE_HZ;
  if (Math.abs(judged - scene.microphone.length / 512) > 4) throw new Error(`${judged} judgements of ${seconds} s`);
  return { confirmed, begun, seconds, guardMsPerSecond: guardMs / seconds };
}

/** The detector's engine with the runtime in this process. */
async function loadVad(): Promise<EngineModel> {
  const runtime = createRequire(import.meta.url)('onnxruntime-node') as typeof import('onnxruntime-node');
  return createSileroVadEngine().load(
    {
      key: 'silero-vad-v5',
      engine: 'silero-vad',
      files: { model: join(ROOT, 'models/silero-vad/silero_vad_v5.onnx') },
      options: {},
      provider: 'cpu',
    },
    {
      threads: 1,
      async session(file): Promise<EngineSession> {
        if (typeof file !== 'string') throw new Error('the detector is loaded from a file');
        const session = await runtime.InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1 });
        return {
          provider: 'cpu',
          inputNames: session.inputNames,
          outputNames: session.outputNames,
          run: (feeds) => session.run(feeds),
          release: () => session.release(),
        };
      },
    },
  );
}

/** Which interruptions were caught, and how long after their beginning, ms. */
export function caughtOf(scene: EchoScene, confirmed: readonly number[]): readonly (number | undefined)[] {
  return scene.interruptions.map(({ from, to }) => {
    // Sound on its way and the window of the judge: a little after the end still counts.
    const hit = confirmed.find((at) => at > from && at < to + 0.3 * RATE_HZ);
    return hit === undefined ? undefined : ((hit - from) / RATE_HZ) * 1000;
  });
}

/** Confirmations that fall into no interruption. */
export function falseAlarms(scene: EchoScene, confirmed: readonly number[]): number {
  return confirmed.filter((at) => !scene.interruptions.some(({ from, to }) => at > from && at < to + 0.6 * RATE_HZ)).length;
}

function pick<T>(list: readonly T[], number: number): T {
  const found = list[number % list.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** Delays from 20 to 300 ms, some drifting, quiet and loud loudspeakers, dry and echoing rooms. */
export const ROOMS: readonly EchoRoom[] = [
  { delayMs: 20, driftPpm: 0, gainDb: -6, reverberationMs: 120, noiseDb: -68, distortion: 0.4, seed: 11 },
  { delayMs: 45, driftPpm: -80, gainDb: -18, reverberationMs: 250, noiseDb: -70, distortion: 0.2, seed: 12 },
  { delayMs: 80, driftPpm: 100, gainDb: -12, reverberationMs: 400, noiseDb: -64, distortion: 0.3, seed: 13 },
  { delayMs: 110, driftPpm: 0, gainDb: -30, reverberationMs: 200, noiseDb: -66, distortion: 0, seed: 14 },
  { delayMs: 140, driftPpm: 300, gainDb: -9, reverberationMs: 300, noiseDb: -62, distortion: 0.6, seed: 15 },
  { delayMs: 170, driftPpm: 0, gainDb: -24, reverberationMs: 600, noiseDb: -72, distortion: 0.1, seed: 16 },
  { delayMs: 200, driftPpm: -300, gainDb: -15, reverberationMs: 350, noiseDb: -60, distortion: 0.3, seed: 17 },
  { delayMs: 230, driftPpm: 50, gainDb: -3, reverberationMs: 180, noiseDb: -70, distortion: 0.5, seed: 18 },
  { delayMs: 265, driftPpm: 0, gainDb: -20, reverberationMs: 500, noiseDb: -66, distortion: 0.2, seed: 19 },
  { delayMs: 300, driftPpm: 200, gainDb: -12, reverberationMs: 0, noiseDb: -75, distortion: 0.3, seed: 20 },
];
