import { launchChromium, openStage } from '../support/browser.ts';
import { answered } from '../support/ledger.ts';
import { eventually, summary } from '../support/numbers.ts';
import type { SoundStretch } from '../support/sound-tap.ts';
import { hardware, startInstantStudio } from './support.ts';

export const name = 'reply-latency';
export const description =
  'message received → first audible sample, real Chromium stage at 480×270, instant provider, embedded voice';

const MESSAGES = Number(process.env.YINGXI_BENCH_MESSAGES ?? '100');

export async function run(): Promise<object> {
  const { studio, close } = await startInstantStudio('Hi there, nice to see you!');
  const browser = await launchChromium();
  try {
    const page = await openStage(browser, studio.stageUrl);
    const byTap: number[] = [];
    const byStage: number[] = [];
    const stages: Record<string, number[]> = {};
    const warmUp = 3;
    for (let i = 0; i < MESSAGES + warmUp; i++) {
      const heardBefore = await page.evaluate(() => window.__soundTap.stretches().length);
      const sentAt = performance.timeOrigin + performance.now();
      const { ids } = (await studio.post('/live-events', { text: `Hello number ${i}, how are you?`, user: `viewer${i}` })) as {
        ids: string[];
      };
      const row = await answered(studio, ids[0] ?? '', 20_000);
      const stretch = await eventually(() =>
        page.evaluate((n): SoundStretch | undefined => window.__soundTap.stretches()[n], heardBefore),
      );
      if (i < warmUp) continue;
      byTap.push(stretch.startMs - sentAt);
      byStage.push((row.marks.firstAudible ?? Number.NaN) - sentAt);
      let before = row.marks.received ?? 0;
      for (const mark of ['decided', 'llmRequest', 'firstToken', 'firstSentence', 'firstPcm', 'firstAudible']) {
        const at = row.marks[mark] ?? Number.NaN;
        let list = stages[mark];
        if (!list) {
          list = [];
          stages[mark] = list;
        }
        list.push(at - before);
        before = at;
      }
      await new Promise((done) => setTimeout(done, 50 + Math.random() * 150));
    }
    return {
      hardware: hardware(),
      unit: 'ms',
      target: { p50: 75, p95: 150 },
      audibleByIndependentTap: summary(byTap),
      audibleByStage: summary(byStage),
      perStage: Object.fromEntries(Object.entries(stages).map(([mark, values]) => [mark, summary(values)])),
    };
  } finally {
    await browser.close();
    await close();
  }
}
