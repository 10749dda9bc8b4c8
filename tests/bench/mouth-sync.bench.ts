import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { VoiceReply } from '#main/speech/worker/voice-protocol.ts';
import type { VisemeCue } from '#shared/speech/cues.ts';
import { createMouthTrack, MOUTH_VALUES } from '#shared/speech/mouth.ts';
import { launchChromium, openStage } from '../support/browser.ts';
import { percentile, rounded, summary } from '../support/numbers.ts';
import '../support/stage-globals.ts';
import { ROOT, startStudio } from '../support/studio-process.ts';
import { hardware } from './support.ts';

export const name = 'mouth-sync';
export const description =
  'mouth against sound: openness peaks against phoneme times, lips at p b m, and the clock of the page over a ten-minute speech';

/** YINGXI_BENCH_MINUTES shortens it for trying. */
const MINUTES = Number(process.env.YINGXI_BENCH_MINUTES ?? '10');
const SENTENCES = [
  'Maybe my mum bought a big piano, but Bob moved it before breakfast.',
  'Papa, papa, open the paper map and put the apple back.',
  'The weather is warm, and we all walk along the water for an hour.',
  'Please bring me a cup of tea, a piece of pie, and a big blue bowl.',
];
const CHINESE = ['妈妈买了八个苹果，爸爸把它们放在盘子里。', '不怕慢，只怕站，慢慢跑也能跑到北边的码头。'];
const JAPANESE = ['ママはパパと一緒に、赤い葡萄と桃を食べました。', '今日も見に来てくれて、本当にありがとうございます。'];

/** Exact cues of each text, from the real voice process. */
async function cuesOf(texts: readonly string[], language: 'en' | 'zh' | 'ja'): Promise<VisemeCue[][]> {
  const voice = fork(join(ROOT, 'out/main/voice-worker.cjs'), ['espeak'], { serialization: 'advanced', stdio: 'ignore' });
  const all = texts.map((): VisemeCue[] => []);
  try {
    await new Promise<void>((done, fail) => {
      voice.once('exit', (code) => fail(new Error(`the voice process ended with ${code}`)));
      voice.on('message', (message: VoiceReply) => {
        if (message.type === 'unavailable') fail(new Error(message.reason));
        else if (message.type === 'failed') fail(new Error(message.message));
        else if (message.type === 'cues') all[message.id]?.push(...message.visemes);
        else if (message.type === 'done' && message.id === texts.length - 1) done();
      });
      for (const [id, text] of texts.entries())
        voice.send({
          type: 'synthesize',
          id,
          priority: id,
          request: { text, language, voice: '', rate: 1, pitch: 0, emotion: 'neutral' },
        });
    });
  } finally {
    voice.kill();
  }
  return all;
}

interface CurveScore {
  /** ms between the moment of the widest opening within a vowel's neighbourhood and the vowel's own span (0 inside its middle half). */
  readonly peakOffsetMs: number[];
  readonly closedAtBilabials: number[];
}

/** Where the opening of each open vowel peaks, and how open the lips are at the middle of each p, b and m. */
function scoreCurve(utterances: readonly VisemeCue[][]): CurveScore {
  const peakOffsetMs: number[] = [];
  const closedAtBilabials: number[] = [];
  const out = new Float32Array(MOUTH_VALUES);
  for (const cues of utterances) {
    const track = createMouthTrack();
    track.append(cues);
    const openAt = (ms: number): number => {
      track.sample(ms, out);
      return out[5] ?? 0;
    };
    for (const [i, cue] of cues.entries()) {
      if (cue.viseme === 'PP') closedAtBilabials.push(openAt((cue.startMs + cue.endMs) / 2));
      const before = cues[i - 1]?.open ?? 0;
      const after = cues[i + 1]?.open ?? 0;
      // Only a true peak has a moment of its own: a vowel that is more open than both its neighbours.
      if (cue.open < 0.3 || before >= cue.open || after >= cue.open) continue;
      let bestMs = cue.startMs;
      for (let ms = cue.startMs - 20; ms <= cue.endMs + 20; ms++) if (openAt(ms) > openAt(bestMs)) bestMs = ms;
      peakOffsetMs.push(bestMs - (cue.startMs + cue.endMs) / 2);
    }
  }
  return { peakOffsetMs, closedAtBilabials };
}

async function measureClock(): Promise<object> {
  const studio = await startStudio({ env: { YINGXI_BRAIN_MODE: 'offline', YINGXI_PERSONA_LANGUAGE: 'en' } });
  const browser = await launchChromium();
  try {
    const page = await openStage(browser, studio.stageUrl);
    await page.evaluate(() => window.yingxiStage.trace(true));
    // One turn for the whole time: the text is long enough for ten minutes, cut short by a stop.
    const text = Array.from({ length: 40 }, (_, i) => SENTENCES[i % SENTENCES.length]).join(' ');
    const end = Date.now() + MINUTES * 60_000;
    while (Date.now() < end) {
      const { playing } = (await studio.get('/stage')) as { playing: unknown };
      if (playing === null) await studio.post('/speech/say', { text });
      await new Promise((done) => setTimeout(done, 400));
    }
    const rows = (await page.evaluate(() => window.yingxiStage.trace(false))).filter((row) => row.truthMs > 0);
    await studio.post('/speech/stop', {});
    const startMs = rows[0]?.timeMs ?? 0;
    const errors = rows.map((row) => row.positionMs - row.truthMs);
    const byMinute = Array.from({ length: Math.ceil(MINUTES) }, (_, minute) => {
      const inMinute = errors.filter((_, i) => Math.floor(((rows[i]?.timeMs ?? 0) - startMs) / 60_000) === minute);
      return {
        minute: minute + 1,
        frames: inMinute.length,
        meanMs: rounded(inMinute.reduce((sum, one) => sum + one, 0) / Math.max(1, inMinute.length), 2),
        p95Ms: summary(inMinute.map(Math.abs)).p95,
      };
    });
    return { minutes: MINUTES, absoluteErrorMs: summary(errors.map(Math.abs)), byMinute };
  } finally {
    await browser.close();
    await studio.stop();
  }
}

export async function run(): Promise<object> {
  const curve: Record<string, object> = {};
  for (const [language, texts] of [
    ['en', SENTENCES],
    ['zh', CHINESE],
    ['ja', JAPANESE],
  ] as const) {
    const { peakOffsetMs, closedAtBilabials } = scoreCurve(await cuesOf(texts, language));
    curve[language] = {
      peakOffsetMs: summary(peakOffsetMs.map(Math.abs)),
      withinTwentyMs: rounded(peakOffsetMs.filter((ms) => Math.abs(ms) <= 20).length / peakOffsetMs.length, 3),
      bilabials: closedAtBilabials.length,
      bilabialOpennessMax: rounded(Math.max(...closedAtBilabials), 3),
      bilabialOpennessP95: rounded(percentile(closedAtBilabials, 0.95), 3),
    };
  }
  return { hardware: hardware(), target: { peakWithinMs: 20, lipsClosed: true }, curve, clock: await measureClock() };
}
