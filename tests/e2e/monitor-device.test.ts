import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../support/browser.ts';
import { eventually } from '../support/numbers.ts';
import { hasPulseAudio, RECORDED_RATE_HZ, type SoundDevices, startSoundDevices } from '../support/sound-devices.ts';
import { connectStudioApi } from '../support/studio-api.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';
import { without } from '../support/without.ts';

/** Starts a sound server: only where it is asked for. */
const IS_ASKED_FOR = process.env.YINGXI_SOUND_DEVICES === '1';
const WITHOUT_DEVICES = without(
  'It is not asked for: set YINGXI_SOUND_DEVICES=1, with Chromium and PulseAudio (Debian: apt-get install chromium pulseaudio pulseaudio-utils).',
  '未要求运行：请设置 YINGXI_SOUND_DEVICES=1，并安装 Chromium 和 PulseAudio（Debian：apt-get install chromium pulseaudio pulseaudio-utils）。',
);
const [ROOM, PHONES] = ['room', 'phones'] as const;
const ENV = {
  YINGXI_BRAIN_MODE: 'offline',
  YINGXI_LANGUAGE: 'en',
  YINGXI_UI_WELCOMED: 'true',
  YINGXI_STAGE_FRAME_RATE_CAP: '15',
  YINGXI_STAGE_QUALITY_LOOK: 'flat',
  YINGXI_STAGE_RENDER_SCALE: '0.25',
};
const LINE = 'The lamp is lit, the curtain is up, and this goes to both devices.';

describe.skipIf(!IS_ASKED_FOR || !hasPulseAudio() || findChromium() === undefined)(
  'the monitor on a second sound device',
  { timeout: 180_000, ...WITHOUT_DEVICES },
  () => {
    let devices: SoundDevices;
    let studio: StudioProcess;
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    let connection: Awaited<ReturnType<typeof connectStudioApi>>;

    beforeAll(async () => {
      devices = await startSoundDevices([ROOM, PHONES]);
      studio = await startStudio({ env: ENV });
      connection = await connectStudioApi(studio);
      browser = await chromium.launch({
        executablePath: findChromium() ?? '',
        env: { ...process.env, ...devices.env },
        args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--autoplay-policy=no-user-gesture-required'],
        ignoreDefaultArgs: ['--mute-audio'],
      });
      context = await browser.newContext();
      // Names of devices are shown to who may use the microphone.
      await context.grantPermissions(['microphone'], { origin: new URL(studio.studioUrl).origin });
      const stage = await context.newPage();
      await stage.goto(studio.stageUrl);
      await stage.waitForFunction(() => window.yingxiStage?.snapshot().role === 'sounding');
      page = await context.newPage();
      await page.goto(studio.studioUrl);
    }, 180_000);
    afterAll(async () => {
      await browser?.close();
      connection?.close();
      await studio?.stop();
      await devices?.close();
    });

    /** What both devices play while she says the line. */
    async function whileSpeaking(): Promise<{ room: Float32Array; phones: Float32Array }> {
      const recordings = { room: devices.record(ROOM), phones: devices.record(PHONES) };
      await connection.api.speech.say({ text: LINE });
      await eventually(async () => {
        const { entries } = (await studio.get('/ledger?limit=5')) as { entries: { kind: string; decision: string }[] };
        return entries.some(({ kind, decision }) => kind === 'say' && (decision === 'waiting' || decision === 'answering'))
          ? undefined
          : true;
      });
      // What is out of the program may still be in the device.
      await new Promise((done) => setTimeout(done, 500));
      return { room: await recordings.room.stop(), phones: await recordings.phones.stop() };
    }

    it('plays her voice there as on the stage, and stops when it is switched off', async () => {
      const deviceId = await eventually(() =>
        page.evaluate(async (name) => {
          const all = await navigator.mediaDevices.enumerateDevices();
          return all.find(({ kind, label }) => kind === 'audiooutput' && label.toLowerCase().includes(name))?.deviceId;
        }, PHONES),
      );
      await connection.api.studio.updateSettings({ patch: { voice: { monitor: { deviceId } } } });
      // The page opens the device in its own time, which may be in mid-sentence.
      await eventually(async () => (peak((await whileSpeaking()).phones) > 0 ? true : undefined));
      const both = await whileSpeaking();
      expect(peak(both.room)).toBeGreaterThan(0.05);
      expect(peak(both.phones)).toBeGreaterThan(0.05);
      const likeness = bestLikeness(envelope(both.room), envelope(both.phones));
      console.log(`monitor: likeness ${likeness.value.toFixed(3)} at ${likeness.lagMs} ms`);
      // Other speech stays well below this; a crowded machine leaves gaps in either device, at other moments.
      expect(likeness.value).toBeGreaterThan(0.5);

      await connection.api.studio.updateSettings({ patch: { voice: { monitor: { deviceId: '' } } } });
      const alone = await eventually(async () => {
        const heard = await whileSpeaking();
        return peak(heard.phones) < 0.001 ? heard : undefined;
      });
      expect(peak(alone.room)).toBeGreaterThan(0.05);
    });
  },
);

const peak = (sound: Float32Array): number => sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

const STEP_MS = 10;
/** Loudness every STEP_MS. */
function envelope(sound: Float32Array): number[] {
  const step = (RECORDED_RATE_HZ * STEP_MS) / 1000;
  return Array.from({ length: Math.floor(sound.length / step) }, (_, i) =>
    Math.sqrt(sound.subarray(i * step, (i + 1) * step).reduce((sum, value) => sum + value * value, 0) / step),
  );
}

/** Two recordings were not begun at the same moment, and two devices do not have the same delay. */
function bestLikeness(a: readonly number[], b: readonly number[]): { readonly value: number; readonly lagMs: number } {
  let best = { value: -1, lagMs: 0 };
  for (let lag = -150; lag <= 150; lag++) {
    const pairs = a.flatMap((value, i) => (b[i + lag] === undefined ? [] : [[value, b[i + lag] ?? 0] as const]));
    const mean = (k: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length;
    const [ma, mb] = [mean(0), mean(1)];
    const sum = (of: (pair: readonly [number, number]) => number): number => pairs.reduce((all, pair) => all + of(pair), 0);
    const value = sum(([x, y]) => (x - ma) * (y - mb)) / Math.sqrt(sum(([x]) => (x - ma) ** 2) * sum(([, y]) => (y - mb) ** 2));
    if (value > best.value) best = { value, lagMs: lag * STEP_MS };
  }
  return best;
}
