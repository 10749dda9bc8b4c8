import { launchChromium, openStage } from '../support/browser.ts';
import { summary } from '../support/numbers.ts';
import { hardware, startInstantStudio } from './support.ts';

export const name = 'stop';
export const description =
  'stop → silence over 500 stops at random moments from the sending of a message on, heard by an independent tap';

const STOPS = Number(process.env.YINGXI_BENCH_STOPS ?? '500');
/** Speech that begins within this time after a stop was answered would be sound of the stopped turn. */
const WATCH_MS = 250;
/** Of the page's fade and of the two clocks: sound that begins later than this after the answer is new sound. */
const FADE_MS = 15;

export async function run(): Promise<object> {
  const long =
    'Well, let me think about that for a moment. There is so much to say, and I would love to tell you everything about it, one thing after the other.';
  const { studio, close } = await startInstantStudio(long);
  const browser = await launchChromium();
  try {
    const page = await openStage(browser, studio.stageUrl);
    const silenceMs: number[] = [];
    let stoppedWhileSounding = 0;
    let soundAfterStop = 0;
    for (let i = 0; i < STOPS; i++) {
      await studio.post('/live-events', { text: `Tell me about number ${i}, please?`, user: `viewer${i}` });
      await new Promise((done) => setTimeout(done, Math.random() * (i % 3 === 0 ? 60 : 1200)));
      const stopAt = performance.timeOrigin + performance.now();
      await studio.post('/speech/stop', {});
      const answeredAt = performance.timeOrigin + performance.now();
      await new Promise((done) => setTimeout(done, WATCH_MS));
      // Sound that ended after the stop was sent, or began after it, or still goes on.
      // The page tells late while it draws; the times themselves come from the audio thread.
      await page
        .waitForFunction(() => window.__soundTap.stretches().every((one) => one.endMs !== undefined), undefined, {
          timeout: 3000,
          polling: 20,
        })
        .catch(() => undefined);
      const late = await page.evaluate(
        (at) => window.__soundTap.stretches().filter((one) => one.endMs === undefined || one.endMs >= at),
        stopAt,
      );
      const end = Math.max(stopAt, ...late.map((one) => one.endMs ?? Number.POSITIVE_INFINITY));
      if (late.length > 0) stoppedWhileSounding++;
      silenceMs.push(end - stopAt);
      if (late.some((one) => one.startMs > answeredAt + FADE_MS)) soundAfterStop++;
    }
    return {
      hardware: hardware(),
      unit: 'ms',
      target: { p95: 40, stopsFollowedBySoundOfTheTurn: 0 },
      stops: STOPS,
      stoppedWhileSounding,
      stopToSilence: summary(silenceMs),
      stopToSilenceWhileSounding: summary(silenceMs.filter((ms) => ms > 0)),
      stopsFollowedBySoundOfTheTurn: soundAfterStop,
    };
  } finally {
    await browser.close();
    await close();
  }
}
