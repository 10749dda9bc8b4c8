import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObsLink } from '#main/obs/obs.types.ts';
import { canRunElectron, type ElectronProgram, startElectronProgram, WITHOUT_ELECTRON } from '../support/electron-program.ts';
import { eventually, PATIENCE_MS } from '../support/numbers.ts';
import { linkTo, type RealObs, startRealObs, WITHOUT_OBS } from '../support/real-obs.ts';
import { contentOf, hasFfmpeg } from '../support/recording-content.ts';
import '../support/stage-globals.ts';

/** Drawing in software beside a browser, OBS is slow. */
const SLOWLY = { timeoutMs: PATIENCE_MS };
const DESKTOP_SOUND = 'Desktop sound';

/**
 * As somebody new would try it: OBS is open, one click in the studio, and she talks on the program output. This build of OBS has no browser sources and
 * cannot draw windows: the screen with the stage's window is captured, and what the computer plays.
 */
describe.skipIf(!canRunElectron)('the program output of a real OBS', WITHOUT_ELECTRON, () => {
  let obs: RealObs | undefined;
  let program: ElectronProgram;
  let link: ObsLink;
  beforeAll(async () => {
    obs = await startRealObs(4521);
    if (obs === undefined) return;
    link = linkTo(obs);
    program = await startElectronProgram({
      DISPLAY: obs.display,
      PULSE_SERVER: obs.pulseServer,
      YINGXI_OBS_PASSWORD: obs.password,
    });
    await program.api.studio.updateSettings({ patch: { obs: { enabled: true, url: obs.url } } });
  }, 300_000);
  afterAll(async () => {
    await program?.close();
    await link?.close();
    await obs?.stop();
  });

  it('shows her after one click, and carries her picture and her voice into what OBS records', async ({ skip }) => {
    if (obs === undefined) return skip(WITHOUT_OBS);
    const { studio, api } = program;
    await api.obsSetup.setWish({ capture: 'screen' });
    expect(pinkShare(await programPicture())).toBeLessThan(0.001);

    await studio.evaluate(() => {
      location.hash = '/obs?tab=setup';
    });
    await studio.getByRole('button', { name: 'Set up OBS' }).click();
    await studio.getByText('All is in place').waitFor();
    const stage = await program.stageWindow();
    await expect.poll(async () => pinkShare(await programPicture())).toBeGreaterThan(0.02);

    const loudest = hearDesktop();
    await link.call('StartRecord', undefined, SLOWLY);
    const stopped = new Promise<string>((resolve) =>
      link.on('RecordStateChanged', ({ outputState, outputPath }) => {
        if (outputState === 'OBS_WEBSOCKET_OUTPUT_STOPPED') resolve(outputPath);
      }),
    );
    await program.post('/speech/say', { text: 'Hello, everybody! I am on the program output now.' });
    await stage.waitForFunction(() => window.yingxiStage.snapshot().audio.playing);
    await eventually(() => (loudest() > 0.05 ? true : undefined));
    await stage.waitForFunction(() => !window.yingxiStage.snapshot().audio.playing);
    await link.call('StopRecord', undefined, SLOWLY);

    const file = await stopped;
    if (!(await hasFfmpeg())) return console.warn('SKIPPED: there is no ffmpeg to look into the recording.');
    const content = await contentOf(file);
    expect(content.peak).toBeGreaterThan(0.05);
    expect(content.moved).toBeGreaterThan(0.002);
  }, 400_000);

  it('finds the stage among the windows that OBS can capture, and says that this OBS gets no picture of windows', async ({
    skip,
  }) => {
    if (obs === undefined) return skip(WITHOUT_OBS);
    const { api, studio } = program;
    await api.obsSetup.setWish({ capture: 'window' });
    await studio.getByRole('button', { name: 'Repair and update' }).click();
    await studio.getByText(/OBS gets no picture of it/u).waitFor();
    const { inputKind, inputSettings } = await link.call('GetInputSettings', { inputName: 'Avatar' });
    expect(inputKind).toBe('xcomposite_input');
    expect(inputSettings.capture_window).toContain('Yingxi Stage');
    const { filters } = await link.call('GetSourceFilterList', { sourceName: 'Avatar' });
    expect(filters).toMatchObject([{ filterKind: 'chroma_key_filter_v2', filterEnabled: true }]);
  });

  /** The picture that goes out. */
  async function programPicture(): Promise<PNG> {
    const { currentProgramSceneName: sourceName } = await link.call('GetSceneList', undefined, SLOWLY);
    const { imageData } = await link.call('GetSourceScreenshot', { sourceName, imageFormat: 'png' }, SLOWLY);
    return PNG.sync.read(Buffer.from(imageData.slice(imageData.indexOf(',') + 1), 'base64'));
  }

  /** Gives the loudest that OBS has heard of the computer since, 0…1. */
  function hearDesktop(): () => number {
    let loudest = 0;
    link.want('volume-meters');
    link.on('InputVolumeMeters', ({ inputs }) => {
      const heard = inputs.find(({ inputName }) => inputName === DESKTOP_SOUND);
      const levels: unknown = heard?.inputLevelsMul;
      if (Array.isArray(levels)) loudest = Math.max(loudest, ...levels.flat().map(Number));
    });
    return () => loudest;
  }
});

/** Of the picture's pixels, those in the pink of her hair. */
function pinkShare({ data, width, height }: PNG): number {
  let pink = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (red > 200 && red - green > 35 && red - green < 90 && blue - green > 15 && red > blue) pink += 1;
  }
  return pink / (width * height);
}
