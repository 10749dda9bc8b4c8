import { launchChromium, openStage } from '../support/browser.ts';
import { rounded, summary } from '../support/numbers.ts';
import { startStudio } from '../support/studio-process.ts';
import { hardware } from './support.ts';

export const name = 'mouth-sync';
export const description = 'mouth against sound over a ten-minute speech: clock error on the page, and openness against what an independent tap heard';

/** YINGXI_BENCH_MINUTES shortens it for trying. */
const MINUTES = Number(process.env.YINGXI_BENCH_MINUTES ?? '10');
const SENTENCES = [
  'Maybe my mum bought a big piano, but Bob moved it before breakfast.',
  'Papa, papa, open the paper map and put the apple back.',
  'The weather is warm, and we all walk along the water for an hour.',
  'Please bring me a cup of tea, a piece of pie, and a big blue bowl.',
];

export interface TraceRow {
  readonly timeMs: number;
  readonly positionMs: number;
  readonly truthMs: number;
  readonly openness: number;
}

export async function run(): Promise<object> {
  const studio = await startStudio({ env: { YINGXI_BRAIN_MODE: 'offline', YINGXI_PERSONA_LANGUAGE: 'en' } });
  const browser = await launchChromium();
  try {
    const page = await openStage(browser, studio.stageUrl);
    await page.evaluate(() => window.yingxiStage.trace(true));
    const end = Date.now() + MINUTES * 60_000;
    const clockErrorMs: number[] = [];
    const byMinute: { minute: number; p95: number; mean: number }[] = [];
    let minute = 0;
    while (Date.now() < end) {
      const text = Array.from({ length: 20 }, (_, i) => SENTENCES[i % SENTENCES.length]).join(' ');
      await studio.post('/speech/say', { text, mode: 'queue' });
      await page.waitForFunction(() => !window.yingxiStage.snapshot().audio.playing, undefined, { timeout: 1000, polling: 500 }).catch(() => undefined);
      const stopAt = Math.min(end, Date.now() + 60_000);
      while (Date.now() < stopAt) {
        await new Promise((done) => setTimeout(done, 1000));
        const waiting = (await studio.get('/stage')) as { playing: unknown };
        if (waiting.playing === null) await studio.post('/speech/say', { text, mode: 'queue' });
      }
      const rows = await page.evaluate((): TraceRow[] => {
        const taken = window.yingxiStage.trace(false);
        window.yingxiStage.trace(true);
        return [...taken];
      });
      const errors = rows.filter((row) => row.truthMs > 0).map((row) => row.positionMs - row.truthMs);
      for (const error of errors) clockErrorMs.push(Math.abs(error));
      byMinute.push({ minute: ++minute, p95: summary(errors.map(Math.abs)).p95, mean: rounded(errors.reduce((sum, one) => sum + one, 0) / Math.max(1, errors.length), 2) });
    }
    return { hardware: hardware(), unit: 'ms', target: { withinMs: 20 }, minutes: MINUTES, frames: clockErrorMs.length, clockError: summary(clockErrorMs), byMinute };
  } finally {
    await browser.close();
    await studio.stop();
  }
}
