import { WebSocket } from 'ws';
import { decodePcmFrame } from '#shared/frames/frame-codec.ts';
import { STAGE_PROTOCOL_VERSION, type StageUp, stageDownSchema } from '#shared/stage/stage-protocol.ts';
import { PCM_SAMPLE_RATE_HZ } from '#shared/units.ts';

/** A sentence as it reached the stage. Parts stand where the studio said they belong. */
export interface HeardSentence {
  readonly turnId: number;
  readonly index: number;
  readonly text: string;
  readonly parts: { readonly startSample: number; readonly samples: Float32Array; readonly atMs: number }[];
  totalSamples: number | undefined;
}

/** A stage over a real stage socket that keeps every sample it is sent, and tells the studio that it plays them: `speed` times as fast as they sound. */
export interface ListeningStage {
  readonly sentences: readonly HeardSentence[];
  /** Called for each piece of sound. */
  onSound: (sentence: HeardSentence) => void;
  close(): void;
}

const TICK_MS = 10;

export async function openListeningStage(stageUrl: string, speed = 1): Promise<ListeningStage> {
  const address = new URL(stageUrl);
  const socket = new WebSocket(`ws://${address.host}/ws/stage?token=${address.searchParams.get('token')}`);
  socket.binaryType = 'arraybuffer';
  const sentences: HeardSentence[] = [];
  const say = (message: StageUp): void => socket.send(JSON.stringify(message));
  /** What plays: a sentence, and how far, in samples. */
  let playing: { readonly sentence: HeardSentence; position: number } | undefined;
  let lastTickMs = performance.now();
  let clockDue = 0;
  /** Sentences played to their end; they are played in the order in which they came. */
  let played = 0;

  const stage = { sentences, onSound: (_sentence: HeardSentence): void => {}, close };
  const find = (turnId: number, index: number) => sentences.find((one) => one.turnId === turnId && one.index === index);

  socket.on('message', (data, isBinary) => {
    if (isBinary) {
      if (!(data instanceof ArrayBuffer) || new Uint8Array(data)[0] !== 2) return;
      const frame = decodePcmFrame(data);
      const sentence = find(frame.turnId, frame.utterance);
      sentence?.parts.push({ startSample: frame.startSample, samples: frame.samples.slice(), atMs: performance.now() });
      if (sentence) stage.onSound(sentence);
      return;
    }
    const message = stageDownSchema.parse(JSON.parse(String(data)));
    if (message.type === 'utterance')
      sentences.push({ turnId: message.turnId, index: message.index, text: message.text, parts: [], totalSamples: undefined });
    else if (message.type === 'utterance-end') {
      const sentence = find(message.turnId, message.index);
      if (sentence) sentence.totalSamples = message.totalSamples;
    }
  });

  function tick(): void {
    const nowMs = performance.now();
    const passedMs = (nowMs - lastTickMs) * speed;
    lastTickMs = nowMs;
    const upcoming = sentences[played];
    if (!playing && upcoming) playing = { sentence: upcoming, position: 0 };
    if (!playing) return;
    const { sentence } = playing;
    const there = sentence.parts.reduce((sum, part) => sum + part.samples.length, 0);
    const wanted = playing.position + (passedMs / 1000) * PCM_SAMPLE_RATE_HZ;
    if (playing.position === 0 && there > 0)
      say({ type: 'audible', turnId: sentence.turnId, index: sentence.index, atMs: Date.now() });
    playing.position = Math.min(wanted, there);
    const isOver = sentence.totalSamples !== undefined && playing.position >= sentence.totalSamples;
    if (isOver || --clockDue <= 0) {
      clockDue = 5;
      const positionMs = (playing.position / PCM_SAMPLE_RATE_HZ) * 1000;
      say({ type: 'clock', turnId: sentence.turnId, index: sentence.index, positionMs, playing: !isOver });
    }
    if (!isOver) return;
    say({ type: 'finished', turnId: sentence.turnId, index: sentence.index });
    played++;
    playing = undefined;
  }

  const timer = setInterval(tick, TICK_MS);
  function close(): void {
    clearInterval(timer);
    socket.close();
  }

  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  say({ type: 'hello', protocol: STAGE_PROTOCOL_VERSION, kind: 'obs', canSound: true, avatar: 'main' });
  return stage;
}

/** A sentence's sound in one piece. Throws when parts overlap or leave a gap: something was said twice, or lost. */
export function soundOf(sentence: HeardSentence): Float32Array {
  const total = sentence.totalSamples ?? 0;
  const sound = new Float32Array(total);
  let at = 0;
  for (const { startSample, samples } of sentence.parts) {
    if (startSample !== at)
      throw new Error(`sentence ${sentence.index} of turn ${sentence.turnId} goes on at ${startSample} instead of ${at}`);
    sound.set(samples, at);
    at += samples.length;
  }
  if (at !== total) throw new Error(`sentence ${sentence.index} of turn ${sentence.turnId} has ${at} of ${total} samples`);
  return sound;
}

/** Windows of 20 ms in which the shape of two sounds differs, whatever their loudness. */
export function differences(sound: Float32Array, expected: Float32Array): number {
  const window = PCM_SAMPLE_RATE_HZ / 50;
  if (sound.length !== expected.length) return Number.POSITIVE_INFINITY;
  let wrong = 0;
  for (let from = 0; from + window <= sound.length; from += window) {
    const [a, b] = [sound.subarray(from, from + window), expected.subarray(from, from + window)];
    const [ea, eb] = [energy(a), energy(b)];
    const isSilent = ea < 1e-7 && eb < 1e-7;
    let product = 0;
    for (let i = 0; i < window; i++) product += (a[i] ?? 0) * (b[i] ?? 0);
    // NaN counts as wrong.
    if (!isSilent && !(product / Math.sqrt(ea * eb) > 0.98)) wrong++;
  }
  return wrong;
}

const energy = (samples: Float32Array): number => samples.reduce((sum, sample) => sum + sample * sample, 0);
