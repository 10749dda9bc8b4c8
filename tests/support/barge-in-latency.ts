import { launchChromium, openStage } from './browser.ts';
import { eventually, summary } from './numbers.ts';
import { startSpokenStudio } from './spoken-studio.ts';

const REPLY =
  'Well, let me think about that for a moment. There is so much to say, and I would love to tell you everything about it, one thing after the other, until the sun comes up again.';

/** In the whole program: somebody speaks into her speech; when it is sure, how soon is she silent? Heard by an independent tap in a real stage page. */
export async function bargeInLatency(rounds: number, speech: Float32Array): Promise<object> {
  const spoken = await startSpokenStudio({ reply: REPLY, heard: '' });
  const browser = await launchChromium();
  const silenceMs: number[] = [];
  const confirmMs: number[] = [];
  let missed = 0;
  try {
    const page = await openStage(browser, spoken.studio.stageUrl);
    for (let round = 0; round < rounds; round++) {
      const before = await page.evaluate(() => window.__soundTap.stretches().length);
      await spoken.studio.post('/live-events', { text: `Tell me about number ${round}, please?`, user: `viewer${round}` });
      await eventually(
        async () => ((await page.evaluate(() => window.__soundTap.stretches().length)) > before ? true : undefined),
        30_000,
        20,
      );
      // Her first words let the guard learn that this room has no echo.
      await new Promise((done) => setTimeout(done, 1500 + Math.random() * 1000));
      const stopsBefore = spoken.stops.length;
      const { startMs } = await spoken.speak(speech);
      const stopMs = await eventually(() => spoken.stops[stopsBefore], 3000).catch(() => undefined);
      if (stopMs === undefined) missed++;
      else {
        await new Promise((done) => setTimeout(done, 500));
        const late = await page.evaluate(
          (at) => window.__soundTap.stretches().filter((one) => one.startMs < at && (one.endMs === undefined || one.endMs >= at)),
          stopMs,
        );
        silenceMs.push(Math.max(0, ...late.map((one) => (one.endMs ?? Number.POSITIVE_INFINITY) - stopMs)));
        confirmMs.push(stopMs - startMs);
      }
      await spoken.studio.post('/speech/stop', {});
      await new Promise((done) => setTimeout(done, 3500));
    }
  } finally {
    await browser.close();
    await spoken.close();
  }
  return { rounds, missed, confirmationToSilenceMs: summary(silenceMs), onsetToConfirmationMs: summary(confirmMs) };
}
