import { launchChromium, openStage } from '../support/browser.ts';
import { eventually, summary } from '../support/numbers.ts';
import { startSpokenStudio, trimmed } from '../support/spoken-studio.ts';
import { createSyntheticVoices } from '../support/synthetic-voices.ts';
import { hardware } from './support.ts';

export const name = 'voice-latency';
export const description =
  'the streamer’s last sample at the microphone → her first audible sample, real Chromium stage, instant recogniser and model, embedded voice';

const ROUNDS = Number(process.env.YINGXI_BENCH_MESSAGES ?? '40');
const WARM_UP = 3;
const SAID = ['Hello there, how are you today?', 'What should we play next?', 'Tell me something nice.'];

// The engines load parts of themselves at need, which must happen while this module is being loaded.
const voices = await createSyntheticVoices();
const spokenLines = await Promise.all(SAID.map((line) => voices.say({ engine: 'flite', voice: 'rms', language: 'en' }, line)));

export async function run(): Promise<object> {
  const spoken = await startSpokenStudio({ reply: 'I am glad that you ask!', heard: SAID[0] ?? '' });
  const browser = await launchChromium();
  const latencies: number[] = [];
  let silent = 0;
  /** The pause within a line ended the utterance: her answer to the first half began before the second was over, and was not broken off. */
  let early = 0;
  try {
    const page = await openStage(browser, spoken.studio.stageUrl);
    for (let round = 0; round < ROUNDS + WARM_UP; round++) {
      const line = trimmed(spokenLines[round % spokenLines.length] ?? new Float32Array());
      const { startMs, endMs } = await spoken.speak(line.map((sample) => sample * 0.4));
      const stretch = await eventually(
        () => page.evaluate((at) => window.__soundTap.stretches().find((one) => one.startMs > at), endMs),
        8000,
        20,
      ).catch(() => undefined);
      const began = await page.evaluate((at) => window.__soundTap.stretches().some((one) => one.startMs > at), startMs);
      if (stretch === undefined && began) early++;
      else if (stretch === undefined) silent++;
      else if (round >= WARM_UP) latencies.push(stretch.startMs - endMs);
      await new Promise((done) => setTimeout(done, 3000));
    }
  } finally {
    await browser.close();
    await spoken.close();
  }
  return {
    hardware: hardware(),
    unit: 'ms',
    target: { p50: 350 },
    endSilenceMs: 250,
    rounds: ROUNDS,
    answeredBeforeTheEnd: early,
    withoutAnswer: silent,
    endOfSpeechToFirstAudible: summary(latencies),
  };
}
