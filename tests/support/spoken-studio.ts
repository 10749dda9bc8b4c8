import { WebSocket } from 'ws';
import { encodeMicrophoneFrame, MICROPHONE_FRAME } from '#shared/frames/microphone-frame.ts';
import { STAGE_PROTOCOL_VERSION } from '#shared/stage/stage-protocol.ts';
import { createOpenAiServer } from '../fakes/openai-server.ts';
import { startTranscriptionServer } from '../fakes/recognition-servers/transcription-server.ts';
import { type StudioProcess, startStudio } from './studio-process.ts';

/** A studio with ears, a model and a recogniser that answer at once, and a microphone that says what the bench gives it, at its pace. */
export interface SpokenStudio {
  readonly studio: StudioProcess;
  /** Speaks `samples` (mono, 16 kHz) from now on; resolves with the time of its first and last sample, ms since the epoch, when it is over. */
  speak(samples: Float32Array): Promise<{ readonly startMs: number; readonly endMs: number }>;
  /** Times at which the studio told its stages to stop, ms since the epoch. */
  readonly stops: readonly number[];
  close(): Promise<void>;
}

const RATE_HZ = 16_000;
const FRAME_MS = (MICROPHONE_FRAME / RATE_HZ) * 1000;
const now = (): number => performance.timeOrigin + performance.now();

export async function startSpokenStudio(options: { reply: string; heard: string }): Promise<SpokenStudio> {
  const provider = await createOpenAiServer({ plan: { kind: 'text', text: options.reply } });
  const recognizer = await startTranscriptionServer({ plans: [{ kind: 'json', text: options.heard, language: 'english' }] });
  const studio = await startStudio({
    env: {
      YINGXI_LLM_BASE_URL: provider.url,
      YINGXI_LLM_MODEL: 'instant',
      YINGXI_BRAIN_MODE: 'openai',
      YINGXI_PERSONA_LANGUAGE: 'en',
      YINGXI_HEARING_ENABLED: 'true',
      YINGXI_HEARING_MODE: 'open',
      YINGXI_HEARING_SERVERS_OPENAI_ENABLED: 'true',
      YINGXI_HEARING_SERVERS_OPENAI_URL: `${recognizer.origin}/v1`,
    },
  });
  const token = new URL(studio.studioUrl).searchParams.get('token');
  const open = async (path: string): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${studio.port}${path}?token=${token}`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return socket;
  };
  const ears = await open('/ws/ears');
  ears.send(JSON.stringify({ type: 'state', state: 'capturing', device: 'bench', detail: '' }));
  const watcher = await open('/ws/stage');
  const stops: number[] = [];
  watcher.on('message', (data, isBinary) => {
    if (!isBinary && String(data).includes('"type":"stop"')) stops.push(now());
  });
  watcher.send(JSON.stringify({ type: 'hello', protocol: STAGE_PROTOCOL_VERSION, kind: 'browser', canSound: false }));
  const feed = startFeed(ears);
  return {
    studio,
    stops,
    speak: feed.speak,
    async close() {
      feed.close();
      ears.terminate();
      watcher.terminate();
      await studio.stop();
      await Promise.all([provider.close(), recognizer.close()]);
    },
  };
}

/** Sends a frame for each 20 ms that passed: speech where there is some, else the hiss of a quiet room. */
function startFeed(ears: WebSocket): { speak: SpokenStudio['speak']; close(): void } {
  const startMs = now();
  let sent = 0;
  let speech: { samples: Float32Array; from: number; done: (at: { startMs: number; endMs: number }) => void } | undefined;
  const timer = setInterval(() => {
    while (startMs + (sent + 1) * FRAME_MS <= now()) {
      const samples = Float32Array.from({ length: MICROPHONE_FRAME }, () => (Math.random() - 0.5) * 0.0006);
      const current = speech;
      if (current) {
        const at = (sent - current.from) * MICROPHONE_FRAME;
        for (let i = 0; i < MICROPHONE_FRAME; i++) samples[i] = (samples[i] ?? 0) + (current.samples[at + i] ?? 0);
        if (at + MICROPHONE_FRAME >= current.samples.length) {
          speech = undefined;
          const beginMs = startMs + current.from * FRAME_MS;
          current.done({ startMs: beginMs, endMs: beginMs + (current.samples.length / RATE_HZ) * 1000 });
        }
      }
      ears.send(encodeMicrophoneFrame({ sequence: sent, sourceTimeMs: startMs + sent * FRAME_MS, samples }));
      sent++;
    }
  }, 5);
  return {
    speak: (samples) =>
      new Promise((done) => {
        speech = { samples, from: sent, done };
      }),
    close: () => clearInterval(timer),
  };
}

/** Without the silence before and after: a frame counts while it is within 40 dB of the loudest. */
export function trimmed(samples: Float32Array): Float32Array {
  const block = 80;
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const isLoud = (at: number): boolean => samples.subarray(at, at + block).some((sample) => Math.abs(sample) > peak / 100);
  let from = 0;
  let to = samples.length - (samples.length % block);
  while (from < to && !isLoud(from)) from += block;
  while (to > from && !isLoud(to - block)) to -= block;
  return samples.slice(from, to);
}
