import type { Clock } from '#main/platform/host.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import type { SpeechTrials } from '#main/speech/speech.types.ts';
import type { Cell } from '#shared/cell.ts';
import type { Performance, VoiceEngineInfo } from '#shared/contract/speech.ts';
import type { Emotion, Speaker } from '#shared/speech/emotion.ts';
import type { StudioImplementer } from './implementer.types.ts';

export interface SpeechRouteServices {
  readonly pause: Pause;
  readonly clock: Clock;
  readonly performance: Cell<Performance>;
  readonly director: { readonly quietUntilMs: number | null };
  readonly speech: SpeechTrials & { engines(): Promise<readonly VoiceEngineInfo[]> };
  say(request: SayRequest): { eventId: string };
  stop(): { stoppedTurnId: number | null; droppedMessages: number };
}
interface SayRequest {
  readonly text: string;
  readonly emotion?: Emotion | undefined;
  readonly speaker: Speaker;
  readonly mode: 'queue' | 'interrupt';
}

/** Watches of what moves with the sound are told this often at most. */
const FAST_WATCH_MS = 60;

export function speechRoutes(os: StudioImplementer, services: SpeechRouteServices) {
  const { pause, director, speech } = services;
  return os.speech.router({
    say: os.speech.say.handler(({ input }) => services.say(input)),
    stop: os.speech.stop.handler(() => services.stop()),
    watch: os.speech.watch.handler(async function* ({ signal }) {
      for await (const performance of watchCell(services.performance, {
        signal: present(signal),
        pause,
        minIntervalMs: FAST_WATCH_MS,
      }))
        yield { ...performance, quietUntilMs: director.quietUntilMs };
    }),
    engines: os.speech.engines.handler(async () => [...(await speech.engines())]),
    testEngine: os.speech.testEngine.handler(async ({ input, signal }) => {
      const trial = await speech.tryVoice({ ...input, voice: '', emotion: 'neutral' }, present(signal));
      return {
        ok: trial.problem === undefined,
        firstSoundMs: trial.firstSoundMs ?? null,
        totalMs: trial.totalMs,
        soundSeconds: trial.soundSeconds,
        problem: trial.problem ?? null,
      };
    }),
    preview: os.speech.preview.handler(async ({ input, signal }) => {
      const { wav, problem } = await speech.tryVoice(input, present(signal));
      return { wav: problem ? null : Buffer.from(wav()).toString('base64'), problem: problem ?? null };
    }),
  });
}
